/**
 * Calls that the API's own description makes up, in any order: nothing ends in a 500, nothing breaks the description, and what was
 * accepted reads back as it was written, over the other face too. Seeded; a failure says how to see it again.
 */
import fc from 'fast-check';
import type { OperationName } from '../../core/api/operations.ts';
import { ENVELOPE_FIELDS } from '../../lambdas/api/envelope.ts';
import { SITE } from '../../local/scenery.ts';
import { breaches } from '../support/open-api.ts';
import { ask, type Told } from '../support/stories/https.ts';
import { calls, isFromPool, type Made } from '../support/stories/open-api-arbitrary.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

/** `seed` or `seed:path`, as a failure prints it. */
const [SEED = '20261121', PATH] = (process.env.FUZZ ?? '').split(/:(.*)/s).filter(Boolean);
const RUNS = 4;
const CALLS = 50;
/** Sessions need a browser; the signature library answers 60 calls a minute only. */
const LEFT_OUT = ['sessions.create', 'sessions.get', 'sessions.delete'];

/** Ids that answers have named, by parameter. */
type Known = Record<string, string[]>;
interface Sent {
  call: Made;
  input: Record<string, unknown>;
  told: Told;
}

it('keeps to its description whatever it is asked, and reads back what it took', async () => {
  const count = { sent: 0, accepted: 0 };
  const property = fc.asyncProperty(fc.array(calls(LEFT_OUT), { minLength: CALLS, maxLength: CALLS }), async (all) => {
    const story = await beginStory();
    const known: Known = { siteId: [SITE.siteId], partnerId: [SITE.partnerId], UID: ['ann'], apiKey: [SITE.apiKey] };
    try {
      for (const call of all) {
        const sent = await send(story, call, known);
        count.sent++;
        if (await holds(story, sent)) count.accepted++;
        learn(sent, known);
        // AWS throttles who asks too often; and two readings of one thing are alike only while nothing is at work.
        await story.hours(5 / 3600);
        await story.settle();
      }
    } finally {
      await story.stop();
    }
  });
  const result = await fc.check(property, {
    seed: Number(SEED),
    numRuns: RUNS,
    endOnFailure: true,
    ...(PATH === undefined ? {} : { path: PATH }),
  });
  if (result.failed) {
    const again = `FUZZ='${result.seed}:${result.counterexamplePath}' npx jest test/stories/api-properties`;
    throw new Error(`${(result.errorInstance as Error).message}\nto see it again: ${again}`);
  }
  expect(count.sent).toBe(RUNS * CALLS);
  expect(count.accepted / count.sent).toBeGreaterThan(0.3);
});

async function send(story: Story, call: Made, known: Known): Promise<Sent> {
  const input = Object.fromEntries(
    Object.entries(call.input).flatMap(([name, value]) => {
      if (!isFromPool(value)) return [[name, value]];
      const pool = known[value.pool] ?? [];
      // No answer has named a further page: none is asked for.
      return name === 'cursor' && pool.length === 0 ? [] : [[name, pool[value.pick % pool.length] ?? 'none']];
    }),
  );
  const path = call.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
  const { inPath, inQuery, method } = call;
  const rest = Object.entries(input).filter(([name]) => !inPath.includes(name));
  const hasBody = method === 'PUT' || method === 'POST';
  const query = new URLSearchParams(
    (hasBody ? [] : rest).map(([name, value]): [string, string] => [name, String(value)]),
  );
  expect(inQuery.length === 0 || !hasBody).toBe(true);
  const body = hasBody ? JSON.stringify(Object.fromEntries(rest)) : undefined;
  const target = `/api${path}${query.size > 0 ? `?${query}` : ''}`;
  const told = await ask(story, { method, path: target, ...(body === undefined ? {} : { body }) });
  const where = `${method} ${target} ${body ?? ''} → ${told.status} ${told.text}`;
  if (told.status >= 500) throw new Error(`the service failed: ${where}`);
  if (call.isBroken && told.status < 300 && 'colour' in input)
    throw new Error(`took a parameter that it does not have: ${where}`);
  const wrong = breaches(
    { httpMethod: method, path: `/api${path}`, body: null },
    { statusCode: told.status, body: told.text },
  );
  if (wrong.length > 0) throw new Error(`${wrong.join('; ')}: ${where}`);
  return { call, input, told };
}

