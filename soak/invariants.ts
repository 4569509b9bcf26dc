/**
 * What must hold, whatever people, AWS and time do (ARCHITECTURE.md, "Invariants"). Each answers in words
 * what breaks it, nothing when it holds. `always` is judged after every event, `settled` when faults are over and all is let end.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../core/condition.ts';
import { isJob, requestOf } from '../core/execution.ts';
import { REASONS } from '../core/reasons.ts';
import { apply, type CertificateRequest, openRequest, type RequestEvent } from '../core/request.ts';
import { retiredSiteOf } from '../core/retirement.ts';
import { isOver, isRunning, isServing } from '../core/status.ts';
import { OUR_ACCOUNT } from '../local/world.ts';
import type { Seen } from './seen.ts';
import { standing } from './standing.ts';

export interface Invariant {
  name: string;
  holds: 'always' | 'settled';
  broken(seen: Seen): string[];
}

/** ACM takes five requests of a certificate a second, and as many more at once. */
export const MOST_REQUESTED_A_SECOND = 10;
export const WRITES_A_SPAN = { seconds: 10, most: 8 };

const REQUEST_TAG = 'certificates:request';
/** Dedup string of a ticket of core/ending-ticket.ts. */
const OF_AN_END = /"ending:/;

/** What it has left behind, where it is over. What has run out stays as it was: its names are the customer's still. */
export function leftBehind(request: CertificateRequest, seen: Seen): string[] {
  const { requests, claims, certificates, distributions, waits } = seen;
  const { requestId, certificateArn, orphanArn } = request;
  if (!isOver(request) || request.status === 'EXPIRED') return [];
  const needed = new Set(requests.filter((one) => !isOver(one)).flatMap((one) => one.certificateArn ?? []));
  const own = certificates.filter(({ arn, tags }) => arn === certificateArn || tags[REQUEST_TAG] === requestId);
  const held = claims.filter((claim) => claim.requestId === requestId).map(({ alias }) => `claims ${alias}`);
  const kept = own.filter(({ arn }) => arn !== orphanArn && !needed.has(arn)).map(({ arn }) => `keeps ${arn}`);
  const attached = distributions
    .filter(({ config }) => {
      const served = config.ViewerCertificate?.ACMCertificateArn;
      // What on-call was told of stays where what served before has ended: its names serve by it.
      return served !== undefined && served === certificateArn && served !== orphanArn && !needed.has(served);
    })
    .map(({ id }) => `serves from ${id}`);
  const parked = waits
    .filter(({ execution }) => requestOf(execution) === requestId)
    .map(({ name }) => `is parked in ${name}`);
  return [...held, ...kept, ...attached, ...parked];
}

