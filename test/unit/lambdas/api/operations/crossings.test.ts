/** A prefix is saved, cleared, and its site retired, at one moment: whatever each is answered, what is stored fits together. */
import { parseDataCenters } from '../../../../../core/data-center.ts';
import { ServiceError } from '../../../../../core/errors.ts';
import type { Call, Tools } from '../../../../../lambdas/api/operation.ts';
import { clearPrefix } from '../../../../../lambdas/api/operations/clear-prefix.ts';
import { retireSite } from '../../../../../lambdas/api/operations/retire-site.ts';
import { setPrefix } from '../../../../../lambdas/api/operations/set-prefix.ts';
import { createActivations } from '../../../../../lambdas/records/activations.ts';
import { createErrands } from '../../../../../lambdas/records/errands.ts';
import { createRequests } from '../../../../../lambdas/records/requests.ts';
import { createSites } from '../../../../../lambdas/records/sites.ts';
import { cutInAtEach, interleaved } from '../../../../support/unit/held-back.ts';
import { NOW, useScene } from '../../../../support/unit/step.ts';

const scene = useScene();
const CALL = { now: new Date(NOW), caller: 'ann' } as Call;
const PREFIXES = ['login', 'shop'];

const ACTS = {
  'saves login': (tools: Tools, siteId: string) => setPrefix(tools)({ siteId, prefix: 'login' }, CALL),
  'saves shop': (tools: Tools, siteId: string) => setPrefix(tools)({ siteId, prefix: 'shop' }, CALL),
  clears: (tools: Tools, siteId: string) => clearPrefix(tools)({ siteId }, CALL),
  retires: (tools: Tools, siteId: string) => retireSite(tools)({ siteId }, CALL),
};
type Act = keyof typeof ACTS;

let run: number;
beforeEach(() => {
  run = 0;
});

/** A site of its own; of each prefix it has a request that serves, though CloudFront lets only one do so for longer than a swap. */
async function given(before: string | undefined): Promise<string> {
  const siteId = `site-${run++}`;
  await scene.givenSite({ siteId });
  for (const prefix of PREFIXES) {
    const aliases = ['com', 'org'].map((end) => `${prefix}.example.${end}`);
    await scene.givenRequest({ siteId, requestId: `${prefix}-${siteId}`, prefix, aliases, status: 'READY' });
  }
  if (before !== undefined) await setPrefix(toolsOf(scene.table))({ siteId, prefix: before }, CALL);
  return siteId;
}

function toolsOf(table: Tools['table']): Tools {
  const [sites, requests] = [createSites(table), createRequests(table)];
  return {
    ...{ sites, requests, activations: createActivations(table, { sites, requests }), errands: createErrands(table) },
    dataCenters: parseDataCenters(scene.env.DATA_CENTERS ?? ''),
    machineArns: {},
    stepFunctions: { start: async () => false, hasStopped: async () => false },
    waits: { lookNow: async () => undefined },
    events: { requestLook: async () => undefined },
  } as unknown as Tools;
}

/** `done`, or a refusal's name; what is neither fails the test. */
async function doing(act: Act, table: Tools['table'], siteId: string): Promise<string> {
  const done: Promise<unknown> = ACTS[act](toolsOf(table), siteId);
  return done.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof ServiceError) return error.name;
      throw error;
    },
  );
}

/** What is ACTIVE is what browsers are told, and nothing of a site that is being retired. */
async function judge(siteId: string): Promise<void> {
  const { apiDomainPrefix, retirement } = await scene.sites.require(siteId);
  const active = (await scene.requests.list(siteId)).filter(({ status }) => status === 'ACTIVE');
  expect(active.map(({ prefix }) => prefix)).toEqual(apiDomainPrefix === undefined ? [] : [apiDomainPrefix]);
  if (retirement) expect(apiDomainPrefix).toBeUndefined();
}

const acts = Object.keys(ACTS) as Act[];
const pairs = acts.flatMap((one) => acts.map((other): [Act, Act] => [one, other]));

describe.each([undefined, 'login'])('a site whose active prefix is %s', (before) => {
  it.each(pairs)(
    'fits together where somebody %s and somebody else %s between two of its calls',
    async (one, other) => {
      await cutInAtEach(scene.table, async (cut, cutIn) => {
        const siteId = await given(before);
        const outcomes: string[] = [];
        cutIn(async () => outcomes.push(await doing(other, scene.table, siteId)));
        outcomes.push(await doing(one, cut, siteId));
        await judge(siteId);
      });
    },
  );
});

it('fits together where three cross', async () => {
  await interleaved(scene.table, async (held, scheduler) => {
    const siteId = await given('shop');
    const crossing = (['saves login', 'saves shop', 'clears'] as const).map((act) => doing(act, held, siteId));
    expect(await scheduler.waitFor(Promise.all(crossing))).toContain('done');
    await judge(siteId);
  });
});
