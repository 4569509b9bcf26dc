/** What served has ended while another certificate was on its way, or before: nothing goes back to it, and the next one has its place. */
import { addValidationRecord, mendRecord } from '../../local/people.ts';
import { SITE } from '../../local/scenery.ts';
import { leftBehind } from '../support/stories/left-behind.ts';
import { cancel } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { approveAtOnce, generate, givenActive, trust } from '../support/stories/replacing.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const DAY_MS = 86_400_000;
const HELD = 'login.store-1.example.com';

/** A new name is trusted, somebody else's distribution holds it, and the next certificate waits for that. */
async function givenWaitingForHeld(): Promise<string> {
  await trust(story, [...SITE.trustedSiteUrls, 'https://store-1.example.com']);
  mendRecord(story, 'store-1.example.com');
  await story.hours(1);
  await story.foreign.holdElsewhere({ alias: HELD });
  const { requestId } = await generate(story, { method: 'DNS' });
  await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  for (const { validationRecord } of (await story.read(requestId)).aliases)
    if (validationRecord) addValidationRecord(story, validationRecord);
  await story.until(requestId, ({ step }) => step === 'AwaitRelease');
  return requestId;
}

/** Canceled, it goes on as another request, without the name that never came; that one takes the place of what has ended. */
async function expectOnWithoutHeld(canceled: string, ended: string): Promise<void> {
  await cancel(story, canceled);
  const { replacedBy } = await story.until(canceled, ({ status }) => status === 'SUPERSEDED');
  const heir = await story.until(String(replacedBy), ({ status }) => status === 'ACTIVE');
  expect(heir.aliases.map(({ alias }) => alias)).not.toContain(HELD);
  await story.hours(12);
  const names = heir.aliases.map(({ alias }) => alias).sort();
  const left = await leftBehind(story, SITE.siteId);
  expect({ ...left, aliases: [...left.aliases].sort(), claims: [...left.claims].sort() }).toEqual({
    aliases: names,
    claims: names,
    waits: [],
    certificates: [heir.certificateArn],
    certificate: heir.certificateArn,
  });
  expect(await story.read(ended)).toMatchObject({ replacedBy: heir.requestId });
  // Nothing but the record of the name that never came, which is its owner's to take away.
  const { orphans } = await story.call<{ orphans: unknown[] }>('GET', '/orphans');
  expect(orphans).toMatchObject([{ kind: 'name', id: HELD }]);
}

it('keeps serving with the new certificate where the replaced one has ended meanwhile', async () => {
  const old = await givenActive(story);
  const end = Date.parse(String(old.notAfter));
  await story.world.clock.jumpTo(new Date(end - 3 * DAY_MS));
  const next = await givenWaitingForHeld();
  await story.world.clock.jumpTo(new Date(end + DAY_MS));
  expect(await story.read(old.requestId)).toMatchObject({ status: 'ACTIVE', failure: null });
  await expectOnWithoutHeld(next, old.requestId);
  expect(await story.read(old.requestId)).toMatchObject({ status: 'SUPERSEDED' });
});

it('inherits names, claims and activation of what expired, whose own predecessor is deleted long since', async () => {
  const first = await givenActive(story);
  const second = await generate(story);
  await story.until(second.requestId, ({ step }) => step === 'AwaitValidation');
  await approveAtOnce(story, second.requestId);
  const { notAfter } = await story.until(second.requestId, ({ status }) => status === 'ACTIVE');
  await story.world.clock.jumpTo(new Date(Date.parse(String(notAfter)) + 2 * DAY_MS));
  expect(await story.read(second.requestId)).toMatchObject({ status: 'EXPIRED', replacedBy: null });
  // The distribution still has it: that rings until it has not, and not only until the end.
  expect(story.alarms.ringing()).toContain('CertificateExpires');
  expect((await story.call<{ orphans: unknown[] }>('GET', '/orphans')).orphans).toEqual([]);

  await expectOnWithoutHeld(await givenWaitingForHeld(), second.requestId);
  expect(await story.read(second.requestId)).toMatchObject({ status: 'EXPIRED' });
  expect(await story.read(first.requestId)).toMatchObject({ status: 'SUPERSEDED', replacedBy: second.requestId });
});
