/**
 * A request went on without a held name with the certificate that was issued: the certificate names it still, so AWS asks for it again,
 * with the others, at each renewal and for a migration. It serves nothing, and nobody may forget it.
 */
import type { RequestView } from '../../core/view.ts';
import { approve } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { HELD, playToConflict } from '../support/stories/conflict.ts';
import { addAll, campaign, methodAtAcm, migrating, recordsOf } from '../support/stories/migration.ts';
import { approveAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { CERTIFICATES, continueWithout } from '../support/stories/replacing.ts';
import { CONTACT, lettersTo } from '../support/stories/validation.ts';

const DAY_MS = 86_400_000;

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

/** ACTIVE with four names, by a certificate of five. */
async function givenLeftOut(): Promise<RequestView & { notAfter: string }> {
  await story.foreign.holdElsewhere({ alias: HELD });
  const { requestId } = await playToConflict(story);
  await continueWithout(story, requestId, { without: [HELD] });
  const { replacedBy } = await story.until(requestId, ({ status }) => status === 'SUPERSEDED');
  await story.until(replacedBy ?? '', ({ status }) => status === 'READY');
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  const request = await story.read(replacedBy ?? '');
  if (request.notAfter === null) throw new Error('the certificate that goes over is issued');
  return { ...request, notAfter: request.notAfter };
}

const before = (notAfter: string, days: number) =>
  story.world.clock.jumpTo(new Date(Date.parse(notAfter) - days * DAY_MS));
const lettersOn = (subject: string) => lettersTo(story, CONTACT).filter((letter) => letter.subject.includes(subject));

it('shows it beside the names of the request, and counts its click in the forecast', async () => {
  const { aliases, leftOut, renewal } = await givenLeftOut();
  expect(aliases).toHaveLength(4);
  expect(leftOut).toMatchObject([{ alias: HELD, conditions: { approval: { status: 'True' } } }]);
  expect(Object.keys(leftOut[0]?.conditions ?? {}).sort()).toEqual(['approval', 'caa', 'mail']);
  expect(renewal).toMatchObject({ clicks: 5 });
});

it('migrates with its record, which is asked for with the others', async () => {
  const { requestId, aliases } = await givenLeftOut();
  const asked = await migrating(story, requestId);
  expect(asked.migration).toMatchObject({ records: 5, seen: 0 });
  expect(await campaign(story)).toMatchObject([{ requestId, names: 5, records: 5 }]);
  const [letter] = lettersOn('Add 5 DNS records');
  expect(letter?.text).toContain(
    `AWS asks for ${HELD} as well: the certificate names it still, though it was left out. One name that is not answered for blocks the others; if nobody can, generate a new certificate without it.`,
  );

  addAll(story, recordsOf(asked));
  await story.hours(24);
  const lacking = await story.read(requestId);
  expect(lacking).toMatchObject({ step: 'AwaitDnsRecords', waitingOn: 'customer DNS', migration: { seen: 4 } });
  expect(lacking.leftOut).toMatchObject([{ conditions: { migration: { reason: 'RecordMissing' } } }]);
  addAll(story, recordsOf({ ...asked, aliases: asked.leftOut }));
  const moved = await story.until(requestId, ({ migration }) => migration?.end !== null);
  expect(moved).toMatchObject({ status: 'ACTIVE', method: 'DNS', migration: { state: 'DONE', records: 5, seen: 5 } });
  expect(moved.leftOut).toMatchObject([{ conditions: { migration: { reason: 'MigratedToDns' } } }]);
  expect(moved.aliases).toHaveLength(aliases.length);
  expect(methodAtAcm(story, moved)).toBe('DNS');
});

it('is told of at a renewal by e-mail, reaches on-call when nobody answers for it, is mailed again and renewed with the others', async () => {
  const { requestId, aliases, certificateArn, notAfter } = await givenLeftOut();
  await before(notAfter, 14);
  expect(lettersOn('Approve 5 certificate mails again')[0]?.text).toContain(`AWS asks for ${HELD} as well`);
  expect(lettersOn('15 days left: 5 of 5 names')).toHaveLength(1);
  for (const { alias } of aliases) await approve(story, alias);
  await story.hours(12);
  const open = await story.read(requestId);
  expect(open).toMatchObject({ step: 'AwaitRenewal', waitingOn: 'mailbox owner' });
  expect(open.renewal).toMatchObject({ state: 'ACTION_REQUIRED', clicks: 1 });
  expect(open.leftOut).toMatchObject([{ conditions: { approval: { reason: 'RenewalPending' } } }]);
  const { tickets } = await story.call<{ tickets: unknown[] }>('GET', '/tickets');
  expect(tickets).toMatchObject([{ kind: 'renewal', phase: 'RENEWAL' }]);

  const again = await story.call<{ planned: { alias: string }[] }>('POST', `${CERTIFICATES}/${requestId}/resend`, {});
  expect(again.planned.map(({ alias }) => alias)).toEqual([HELD]);
  await approveAll(story, certificateArn);
  await story.hours(48);
  const renewed = await story.read(requestId);
  expect(renewed).toMatchObject({ status: 'ACTIVE', alongside: [], waitingOn: 'nobody' });
  expect(Date.parse(renewed.notAfter ?? '')).toBeGreaterThan(Date.parse(notAfter));
});