/** Was it accepted, and reads back as it was written? */
async function holds(story: Story, { call, input, told }: Sent): Promise<boolean> {
  if (told.status >= 300) return false;
  const read = READ_BACK[call.operation];
  if (read) await read(story, input, told.body);
  else if (call.method === 'GET') await sameOverRpc(story, call.operation, input, told);
  return true;
}

type ReadBack = (story: Story, input: Record<string, unknown>, answer: Record<string, unknown>) => Promise<void>;

const READ_BACK: Partial<Record<OperationName, ReadBack>> = {
  async 'sites.register'(story, { partnerId: _, ...input }) {
    expect(await story.call('GET', `/sites/${input.siteId}`)).toMatchObject(input);
  },
  async 'certificates.generate'(story, { siteId, prefix }, { requestId }) {
    const read = await story.call('GET', `/sites/${siteId}/certificates/${requestId}`);
    expect(read).toMatchObject({ siteId, prefix, requestId });
  },
  async 'certificates.cancel'(story, { siteId, requestId }) {
    const read = await story.call<{ cancelAskedAt: string | null }>(
      'GET',
      `/sites/${siteId}/certificates/${requestId}`,
    );
    expect(read.cancelAskedAt).not.toBeNull();
  },
  async 'applications.create'(story, input, { secret: _, ...answer }) {
    const permissions = [...new Set((input.permissions as string[]) ?? [])];
    expect(answer).toMatchObject({
      ...input,
      permissions: input.kind === 'signing' ? answer.permissions : permissions,
    });
    expect(await all(story, '/applications', 'applications')).toContainEqual(answer);
  },
  async 'applications.delete'(story, { targetUserKey }) {
    const left = await all<{ userKey: string }>(story, '/applications', 'applications');
    expect(left.map(({ userKey }) => userKey)).not.toContain(targetUserKey);
  },
  async 'members.set'(story, input, answer) {
    expect(answer).toMatchObject(input);
    expect(await all(story, membersOf(input), 'members')).toContainEqual(answer);
  },
  async 'members.remove'(story, input) {
    const left = await all<{ UID: string }>(story, membersOf(input), 'members');
    expect(left.map(({ UID }) => UID)).not.toContain(input.UID);
  },
  /** Every call adds to it, the one that reads it too. */
  'audit.list': async () => undefined,
};

const membersOf = ({ partnerId }: Record<string, unknown>) =>
  `/members${partnerId === undefined ? '' : `?partnerId=${partnerId}`}`;

/** All pages. */
async function all<Entry>(story: Story, path: string, name: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? '' : `${path.includes('?') ? '&' : '?'}cursor=${cursor}`;
    const page: Record<string, unknown> = await story.call('GET', `${path}${next}`);
    entries.push(...(page[name] as Entry[]));
    cursor = page.nextCursor as string | null;
  } while (cursor !== null);
  return entries;
}

async function sameOverRpc(story: Story, operation: OperationName, input: object, { body }: Told): Promise<void> {
  const parameters = Object.entries(input).map(([name, value]): [string, string] => [name, String(value)]);
  const told = await ask(story, {
    method: 'POST',
    path: `/${operation}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters).toString(),
  });
  const answer = Object.fromEntries(
    Object.entries(told.body as object).filter(([name]) => !ENVELOPE_FIELDS.includes(name)),
  );
  expect(answer).toEqual(body);
}

/** The ids that an answer names. */
function learn({ call: { operation }, input, told }: Sent, known: Known): void {
  if (told.status >= 300) return;
  const add = (pool: string, value: unknown) => {
    if (typeof value === 'string') known[pool] = [...new Set([...(known[pool] ?? []), value])];
  };
  const { userKey, requestId, siteId, partnerId, kind } = told.body;
  if (operation === 'applications.create' && kind !== 'signing') add('targetUserKey', userKey);
  if (operation === 'applications.delete')
    known.targetUserKey = known.targetUserKey?.filter((key) => key !== userKey) ?? [];
  if (operation === 'certificates.generate') add('requestId', requestId);
  if (operation === 'sites.register') add('siteId', siteId);
  if (operation === 'members.set') add('UID', input.UID);
  add('partnerId', partnerId);
  if (operation === 'sites.register') add('apiKey', told.body.apiKey);
}
