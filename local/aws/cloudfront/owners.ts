/**
 * What others do with their distributions and tenants, without calls of their own: the world has them, and its people change
 * them. The rules are CloudFront's: an alias has one holder, and what is changed is deployed some minutes later.
 */
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import type { World } from '../../world.ts';
import { awsError } from '../service.ts';
import type { Deployment } from './deployment.ts';
import { aliasesOf, type StoredDistribution, toDeployed } from './distributions.ts';
import type { Identities } from './identities.ts';
import type { Resources } from './resources.ts';

export interface Owners {
  /** A resource that has been there for long: deployed, and noted as nobody's mutation. Throws CNAMEAlreadyExists. */
  place(account: string, config: DistributionConfig, kind?: 'distribution' | 'tenant'): StoredDistribution;
  /** The owner's change. Throws NoSuchDistribution. */
  change(id: string, change: Partial<DistributionConfig>): StoredDistribution;
  get(id: string): StoredDistribution | undefined;
  values(): IterableIterator<StoredDistribution>;
  holder(alias: string): StoredDistribution | undefined;
}

export interface OwnersDeps {
  resources: Resources;
  deployment: Deployment;
  identities: Identities;
  mutated(caller: { account: string; principal: string }, operation: string, resource: StoredDistribution): void;
}

export function createOwners(world: World, { resources, deployment, identities, mutated }: OwnersDeps): Owners {
  const { clock, store } = world;
  const asOwner = ({ account }: StoredDistribution) => ({ account, principal: account });
  const now = () => clock.now().toISOString();

  return {
    get: (id) => resources.get(id),
    values: () => resources.values(),
    holder: (alias) => resources.holder(alias),

    place: (account, config, kind = 'distribution') =>
      store.transaction(() => {
        const taken = aliasesOf(config).find((alias) => resources.holder(alias));
        if (taken) throw awsError('CNAMEAlreadyExists', `${taken} is already associated with a different resource.`);
        const made = {
          ...identities.give(account, kind),
          config,
          tags: {},
          lastModified: now(),
          deployed: toDeployed(config),
        };
        resources.put(made);
        return made;
      }),

    change: (id, change) =>
      store.transaction(() => {
        const found = resources.get(id);
        if (!found) throw awsError('NoSuchDistribution', 'The specified distribution does not exist.');
        const config = { ...found.config, ...change };
        mutated(asOwner(found), found.tenant ? 'UpdateDistributionTenant' : 'UpdateDistribution', found);
        return deployment.begin({ ...found, config, etag: identities.etag(), lastModified: now() }, found);
      }),
  };
}
