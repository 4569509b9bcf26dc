/**
 * The whole world as it is at one moment: what our table says, and what AWS has, read beside every lambda of ours. Invariants are
 * judged on this and nothing else, and people see by it what they have to do. It is looked at after everything that happens: what has
 * not changed since is not read again, and where nothing has, the same is seen.
 */
import type { AliasConditions } from '../core/condition.ts';
import type { OwnershipMove } from '../core/move.ts';
import type { CertificateRequest, RequestEvent } from '../core/request.ts';
import type { Site } from '../core/site.ts';
import type { ValidationRecord } from '../core/validation-record.ts';
import { unpack } from '../lambdas/records/packing.ts';
import type { Evidence } from '../lambdas/records/requests.ts';
import type { Wait } from '../lambdas/records/waits.ts';
import type { Certificate } from '../local/aws/acm/certificates.ts';
import type { StoredDistribution } from '../local/aws/cloudfront/distributions.ts';
import type { StoredOpsItem } from '../local/aws/ssm/ops-items.ts';
import type { Execution, Frame } from '../local/aws/states/journal.ts';
import type { Product } from '../local/product.ts';
import { type Mutation, OUR_ACCOUNT, REGION, type World } from '../local/world.ts';

export interface Seen {
  sites: Site[];
  requests: CertificateRequest[];
  /** Of all requests, by id, in their order. */
  events: Map<string, RequestEvent[]>;
  claims: { alias: string; siteId: string; requestId: string }[];
  /** The request that holds the place of a site's running one, by site. */
  running: Map<string, string>;
  waits: Wait[];
  moves: OwnershipMove[];
  /** Requests that are looked after, and glanced at every hour. */
  cares: string[];
  /** The CNAMEs that ACM has named to us, by which names are validated. */
  validationRecords: { requestId: string; record: ValidationRecord }[];
  executions: Execution[];
  /** Executions that wait for a token, each with the state it stands in. */
  parked: { execution: string; state: string; token: string }[];
  certificates: Certificate[];
  distributions: StoredDistribution[];
  tickets: StoredOpsItem[];
  mutations: Mutation[];
}

type Item = { pk: string; sk: string } & Record<string, unknown>;

/** How a person of that account, or of ours under that name, reaches this world's AWS. */
export function reaching({ ports }: Pick<Product, 'ports'>, accessKeyId: string) {
  const endpoint = `http://127.0.0.1:${ports.aws}`;
  return { region: REGION, endpoint, credentials: { accessKeyId, secretAccessKey: 'simulated' } };
}

export function look(product: Product): Seen {
  const sight = sights.get(product.world) ?? watched(product);
  sight.seen ??= read(product);
  return sight.seen;
}

/** What was seen of a world; nothing once something has been written since. */
const sights = new WeakMap<World, { seen: Seen | undefined }>();

function watched({ table, world }: Product) {
  const sight: { seen: Seen | undefined } = { seen: undefined };
  const forget = () => {
    sight.seen = undefined;
  };
  table.onWritten(forget);
  world.store.onWritten((collection) => {
    if (collection !== 'clock') forget(); // time alone changes nothing here
  });
  sights.set(world, sight);
  return sight;
}

function read(product: Product): Seen {
  const items = itemsOf(product);
  const ofKind = (sk: string) => items.filter((item) => item.sk === sk);
  const { store, mutations } = product.world;
  const all = <T>(name: string) => [...store.collection<T>(name).values()];
  const frames = all<Frame>('states.frames').flatMap(({ execution, state, phase }) =>
    phase.at === 'calling' && phase.submitted && phase.token ? [{ execution, state, token: phase.token }] : [],
  );
  return {
    sites: ofKind('SITE').map(({ site }) => site as Site),
    requests: ofKind('REQUEST').map(toRequest),
    events: Map.groupBy(items.filter(({ sk }) => sk.startsWith('EVENT#')).map(toEvent), ({ requestId }) => requestId),
    claims: ofKind('CLAIM').map((item) => ({
      alias: String(item.alias),
      siteId: String(item.siteId),
      requestId: String(item.requestId),
    })),
    running: new Map(
      ofKind('RUNNING#provision').map(({ pk, requestId }) => [pk.slice('SITE#'.length), `${requestId}`]),
    ),
    waits: items.filter(({ sk }) => sk.startsWith('WAIT#')) as unknown as Wait[],
    moves: ofKind('MOVE').flatMap(({ move }) => (move ? [move as OwnershipMove] : [])),
    cares: ofKind('CARE')
      .filter(({ duePk, sitePk }) => duePk === 'CARE' && String(sitePk).startsWith('GLANCE#'))
      .map(({ requestId }) => String(requestId)),
    validationRecords: items
      .filter(({ sk }) => sk.startsWith('EVIDENCE#record#'))
      .map(({ pk, evidence }) => ({
        requestId: pk.slice('REQUEST#'.length),
        record: (evidence as Evidence).seen as ValidationRecord,
      })),
    executions: all<Execution>('states.executions'),
    parked: frames.map(({ execution, ...rest }) => ({
      execution: execution.slice(execution.lastIndexOf(':') + 1),
      ...rest,
    })),
    certificates: all<Certificate>('acm.certificates').filter(({ account }) => account === OUR_ACCOUNT),
    distributions: all<StoredDistribution>('cloudfront.distributions').filter(({ account }) => account === OUR_ACCOUNT),
    tickets: all<StoredOpsItem>('ssm.opsItems'),
    mutations,
  };
}

const toRequest = remembered(
  ({ request, conditions }: Item): CertificateRequest => ({
    ...(request as CertificateRequest),
    conditions: unpack<Record<string, AliasConditions>>(conditions),
  }),
);

const toEvent = remembered(
  ({ event, conditions }: Item): RequestEvent => ({
    ...(event as RequestEvent),
    ...(conditions ? { conditions: unpack(conditions) } : {}),
  }),
);

const toItem = remembered((stored: object) => plain({ M: stored }) as Item);

/** Makes once of an object what is made of it. */
function remembered<From extends object, Made extends object>(make: (from: From) => Made): (from: From) => Made {
  const known = new WeakMap<From, Made>();
  return (from) => {
    const made = known.get(from) ?? make(from);
    known.set(from, made);
    return made;
  };
}

function itemsOf({ table }: Product): Item[] {
  return table
    .items()
    .map(toItem)
    .sort((a, b) => compare(a.pk, b.pk) || compare(a.sk, b.sk));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** What stands on DynamoDB's wire, as one value. Sets are not in use. */
function plain(value: object): unknown {
  const [[type, held] = ['', undefined]] = Object.entries(value);
  switch (type) {
    case 'NULL':
      return null;
    case 'N':
      return Number(held);
    case 'B':
      return Buffer.from(String(held), 'base64');
    case 'L':
      return (held as object[]).map(plain);
    case 'M':
      return Object.fromEntries(Object.entries(held as object).map(([name, member]) => [name, plain(member)]));
    case 'S':
    case 'BOOL':
      return held;
    default:
      throw new Error(`an attribute of type ${type} is not read here`);
  }
}
