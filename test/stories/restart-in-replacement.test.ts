/**
 * Killed in the middle of a replacement and started again over its folder: the end, what is left and every history are those of an
 * undisturbed run, whether the swap stands, goes back, or a request goes on without names.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SITE } from '../../local/scenery.ts';
import { HELD, playToConflict } from '../support/stories/conflict.ts';
import { leftBehind } from '../support/stories/left-behind.ts';
import { copyAtEachMoment, typesAndStates } from '../support/stories/moments.ts';
import { play } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { CERTIFICATES, continueWithout, generate, givenActive, trust } from '../support/stories/replacing.ts';

const URLS = SITE.trustedSiteUrls.filter((url) => !url.includes('blog'));
const AT_SWAP = ['unheard UpdateDistribution 1', 'parked in AwaitDeployment'];

interface Journey {
  /** Until the request that the moments are about is made. */
  begin: (story: Story) => Promise<string>;
  /** Before the first moment. */
  lead?: (story: Story, requestId: string) => Promise<void>;
  moments: string[];
}

async function replace(story: Story): Promise<string> {
  await givenActive(story);
  await trust(story, URLS);
  return (await generate(story, { offAir: [HELD] })).requestId;
}

const JOURNEYS: Record<string, Journey> = {
  'a swap that stands': {
    begin: replace,
    moments: [...AT_SWAP, 'parked in AwaitReplacedUnused', 'unheard DeleteCertificate 1'],
  },
  'a swap that goes back': {
    begin: replace,
    async lead(story, requestId) {
      await play(story, requestId, ({ step }) => step === 'AwaitDeployment');
      const record = {
        name: 'login.www.example.org',
        type: 'CNAME',
        ttl: 300,
        values: ['nowhere.example.org'],
      } as const;
      story.zones.put('example.org', { ...record, values: [...record.values] });
    },
    moments: ['unheard UpdateDistribution 1', 'parked in AwaitUnused', 'unheard DeleteCertificate 1'],
  },
  'a request that goes on without names': {
    async begin(story) {
      await story.foreign.holdElsewhere({ alias: HELD });
      return (await playToConflict(story)).requestId;
    },
    lead: async (story, requestId) => void (await continueWithout(story, requestId, { without: [HELD] })),
    moments: ['ExecutionFailed', 'ExecutionStarted', 'parked in AwaitDeployment'],
  },
};

/** People do what they are asked until nothing runs any more; then what is left, and every history of the site. */
async function playOn(story: Story) {
  for (;;) {
    const { certificates } = await story.call<{ certificates: { requestId: string; status: string }[] }>(
      'GET',
      CERTIFICATES,
    );
    const running = certificates.find(({ status }) => status === 'PENDING' || status === 'ACTION_REQUIRED');
    if (!running) break;
    await play(story, running.requestId, ({ status }) => status === 'READY' || status === 'ACTIVE');
  }
  await story.hours(2);
  const { certificates } = await story.call<{ certificates: { requestId: string; status: string }[] }>(
    'GET',
    CERTIFICATES,
  );
  const histories = await Promise.all(certificates.map(({ requestId }) => story.history(requestId)));
  const { claims, ...left } = await leftBehind(story, SITE.siteId);
  return {
    statuses: certificates.map(({ requestId, status }) => [requestId, status]),
    histories: histories.map(typesAndStates),
    left: { ...left, claims: claims.sort() },
    requested: story.world.mutations.filter(({ operation }) => operation === 'RequestCertificate').length,
  };
}

describe.each(Object.entries(JOURNEYS))('%s', (_, { begin, lead, moments }) => {
  let root: string;
  let undisturbed: Awaited<ReturnType<typeof playOn>>;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'restart-in-replacement-'));
    const folder = join(root, 'undisturbed');
    const story = await beginStory({ folder });
    const requestId = await begin(story);
    await story.settle();
    await lead?.(story, requestId);
    const seen = copyAtEachMoment(story.world, folder, root, (moment) => moments.includes(moment));
    undisturbed = await playOn(story);
    expect([...seen].sort()).toEqual([...moments].sort());
    await story.stop();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each(moments)(
    'goes on after a kill: %s',
    async (moment) => {
      const story = await beginStory({ folder: join(root, moment) });
      try {
        expect(await playOn(story)).toEqual(undisturbed);
      } finally {
        await story.stop();
      }
    },
    30_000,
  );
});
