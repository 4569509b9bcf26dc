/**
 * CloudFront's control plane: standard distributions of all accounts of the world, written whole under an ETag, and deployed
 * to the edges some minutes later.
 */
import * as sdk from '@aws-sdk/client-cloudfront';
import type { Dns } from '../../dns/dns.ts';
import type { Zones } from '../../dns/zones.ts';
import { REGION, type World } from '../../world.ts';
import type { Certificates } from '../acm/service.ts';
import { awsError, type Caller, type Handlers, type Service, service } from '../service.ts';
import { DISTRIBUTIONS } from '../servicequotas/quotas.ts';
import { createRates, type Rates } from '../servicequotas/rates.ts';
import { certificateCovers, checkAliasCount, checkCertificate, checkFree, conflicts } from './aliases.ts';
import { readNew, readReplacement } from './config.ts';
import { createDeployment } from './deployment.ts';
import { aliasesOf, checkEtag, describe, held, type StoredDistribution } from './distributions.ts';
import { createIdentities } from './identities.ts';
import { conflictList, distributionList } from './listings.ts';
import { createMoves, type Moves } from './moves.ts';
import { createOwners, type Owners } from './owners.ts';
import { createProof } from './proof.ts';
import { createResources } from './resources.ts';
import { createRoutes, type Routes } from './routes.ts';

export interface CloudFrontDeps {
  certificates: Certificates;
  dns: Pick<Dns, 'resolve'>;
  /** Must hold the zone cloudfront.net. */
  zones: Zones;
  quotas: { value(account: string, code: string): number };
  /** Where the edge listens: what every dXXXX.cloudfront.net resolves to. */
  edgeAddress: string;
}

export interface CloudFront {
  service: Service;
  routes: Routes;
  rates: Rates;
  /** Hands names over for AWS Support, and says who has to publish TXT records. */
  moves: Omit<Moves, 'associate'>;
  /** Acts for other people who own distributions and tenants. */
  owners: Owners;
}

/**
 * Writes share one bucket per account. AWS publishes no figure: `Rate exceeded` was seen after some four updates in a row,
 * gone two to four seconds later (certd#796).
 */
const WRITES = { perSecond: 0.5, burst: 3 };

