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
import { ALIASES_PER_DISTRIBUTION, DISTRIBUTIONS } from '../servicequotas/quotas.ts';
import { createRates, type Rates } from '../servicequotas/rates.ts';
import { certificateCovers, checkCertificate, checkFree, conflicts, held } from './aliases.ts';
import { readNew, readReplacement } from './config.ts';
import { createDeployment } from './deployment.ts';
import { aliasesOf, describe, type StoredDistribution, summarise } from './distributions.ts';
import { createRoutes, type Routes } from './routes.ts';

export interface CloudFrontDeps {
  certificates: Certificates;
  dns: Pick<Dns, 'resolve'>;
  /** Must hold the zone cloudfront.net. */
  zones: Pick<Zones, 'put' | 'remove'>;
  quotas: { value(account: string, code: string): number };
  /** Where the edge listens: what every dXXXX.cloudfront.net resolves to. */
  edgeAddress: string;
}

export interface CloudFront {
  service: Service;
  routes: Routes;
  rates: Rates;
}

const ZONE = 'cloudfront.net';
/** Seconds; as dXXXX.cloudfront.net answers in the real DNS. */
const ADDRESS_TTL = 60;
/**
 * Writes share one bucket per account. AWS publishes no figure: `Rate exceeded` was seen after some four updates in a row,
 * gone two to four seconds later (certd#796).
 */
const WRITES = { perSecond: 0.5, burst: 3 };
const ETAG = /^E[A-Z0-9]{13}$/;
const MOST_LISTED = 100;

