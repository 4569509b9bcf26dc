/**
 * What other people own in this world's CloudFront: distributions and tenants of accounts that are not ours, put there and
 * changed by people who never ask us. What they do now is deployed some minutes later, as everything there.
 */
import { distributionTemplate, viewerCertificate, withAliases } from '../core/distribution.ts';
import type { Certificate, Material } from './aws/acm/certificates.ts';
import type { StoredDistribution } from './aws/cloudfront/distributions.ts';
import type { Owners } from './aws/cloudfront/owners.ts';
import type { Authority } from './tls/authority.ts';
import { OUR_ACCOUNT, REGION, type World } from './world.ts';

/** An account of somebody. */
export const FOREIGN_ACCOUNT = '999988887777';
/** Where AWS Amplify keeps the distributions of its customers' apps. Only the last six digits are known: AWS masks the others. */
export const AMPLIFY_ACCOUNT = '000000155257';
/** Accounts that AWS runs for services of its own. */
export const SERVICE_ACCOUNTS: Readonly<Record<string, string>> = { [AMPLIFY_ACCOUNT]: 'AWS Amplify' };

export interface Holding {
  /** The name that they hold; may be a wildcard. */
  alias: string;
  /** Twelve digits. */
  account?: string;
  /** False: they hold the name, and serve nothing. */
  enabled?: boolean;
  kind?: 'distribution' | 'tenant';
  /** They hold the wildcard that covers the alias, and not the alias. */
  wildcard?: boolean;
}

export interface Holder {
  id: string;
  account: string;
  kind: 'distribution' | 'tenant';
  /** `AWS Amplify`, of an account that AWS runs itself. */
  service?: string;
  domainName: string;
  aliases: string[];
  enabled: boolean;
  status: 'InProgress' | 'Deployed';
}

export interface Foreign {
  /** Somebody holds a name, deployed and with a certificate of theirs. Throws when anybody holds it already. */
  holdElsewhere(holding: Holding): Promise<Holder>;
  /** They take their names off; free once that is deployed. As all below, throws NoSuchDistribution for an unknown id. */
  release(id: string): Holder;
  disable(id: string): Holder;
  enable(id: string): Holder;
  /** Adds so many distributions with a name each, five hundred to an account. */
  addForeign(count: number): Promise<void>;
  /** All that are not ours, the latest first, without those of `addForeign`. */
  holders(): Holder[];
  holder(id: string): Holder | undefined;
}

/** Their certificates are renewed out of our sight: here they simply last. */
const VALIDITY = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2119-12-31T00:00:00Z') };
/** CloudFront's quota of distributions per account. */
const PER_ACCOUNT = 500;
const CROWD = 'one of many';
/** A domain that is reserved for documentation (RFC 2606), and no customer's. */
const CROWD_DOMAIN = 'many.example.edu';
const ORIGIN = 'www.example.edu';

export function createForeign(world: World, { owners, authority }: { owners: Owners; authority: Authority }): Foreign {
  const { clock, store, random } = world;
  const certificates = store.collection<Certificate>('acm.certificates');
  const materials = store.collection<Material>('acm.material');

  /** Issued by the authority of the world as if the owner had long proved the name. */
  async function certify(account: string, name: string): Promise<string> {
    const material = await authority.issue({ names: [name], keyAlgorithm: 'EC_prime256v1', ...VALIDITY });
    const arn = `arn:aws:acm:${REGION}:${account}:certificate/${random.uuid()}`;
    const now = clock.now().toISOString();
    store.transaction(() => {
      materials.put(arn, material);
      certificates.put(arn, {
        arn,
        account,
        commonName: name,
        names: [{ name, validationDomain: name, status: 'SUCCESS' }],
        method: 'DNS',
        keyAlgorithm: 'EC_prime256v1',
        tags: {},
        status: 'ISSUED',
        createdAt: now,
        visibleAt: now,
        expiresAt: now,
        issuedAt: now,
      });
    });
    return arn;
  }

  function place(
    { alias, account = FOREIGN_ACCOUNT, enabled = true, kind = 'distribution' }: Holding,
    certificate: string,
    comment: string,
  ): StoredDistribution {
    const config = {
      ...distributionTemplate('foreign', random.uuid(), ORIGIN),
      Comment: comment,
      Enabled: enabled,
      Aliases: withAliases([], [alias]),
      ViewerCertificate: viewerCertificate(certificate),
    };
    return owners.place(account, config as unknown as StoredDistribution['config'], kind);
  }

  async function hold(holding: Holding): Promise<Holder> {
    const alias = holding.wildcard ? holding.alias.replace(/^[^.]+/, '*') : holding.alias;
    const { account = FOREIGN_ACCOUNT } = holding;
    return describe(place({ ...holding, alias }, await certify(account, alias), `Holds ${alias}`));
  }

  async function addCrowd(count: number): Promise<void> {
    for (let added = 0; added < count; added += PER_ACCOUNT) {
      const account = String(700_000_000_000 + random.below(99_999_999_999));
      const certificate = await certify(account, `*.${CROWD_DOMAIN}`);
      store.transaction(() => {
        for (let index = 0; index < Math.min(PER_ACCOUNT, count - added); index++) {
          const alias = `${random.id(12).toLowerCase()}.${CROWD_DOMAIN}`;
          place({ alias, account }, certificate, CROWD);
        }
      });
    }
  }

  const isShown = ({ account, config }: StoredDistribution) => account !== OUR_ACCOUNT && config.Comment !== CROWD;

  return {
    holdElsewhere: (holding) => clock.run(() => hold(holding)),
    release: (id) => describe(owners.change(id, { Aliases: { Quantity: 0 } })),
    disable: (id) => describe(owners.change(id, { Enabled: false })),
    enable: (id) => describe(owners.change(id, { Enabled: true })),
    addForeign: (count) => clock.run(() => addCrowd(count)),
    holders: () => [...owners.values()].filter(isShown).map(describe).reverse(),
    holder(id) {
      const found = owners.get(id);
      return found && isShown(found) ? describe(found) : undefined;
    },
  };
}

function describe({ id, tenant, account, domainName, config, deployAt }: StoredDistribution): Holder {
  const service = SERVICE_ACCOUNTS[account];
  return {
    id,
    account,
    kind: tenant ? 'tenant' : 'distribution',
    ...(service && { service }),
    domainName,
    aliases: config.Aliases?.Items ?? [],
    enabled: config.Enabled ?? false,
    status: deployAt ? 'InProgress' : 'Deployed',
  };
}