export function createCloudFront(world: World, deps: CloudFrontDeps): CloudFront {
  const { clock, store } = world;
  const { certificates, quotas } = deps;
  const resources = createResources(store);
  const deployment = createDeployment(world, resources, certificates);
  const identities = createIdentities(world, deps.zones, deps.edgeAddress);
  const rates = createRates(world, 'cloudfront', { writes: WRITES });
  const proof = createProof(world, deps.zones);
  const newEtag = identities.etag;
  const moves = createMoves(world, { resources, deployment, certificates, proof, quotas, newEtag, resource, mutated });
  const owners = createOwners(world, { resources, deployment, identities, mutated });

  function find(id: string | undefined, caller: Caller): StoredDistribution {
    const found = resources.get(id ?? '');
    if (found?.account !== caller.account || found.tenant)
      throw awsError('NoSuchDistribution', 'The specified distribution does not exist.');
    return found;
  }

  function findByArn(arn: string | undefined, caller: Caller): StoredDistribution {
    const found = resources.get(arn?.split('/')[1] ?? '');
    if (found?.arn !== arn || found?.account !== caller.account)
      throw awsError('NoSuchResource', 'The specified resource does not exist.');
    return found;
  }

  /** A distribution or a tenant, by the one id that is given. */
  function resource(id: sdk.DistributionResourceId | undefined, caller: Caller): StoredDistribution {
    const { DistributionId, DistributionTenantId } = id ?? {};
    if ((DistributionId === undefined) === (DistributionTenantId === undefined))
      throw awsError('InvalidArgument', 'Specify either DistributionId or DistributionTenantId, but not both.');
    const found = resources.get(DistributionId ?? DistributionTenantId ?? '');
    if (found?.account !== caller.account || Boolean(found.tenant) !== Boolean(DistributionTenantId))
      throw awsError('EntityNotFound', 'The entity was not found.');
    return found;
  }

  function checkRate(caller: Caller): void {
    if (!rates.take(caller.account, 'writes')) throw awsError('Throttling', 'Rate exceeded');
  }

  function mutated(
    caller: Pick<Caller, 'account' | 'principal'>,
    operation: string,
    { arn, account, tags }: StoredDistribution,
  ): void {
    const site = tags.siteId;
    world.record(caller, { service: 'cloudfront', operation, resource: arn, owner: account, ...(site && { site }) });
  }

  /** What is looked at beyond the configuration itself, in CloudFront's order. */
  function checkAgainstWorld(own: StoredDistribution, before: string[]): void {
    const aliases = aliasesOf(own.config);
    checkAliasCount(aliases, own.account, quotas);
    checkCertificate(own.config, own.account, certificates);
    const added = aliases.filter((alias) => !before.includes(alias));
    checkFree(added, own, resources, deps.dns);
  }

  function create(
    input: sdk.DistributionConfig,
    tags: sdk.Tag[],
    operation: string,
    caller: Caller,
  ): StoredDistribution {
    const config = readNew(input);
    // Refused whatever else the configuration says (API_DistributionConfig.html, CallerReference).
    const same = resources.madeWith(caller.account, config.CallerReference);
    if (same)
      throw awsError(
        'DistributionAlreadyExists',
        `The caller reference that you are using to create a distribution is associated with another distribution. Already exists: ${same.id}`,
      );
    const most = quotas.value(caller.account, DISTRIBUTIONS);
    if (resources.size >= most && resources.distributionsOf(caller.account).length >= most)
      throw awsError(
        'TooManyDistributions',
        'Processing your request would cause you to exceed the maximum number of distributions allowed.',
      );
    const made: StoredDistribution = {
      ...identities.give(caller.account, 'distribution'),
      config,
      tags: withTags({}, tags),
      lastModified: clock.now().toISOString(),
    };
    checkAgainstWorld(made, []);
    mutated(caller, operation, made);
    return deployment.begin(made);
  }

  /** The distribution, if `ifMatch` is its present ETag. */
  function matching(id: string | undefined, ifMatch: string | undefined, caller: Caller): StoredDistribution {
    const found = find(id, caller);
    checkEtag(found, ifMatch);
    return found;
  }

  function update(input: sdk.UpdateDistributionCommandInput, caller: Caller): StoredDistribution {
    const found = matching(input.Id, input.IfMatch, caller);
    if (!input.DistributionConfig) throw awsError('MissingBody', 'This operation requires a body.');
    const config = readReplacement(input.DistributionConfig, found.config);
    const next = { ...found, config, etag: newEtag(), lastModified: clock.now().toISOString() };
    checkAgainstWorld(next, held(found));
    mutated(caller, 'UpdateDistribution', found);
    return deployment.begin(next, found);
  }

  function remove(input: sdk.DeleteDistributionCommandInput, caller: Caller): void {
    const found = matching(input.Id, input.IfMatch, caller);
    if (found.config.Enabled || found.deployAt)
      throw awsError('DistributionNotDisabled', 'The distribution you are trying to delete has not been disabled.');
    resources.delete(found.id);
    identities.withdraw(found.domainName);
    if (found.deployed?.certificateArn) certificates.detach(found.deployed.certificateArn, found.arn);
    mutated(caller, 'DeleteDistribution', found);
  }

  function listConflicts(input: sdk.ListDomainConflictsCommandInput, caller: Caller): sdk.ListDomainConflictsResult {
    const own = resource(input.DomainControlValidationResource, caller);
    const domain = (input.Domain ?? '').toLowerCase();
    const certificate = certificates.find(own.config.ViewerCertificate?.ACMCertificateArn ?? '');
    if (!certificateCovers(certificate?.names.map((one) => one.name) ?? [], domain))
      throw awsError(
        'InvalidArgument',
        'To list conflicts for a domain, you must attach a trusted certificate that covers the domain to the resource.',
      );
    return conflictList(conflicts(domain, resources), input);
  }

  const written = (stored: StoredDistribution) => ({ Distribution: describe(stored), ETag: stored.etag });
  const created = (stored: StoredDistribution) => ({
    ...written(stored),
    Location: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${stored.id}`,
  });

  const handlers: Handlers<typeof sdk> = {
    CreateDistribution(input, caller) {
      checkRate(caller);
      const config = required(input.DistributionConfig);
      return created(store.transaction(() => create(config, [], 'CreateDistribution', caller)));
    },
    CreateDistributionWithTags(input, caller) {
      checkRate(caller);
      const { DistributionConfig, Tags } = required(input.DistributionConfigWithTags);
      const config = required(DistributionConfig);
      return created(store.transaction(() => create(config, Tags?.Items ?? [], 'CreateDistributionWithTags', caller)));
    },
    GetDistribution: (input, caller) => written(find(input.Id, caller)),
    GetDistributionConfig(input, caller) {
      const { config, etag } = find(input.Id, caller);
      return { DistributionConfig: config, ETag: etag };
    },
    UpdateDistribution(input, caller) {
      checkRate(caller);
      return written(store.transaction(() => update(input, caller)));
    },
    DeleteDistribution(input, caller) {
      checkRate(caller);
      store.transaction(() => remove(input, caller));
      return {};
    },
    ListDistributions: (input, caller) => ({
      DistributionList: distributionList(resources.distributionsOf(caller.account), input),
    }),
    TagResource(input, caller) {
      const found = findByArn(input.Resource, caller);
      resources.put({ ...found, tags: withTags(found.tags, input.Tags?.Items ?? []) });
      mutated(caller, 'TagResource', found);
      return {};
    },
    ListTagsForResource(input, caller) {
      const { tags } = findByArn(input.Resource, caller);
      return { Tags: { Items: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
    },
    ListDomainConflicts: listConflicts,
    UpdateDomainAssociation(input, caller) {
      checkRate(caller);
      const { id, etag } = moves.associate(input, caller);
      return { Domain: input.Domain, ResourceId: id, ETag: etag };
    },
  };

  return {
    service: service({
      name: 'cloudfront',
      module: sdk,
      client: new sdk.CloudFrontClient({ region: REGION }),
      handlers,
    }),
    routes: createRoutes(resources, certificates),
    rates,
    moves,
    owners,
  };
}

function required<T>(member: T | undefined): T {
  if (member === undefined) throw awsError('MissingBody', 'This operation requires a body.');
  return member;
}

function withTags(existing: Record<string, string>, tags: sdk.Tag[]): Record<string, string> {
  const all = { ...existing };
  for (const { Key = '', Value = '' } of tags) {
    if (Key === '' || Key.startsWith('aws:')) throw awsError('InvalidTagging', 'The tagging specified is not valid.');
    all[Key] = Value;
  }
  return all;
}
