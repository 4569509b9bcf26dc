/**
 * Moving a name from the distribution that holds it to another one: UpdateDomainAssociation, and what AWS Support does by hand.
 * Order and texts of the refusals are those that people have reported of AssociateAlias; of this operation none is known.
 */
import type { DistributionResourceId, UpdateDomainAssociationRequest } from '@aws-sdk/client-cloudfront';
import type { World } from '../../world.ts';
import type { Certificates } from '../acm/service.ts';
import { awsError, type Caller } from '../service.ts';
import { ALIASES_PER_DISTRIBUTION } from '../servicequotas/quotas.ts';
import { certificateCovers, checkAliasCount } from './aliases.ts';
import { isAlias } from './config.ts';
import type { Deployment } from './deployment.ts';
import { aliasesOf, checkEtag, type StoredDistribution, withAliases } from './distributions.ts';
import type { Proof } from './proof.ts';
import type { Resources } from './resources.ts';

/** Who has to publish the TXT record: the guide says other accounts only, reports of 2025 and 2026 say everybody. */
export const TXT_DEMANDS = ['everybody', 'other accounts'] as const;
export type TxtDemand = (typeof TXT_DEMANDS)[number];

/** Why a person at AWS cannot move a name; `undefined` when nothing stands in the way. */
export type Obstacle = 'no target' | 'free' | 'already there' | 'full' | 'not covered' | 'no TXT';

export interface Moves {
  /** The target, as it is after the move. A name that it has already changes nothing. Throws what CloudFront answers. */
  associate(input: UpdateDomainAssociationRequest, caller: Caller): StoredDistribution;
  txtDemand(): TxtDemand;
  setTxtDemand(demand: TxtDemand): void;
  /** For AWS Support: what stands in the way of a move to a distribution of this account, but that its holder is enabled. */
  obstacle(domain: string, targetId: string, account: string): Obstacle | undefined;
  /** AWS Support moves a name against which there is no obstacle, whoever holds it. */
  handOver(domain: string, targetId: string): void;
}

export interface MovesDeps {
  resources: Resources;
  deployment: Deployment;
  certificates: Pick<Certificates, 'find'>;
  proof: Proof;
  quotas: { value(account: string, code: string): number };
  newEtag(): string;
  /** A resource of the caller's account, by either kind of id. */
  resource(id: DistributionResourceId | undefined, caller: Caller): StoredDistribution;
  mutated(caller: Pick<Caller, 'account' | 'principal'>, operation: string, resource: StoredDistribution): void;
}

/** Who is noted behind a change that AWS makes in an account that is not the caller's. */
const CLOUDFRONT = { account: 'aws-cloudfront', principal: 'cloudfront.amazonaws.com' };
const SUPPORT = { account: 'aws-support', principal: 'aws-support' };
const OPERATION = 'UpdateDomainAssociation';

export function createMoves({ clock, store }: World, deps: MovesDeps): Moves {
  const { resources, deployment, certificates, proof } = deps;
  const settings = store.collection<TxtDemand>('cloudfront.txtDemand');
  const txtDemand = () => settings.get('demand') ?? 'everybody';

  function covered(domain: string, { config }: StoredDistribution): boolean {
    const certificate = certificates.find(config.ViewerCertificate?.ACMCertificateArn ?? '');
    return certificateCovers(certificate?.names.map(({ name }) => name) ?? [], domain);
  }

  function checkMove(domain: string, source: StoredDistribution, target: StoredDistribution): void {
    if (!covered(domain, target))
      throw awsError(
        'InvalidArgument',
        `The target resource must have a trusted certificate attached that covers the domain ${domain}.`,
      );
    const foreign = source.account !== target.account;
    if ((foreign || txtDemand() === 'everybody') && !proof.seen(domain, target.domainName))
      throw awsError('IllegalUpdate', 'Invalid or missing alias DNS TXT records');
    if (foreign && isEnabled(source))
      throw awsError('IllegalUpdate', 'Alias move is not allowed since the source distribution is enabled');
    checkAliasCount([...aliasesOf(target.config), domain], target.account, deps.quotas);
  }

  /** Both deploy until the same instant, so that at the edges one takes over from the other. */
  function transfer(domain: string, source: StoredDistribution, target: StoredDistribution): StoredDistribution {
    const stamp = () => ({ etag: deps.newEtag(), lastModified: clock.now().toISOString() });
    const due = deployment.due();
    const config = withAliases(target.config, [...aliasesOf(target.config), domain]);
    const taken = deployment.begin({ ...target, ...stamp(), config }, target, due);
    const left = aliasesOf(source.config).filter((alias) => alias !== domain);
    const given = { config: withAliases(source.config, left), movedAway: [...(source.movedAway ?? []), domain] };
    deployment.begin({ ...source, ...stamp(), ...given }, source, due);
    return taken;
  }

  return {
    txtDemand,
    setTxtDemand: (demand) => settings.put('demand', demand),

    associate({ Domain, TargetResource, IfMatch }, caller) {
      const target = deps.resource(TargetResource, caller);
      checkEtag(target, IfMatch);
      const domain = `${Domain}`;
      if (!isAlias(domain)) throw awsError('InvalidArgument', `The domain ${domain} is not valid.`);
      const source = resources.holder(domain);
      if (source?.id === target.id) return target;
      if (!source) throw awsError('EntityNotFound', 'The entity was not found.');
      checkMove(domain, source, target); // outside of the transaction: what its resolver saw is remembered even if it refuses
      return store.transaction(() => {
        deps.mutated(caller, OPERATION, target);
        deps.mutated(source.account === caller.account ? caller : CLOUDFRONT, OPERATION, source);
        return transfer(domain, source, target);
      });
    },

    obstacle(domain, targetId, account) {
      const target = resources.get(targetId);
      if (target?.account !== account) return 'no target';
      const source = resources.holder(domain);
      if (!source) return 'free';
      if (source.id === targetId) return 'already there';
      if (aliasesOf(target.config).length >= deps.quotas.value(account, ALIASES_PER_DISTRIBUTION)) return 'full';
      if (!covered(domain, target)) return 'not covered';
      return proof.published(domain, target.domainName) ? undefined : 'no TXT';
    },

    handOver(domain, targetId) {
      const [source, target] = [resources.holder(domain), resources.get(targetId)];
      if (!source || !target) throw new Error(`${domain} cannot be handed over to ${targetId}`); // an obstacle, seen before
      store.transaction(() => {
        transfer(domain, source, target);
        for (const changed of [target, source]) deps.mutated(SUPPORT, OPERATION, changed);
      });
    },
  };
}

/** Until the edges have heard of it, what was disabled is not (Knowledge Center: wait for Deployed). */
const isEnabled = ({ config, deployAt, deployed }: StoredDistribution) =>
  Boolean(config.Enabled || (deployAt && deployed?.enabled));
