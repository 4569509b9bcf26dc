import { X509Certificate } from 'node:crypto';
import { createCares } from '../../../../lambdas/records/cares.ts';
import { glance } from '../../../../lambdas/watch/glance.ts';
import { createAuthority } from '../../../support/unit/certificates.ts';
import { ALIASES, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const LATER = '2026-11-22T10:00:00.000Z';
/** The request's own minute. */
const ITS_MINUTE = new Date(`2026-11-21T10:${minuteOf(REQUEST_ID)}:00Z`);
const OTHER_MINUTE = new Date(ITS_MINUTE.getTime() + 60_000);
let proven: string;
let another: string;

beforeAll(async () => {
  const root = await createAuthority('Test Root');
  ({ cert: proven } = await root.issue({ names: [...ALIASES] }));
  ({ cert: another } = await root.issue({ names: [...ALIASES] }));
});
beforeEach(async () => {
  const fingerprint = new X509Certificate(proven).fingerprint256;
  const conditions = ALIASES.map((alias) => ({
    alias,
    name: 'serving' as const,
    finding: { reason: 'Serves' as const, facts: { alias, fingerprint, notAfter: LATER } },
  }));
  await scene.givenRequest({ status: 'ACTIVE', conditions });
  await createCares(scene.table).plan(REQUEST_ID, new Date(LATER));
});

function minuteOf(requestId: string): string {
  let sum = 0;
  for (const letter of requestId) sum = (sum * 31 + letter.charCodeAt(0)) % 65_521;
  return String(sum % 60).padStart(2, '0');
}

/** The edges show this for the second name. Answers who was shaken hands with, and when care is due then. */
async function look(now: Date, chain: string[]) {
  const shaken: string[] = [];
  const handshake = async (name: string) => {
    shaken.push(name);
    return { chain: name === ALIASES[1] ? chain : [proven] };
  };
  const cares = createCares(scene.table);
  await glance({ cares, requests: scene.requests, edge: () => ({ handshake }) }, now);
  return { shaken, dueAt: (await cares.of(REQUEST_ID))?.dueAt };
}

it('writes nothing where every name shows what was proven', async () => {
  expect(await look(ITS_MINUTE, [proven])).toEqual({ shaken: ALIASES, dueAt: LATER });
  expect(await scene.recorded()).toEqual([]);
});

it('looks in the minute of the request only', async () => {
  expect(await look(OTHER_MINUTE, [])).toEqual({ shaken: [], dueAt: LATER });
});

it.each([
  ['no certificate', () => []],
  ['another certificate', () => [another]],
])('has everything looked at at once where a name shows %s', async (_, chain) => {
  expect(await look(ITS_MINUTE, chain())).toEqual({ shaken: ALIASES, dueAt: ITS_MINUTE.toISOString() });
  expect(await scene.recorded()).toEqual([]);
});