const INVARIANTS: readonly Invariant[] = [
  {
    name: 'a claim belongs to the site of the request that it names',
    holds: 'always',
    broken: ({ claims, requests }) =>
      claims.flatMap(({ alias, siteId, requestId }) => {
        const owner = requests.find((request) => request.requestId === requestId);
        return owner?.siteId === siteId ? [] : [`${alias}: claimed for ${siteId} by ${requestId} of ${owner?.siteId}`];
      }),
  },
  {
    name: 'a name on a distribution of ours is claimed by its site',
    holds: 'always',
    broken: ({ claims, distributions }) =>
      distributions.flatMap(({ config, id, tags }) =>
        (config.Aliases?.Items ?? []).flatMap((alias) => {
          const claim = claims.find((one) => one.alias === alias);
          return claim?.siteId === tags.siteId
            ? []
            : [`${alias} is on ${id} of ${tags.siteId}, claimed by ${claim?.siteId ?? 'nobody'}`];
        }),
      ),
  },
  {
    name: 'a site has at most one running request, and its place says which',
    holds: 'always',
    broken: ({ requests, running }) => {
      const bySite = Map.groupBy(requests.filter(isRunning), ({ siteId }) => siteId);
      return [...new Set([...bySite.keys(), ...running.keys()])].flatMap((siteId) => {
        const ids = (bySite.get(siteId) ?? []).map(({ requestId }) => requestId);
        return isDeepStrictEqual(ids, [running.get(siteId)])
          ? []
          : [`${siteId}: ${ids}, its place: ${running.get(siteId)}`];
      });
    },
  },
  {
    name: 'a request has at most one certificate, and a certificate one request',
    holds: 'always',
    broken: ({ certificates, requests, mutations }) => {
      const asked = mutations
        .filter(({ operation }) => operation === 'RequestCertificate')
        .map(({ resource }) => resource);
      const ofRequest = Map.groupBy(certificates, ({ tags }) => tags[REQUEST_TAG]);
      const twice = [...ofRequest].filter(([, own]) => own.length > 1).map(([requestId]) => `${requestId} has several`);
      const holders = requests.filter((request) => request.certificateArn !== null);
      const shared = [...Map.groupBy(holders, ({ certificateArn }) => certificateArn)]
        .filter(([, users]) => users.filter((user) => !isHandedOver(user, users)).length > 1)
        .map(([arn]) => `${arn} is of several requests`);
      const wrong = holders.flatMap((request) => {
        const tag = certificates.find(({ arn }) => arn === request.certificateArn)?.tags[REQUEST_TAG];
        const asker = askerOf(request, holders);
        return tag === undefined || tag === asker ? [] : [`${request.requestId} names the certificate of ${tag}`];
      });
      const more =
        asked.length > requests.length ? [`${asked.length} certificates for ${requests.length} requests`] : [];
      return [...twice, ...shared, ...wrong, ...more];
    },
  },
  {
    name: 'a request is the fold of its events',
    holds: 'always',
    broken: ({ requests, events }) =>
      requests.flatMap((request) => {
        const wrong = unlikeFold(request, events.get(request.requestId) ?? []);
        return wrong === undefined ? [] : [`${request.requestId} is not: ${wrong}`];
      }),
  },
  {
    name: 'an execution that waits has its wait, with its token',
    holds: 'always',
    broken: ({ parked, waits }) =>
      parked.flatMap(({ execution, state, token }) =>
        waits.some((wait) => wait.execution === execution && wait.name === state && wait.taskToken === token)
          ? []
          : [`${execution} waits in ${state}, and nobody will look`],
      ),
  },
  {
    name: 'a wait has a running execution',
    holds: 'settled',
    broken: ({ waits, executions }) =>
      waits.flatMap(({ execution, name }) =>
        executions.some((one) => one.name === execution && one.status === 'RUNNING')
          ? []
          : [`${name} of ${execution} is parked, and its execution does not run`],
      ),
  },
  {
    name: 'a site has at most one open ticket, those aside that a person closes',
    holds: 'always',
    broken: ({ tickets }) => {
      const open = tickets.filter(
        ({ status, tags, operationalData }) =>
          status !== 'Resolved' &&
          tags.siteId !== undefined &&
          !OF_AN_END.test(operationalData['/aws/dedup']?.Value ?? ''),
      );
      return [...Map.groupBy(open, ({ tags }) => tags.siteId)].flatMap(([siteId, own]) =>
        own.length > 1 ? [`${siteId} has ${own.map(({ id }) => id)}`] : [],
      );
    },
  },
  {
    name: 'nothing of anybody else is touched',
    holds: 'always',
    broken: ({ mutations }) =>
      mutations
        .filter(({ account, owner }) => account === OUR_ACCOUNT && owner !== OUR_ACCOUNT)
        .map(({ operation, resource, owner }) => `${operation} of ${resource}, which is ${owner}'s`),
  },
  {
    name: "no site's request changes another site's distribution",
    holds: 'always',
    broken: ({ distributions, sites }) =>
      distributions.flatMap(({ id, tags }) => {
        const owner = sites.find(({ distribution }) => distribution?.id === id);
        return !owner || owner.siteId === tags.siteId
          ? []
          : [`${id} of ${tags.siteId} is recorded for ${owner.siteId}`];
      }),
  },
  {
    name: 'ACM and CloudFront are not asked faster than they take it',
    holds: 'settled',
    broken: ({ mutations }) => {
      const times = (operation: string) =>
        mutations
          .filter((one) => one.operation === operation && one.account === OUR_ACCOUNT)
          .map(({ at }) => Date.parse(at));
      const asked = mostWithin(1, times('RequestCertificate'));
      const written = mostWithin(WRITES_A_SPAN.seconds, times('UpdateDistribution'));
      return [
        ...(asked > MOST_REQUESTED_A_SECOND ? [`${asked} certificates requested in a second`] : []),
        ...(written > WRITES_A_SPAN.most ? [`${written} writes to CloudFront in ${WRITES_A_SPAN.seconds} s`] : []),
      ];
    },
  },
  {
    name: 'all comes to an end',
    holds: 'settled',
    broken: ({ requests, moves, executions }) => [
      ...requests
        .filter(isRunning)
        .map(
          ({ requestId, status, step, failing }) =>
            `${requestId} is ${status} at ${step}${failing ? `, failing: ${failing.error}` : ''}`,
        ),
      ...moves.filter(({ phase }) => phase !== 'ENDED').map(({ moveId, phase }) => `${moveId} is in ${phase}`),
      ...executions.filter(({ status }) => status === 'RUNNING').map(({ name }) => `${name} runs`),
    ],
  },
  {
    name: 'what a technical failure has stopped can be set going, and comes to an end',
    holds: 'settled',
    broken: ({ executions, sites }) =>
      standing(executions, sites).map(({ name, status, error }) => `${name} is ${status} (${error})`),
  },
  {
    name: 'an execution ends as its request does',
    holds: 'settled',
    broken: ({ executions, requests }) =>
      executions.flatMap(({ name, status, error }) => {
        if (isJob(name) || retiredSiteOf(name) !== undefined || status === 'RUNNING') return [];
        // It had stood still for too long: another one did what was left.
        if (executions.some((one) => one.name === `${name}-conclude-1`)) return [];
        const request = requests.find(({ requestId }) => requestId === requestOf(name));
        if (!request) return [`${name} belongs to no request`];
        const succeeded = status === 'SUCCEEDED';
        // Gone on with without some of its names: the execution failed, its end is another request's beginning.
        const isLeft = request.status === 'SUPERSEDED' && request.failure !== null;
        const served = !['FAILED', 'CANCELED'].includes(request.status) && !isLeft;
        if (succeeded !== served) return [`${name} ${status} (${error}), and the request is ${request.status}`];
        return succeeded || error === request.failure?.reason
          ? []
          : [`${name}: ${error}, the request: ${request.failure?.reason}`];
      }),
  },
  {
    name: "the execution of a retirement ends as the site's retirement does",
    holds: 'settled',
    broken: ({ executions, sites }) =>
      sites.flatMap(({ siteId, retirement }) => {
        if (!retirement) return [];
        const { state, execution } = retirement;
        const { status } = executions.find(({ name }) => name === execution) ?? {};
        const expected = state === 'OVERDUE' ? 'FAILED' : 'SUCCEEDED';
        return status === expected ? [] : [`${execution} of ${siteId} is ${status}, the retirement ${state}`];
      }),
  },
  {
    name: 'a request that has ended leaves nothing behind',
    holds: 'settled',
    broken: (seen) =>
      seen.requests.flatMap((request) => {
        const { requestId, status, failure } = request;
        const because = failure ? `${status} (${failure.reason})` : status;
        return leftBehind(request, seen).map((what) => `${requestId}, ${because}, ${what}`);
      }),
  },
  {
    name: 'a site that has been retired has nothing any more',
    holds: 'settled',
    broken: ({ sites, requests, claims, distributions }) =>
      sites
        .filter(({ retirement }) => retirement?.state === 'RETIRED')
        .flatMap(({ siteId }) => [
          ...requests.filter((one) => one.siteId === siteId && !isOver(one)).map(({ requestId }) => requestId),
          ...claims.filter((claim) => claim.siteId === siteId).map(({ alias }) => `the claim of ${alias}`),
          ...distributions.filter(({ tags }) => tags.siteId === siteId).map(({ id }) => id),
        ])
        .map((left) => `${left} is left`),
  },
  {
    name: 'an ended request says why, and one that serves is not failing',
    holds: 'settled',
    broken: ({ requests }) =>
      requests.flatMap(({ requestId, status, failure, failing, deadline }) => {
        const ended = status === 'FAILED' || status === 'CANCELED';
        return [
          ...(ended && failure === null ? [`${requestId} is ${status} without a reason`] : []),
          ...(ended && (failing !== null || deadline !== null)
            ? [`${requestId} is ${status}, and failing or with a deadline`]
            : []),
          ...(!ended && failing !== null ? [`${requestId} is ${status}, and failing: ${failing.error}`] : []),
        ];
      }),
  },
  {
    name: 'what is READY or ACTIVE serves, and is looked after',
    holds: 'settled',
    broken: ({ sites, requests, distributions, cares }) =>
      sites.flatMap(({ siteId, distribution }) => {
        const serving = requests
          .filter((one) => one.siteId === siteId && isServing(one))
          .sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
        if (!serving) return [];
        const { requestId, aliases, certificateArn, conditions } = serving;
        const { config, deployed } = distributions.find(({ id }) => id === distribution?.id) ?? {};
        const off = aliases.filter(
          (alias) => !isExcused(conditions[alias]?.serving) && !deployed?.aliases.includes(alias),
        );
        return [
          ...off.map((alias) => `${alias} of ${requestId} is not on ${distribution?.id}`),
          ...(config?.ViewerCertificate?.ACMCertificateArn === certificateArn
            ? []
            : [`${requestId}: ${distribution?.id} has another certificate`]),
          ...(cares.includes(requestId) ? [] : [`nobody looks after ${requestId}`]),
        ];
      }),
  },
];