export function createCloudFront(world: World, deps: CloudFrontDeps): CloudFront {
  const { clock, store, random } = world;
  const distributions = store.collection<StoredDistribution>('cloudfront.distributions');
  const deployment = createDeployment(world, deps.certificates);
  const rates = createRates(world, 'cloudfront', { writes: WRITES });
  const newId = () => `E${random.id(13)}`;

  function find(id: string | undefined, caller: Caller): StoredDistribution {
    const found = distributions.get(id ?? '');
    if (found?.account !== caller.account)
      throw awsError('NoSuchDistribution', 'The specified distribution does not exist.');
    return found;
  }

  function findByArn(arn: string | undefined, caller: Caller): StoredDistribution {
    const found = distributions.get(arn?.split('/')[1] ?? '');
    if (found?.arn !== arn || found?.account !== caller.account)
      throw awsError('NoSuchResource', 'The specified resource does not exist.');
    return found;
  }

  function checkRate(caller: Caller): void {
    if (!rates.take(caller.account, 'writes')) throw awsError('Throttling', 'Rate exceeded');
  }

  function mutated(caller: Caller, operation: string, { arn, account }: StoredDistribution): void {
    world.record(caller, { service: 'cloudfront', operation, resource: arn, owner: account });
  }

  /** What is looked at beyond the configuration itself, in CloudFront's order. */
  function checkAgainstWorld(own: StoredDistribution, before: string[]): void {
    const aliases = aliasesOf(own.config);
    if (aliases.length > deps.quotas.value(own.account, ALIASES_PER_DISTRIBUTION))
      throw awsError(
        'TooManyDistributionCNAMEs',
        'Your request contains more CNAMEs than are allowed per distribution.',
      );
    checkCertificate(own.config, own.account, deps.certificates);
    const added = aliases.filter((alias) => !before.includes(alias));
    checkFree(added, own, distributions.values(), deps.dns);
  }

  function create(
    input: sdk.DistributionConfig,
    tags: sdk.Tag[],
    operation: string,
    caller: Caller,
  ): StoredDistribution {
    const config = readNew(input);
    const own = [...distributions.values()].filter((one) => one.account === caller.account);
    // Refused whatever else the configuration says (API_DistributionConfig.html, CallerReference).
    const same = own.find((one) => one.config.CallerReference === config.CallerReference);
    if (same)
      throw awsError(
        'DistributionAlreadyExists',
        `The caller reference that you are using to create a distribution is associated with another distribution. Already exists: ${same.id}`,
      );
    if (own.length >= deps.quotas.value(caller.account, DISTRIBUTIONS))
      throw awsError(
        'TooManyDistributions',
        'Processing your request would cause you to exceed the maximum number of distributions allowed.',
      );
    const id = newId();
    const made: StoredDistribution = {
      id,
      arn: `arn:aws:cloudfront::${caller.account}:distribution/${id}`,
      account: caller.account,
      domainName: `d${random.id(13).toLowerCase()}.${ZONE}`,
      etag: newId(),
      config,
      tags: withTags({}, tags),
      lastModified: clock.now().toISOString(),
    };
    checkAgainstWorld(made, []);
    deps.zones.put(ZONE, { name: made.domainName, type: 'A', ttl: ADDRESS_TTL, values: [deps.edgeAddress] });
    mutated(caller, operation, made);
    return deployment.begin(made);
  }

  /** The distribution, if `ifMatch` is its present ETag. */
  function matching(id: string | undefined, ifMatch: string | undefined, caller: Caller): StoredDistribution {
    const found = find(id, caller);
    if (!ifMatch || !ETAG.test(ifMatch))
      throw awsError('InvalidIfMatchVersion', 'The If-Match version is missing or not valid for the resource.');
    if (ifMatch !== found.etag)
      throw awsError(
        'PreconditionFailed',
        "The request failed because it didn't meet the preconditions in one or more request-header fields.",
      );
    return found;
  }

  function update(input: sdk.UpdateDistributionCommandInput, caller: Caller): StoredDistribution {
    const found = matching(input.Id, input.IfMatch, caller);
    if (!input.DistributionConfig) throw awsError('MissingBody', 'This operation requires a body.');
    const config = readReplacement(input.DistributionConfig, found.config);
    const next = { ...found, config, etag: newId(), lastModified: clock.now().toISOString() };
    checkAgainstWorld(next, held(found));
    mutated(caller, 'UpdateDistribution', found);
    return deployment.begin(next, found);
  }

  function remove(input: sdk.DeleteDistributionCommandInput, caller: Caller): void {
    const found = matching(input.Id, input.IfMatch, caller);
    if (found.config.Enabled || found.deployAt)
      throw awsError('DistributionNotDisabled', 'The distribution you are trying to delete has not been disabled.');
    distributions.delete(found.id);
    deps.zones.remove(ZONE, found.domainName, 'A');
    if (found.deployed?.certificateArn) deps.certificates.detach(found.deployed.certificateArn, found.arn);
    mutated(caller, 'DeleteDistribution', found);
  }

  function list(input: sdk.ListDistributionsCommandInput, caller: Caller): sdk.DistributionList {
    const own = [...distributions.values()].filter((one) => one.account === caller.account);
    const { items, next } = pageOf(own, (one) => one.id, input);
    return {
      Marker: input.Marker ?? '',
      MaxItems: input.MaxItems ?? MOST_LISTED,
      IsTruncated: next !== undefined,
      Quantity: items.length,
      ...(next && { NextMarker: next }),
      ...(items.length > 0 && { Items: items.map(summarise) }),
    };
  }

  function listConflicts(input: sdk.ListDomainConflictsCommandInput, caller: Caller): sdk.ListDomainConflictsResult {
    const proof = distributions.get(input.DomainControlValidationResource?.DistributionId ?? '');
    if (proof?.account !== caller.account) throw awsError('EntityNotFound', 'The entity was not found.');
    const domain = (input.Domain ?? '').toLowerCase();
    const certificate = deps.certificates.find(proof.config.ViewerCertificate?.ACMCertificateArn ?? '');
    if (!certificateCovers(certificate?.names.map((one) => one.name) ?? [], domain))
      throw awsError(
        'InvalidArgument',
        'To list conflicts for a domain, you must attach a trusted certificate that covers the domain to the resource.',
      );
    const found = conflicts(domain, distributions.values());
    const { items, next } = pageOf(found, (one) => `${one.ResourceId} ${one.Domain}`, input);
    return { DomainConflicts: items, ...(next && { NextMarker: next }) };
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
    ListDistributions: (input, caller) => ({ DistributionList: list(input, caller) }),
    TagResource(input, caller) {
      const found = findByArn(input.Resource, caller);
      distributions.put(found.id, { ...found, tags: withTags(found.tags, input.Tags?.Items ?? []) });
      mutated(caller, 'TagResource', found);
      return {};
    },
    ListTagsForResource(input, caller) {
      const { tags } = findByArn(input.Resource, caller);
      return { Tags: { Items: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
    },
    ListDomainConflicts: listConflicts,
  };

  return {
    service: service({
      name: 'cloudfront',
      module: sdk,
      client: new sdk.CloudFrontClient({ region: REGION }),
      handlers,
    }),
    routes: createRoutes(distributions, deps.certificates),
    rates,
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

/** The page after `Marker`, which names the last item of the page before. */
function pageOf<T>(
  all: T[],
  key: (one: T) => string,
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { items: T[]; next?: string } {
  const start = Marker ? all.findIndex((one) => key(one) === Marker) + 1 : 0;
  const items = all.slice(start, start + (MaxItems ?? MOST_LISTED));
  const last = items.at(-1);
  return last && start + items.length < all.length ? { items, next: key(last) } : { items };
}