/** A name that does not serve, and whose condition says so. */
function isExcused(serving: Finding | undefined): boolean {
  return serving !== undefined && REASONS[serving.reason].status === 'False';
}

/** Another goes on with its certificate. */
function isHandedOver({ requestId }: CertificateRequest, users: readonly CertificateRequest[]): boolean {
  return users.some(({ continues }) => continues === requestId);
}

/** Who asked for the certificate that it has: itself, or whom it goes on for. */
function askerOf(
  { requestId, continues, certificateArn }: CertificateRequest,
  all: readonly CertificateRequest[],
): string {
  const before = all.find((one) => one.requestId === continues && one.certificateArn === certificateArn);
  return before ? askerOf(before, all) : requestId;
}

/** The fields in which it differs from the fold of its events. Of the same request and events it is not folded again. */
function unlikeFold(request: CertificateRequest, events: readonly RequestEvent[]): string | undefined {
  const known = folds.get(request);
  if (known?.events.length === events.length && events.every((event, index) => event === known.events[index]))
    return known.wrong;
  const folded = events.reduce(apply, openRequest(request));
  const asStored = (value: CertificateRequest) => JSON.parse(JSON.stringify(value)) as unknown;
  const wrong = isDeepStrictEqual(asStored(folded), asStored(request)) ? undefined : differing(folded, request);
  folds.set(request, { events, wrong });
  return wrong;
}

const folds = new WeakMap<CertificateRequest, { events: readonly RequestEvent[]; wrong: string | undefined }>();

function differing(a: CertificateRequest, b: CertificateRequest): string {
  const fields = Object.keys(b) as (keyof CertificateRequest)[];
  return fields.filter((field) => !isDeepStrictEqual(a[field], b[field])).join(', ');
}

/** The most of them within any span of so many seconds. */
export function mostWithin(seconds: number, times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + seconds * 1000).length));
}

export function breaches(seen: Seen, when: Invariant['holds']): string[] {
  return INVARIANTS.filter(({ holds }) => holds === 'always' || holds === when).flatMap(({ name, broken }) =>
    broken(seen).map((words) => `${name}: ${words}`),
  );
}
