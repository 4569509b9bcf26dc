/** Renewals by the calendar: the 100-day cap multiplies the clicks, and after AWS's last day only DNS helps. */
import type { RenewalView } from '../../core/api/answers-renewal.ts';
import { addValidationRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { approveAll, mendAll, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { openShell } from '../support/stories/runbook.ts';

let story: Story;
afterEach(() => story.stop());

async function issuedOn(start: string): Promise<{ requestId: string; renewal: RenewalView }> {
  story = await beginStory({ start: new Date(start) });
  mendAll(story);
  const { requestId } = await story.generate(PREFIX, 'refuse', 'EMAIL');
  const { renewal } = await playToReady(story, requestId);
  if (!renewal) throw new Error('what serves has a renewal');
  return { requestId, renewal };
}

const to = async (time: string) => {
  await story.world.clock.jumpTo(new Date(time));
  await story.settle();
};
const days = (renewal: RenewalView) =>
  renewal.next.map(({ opensAt, clicks, possible }) => [opensAt.slice(0, 10), clicks, possible]);

it('tells on the day of issuance that the cap of March 2027 multiplies the clicks', async () => {
  const { renewal } = await issuedOn('2026-11-21T09:00:00Z');
  expect(renewal).toMatchObject({ opensAt: '2027-04-22T23:59:59.000Z', clicks: 5, clicksInAYear: 15 });
  expect(days(renewal)).toEqual([
    ['2027-06-15', 5, true],
    ['2027-08-08', 5, true],
    ['2027-10-01', 0, false], // the first after 2027-09-30
  ]);
});

it('lists the renewals of all sites by date, also at the command line', async () => {
  const { requestId } = await issuedOn('2026-11-21T09:00:00Z');
  const { renewals, nextCursor } = await story.call<{ renewals: object[]; nextCursor: string | null }>(
    'GET',
    '/renewals',
  );
  expect(nextCursor).toBeNull();
  expect(renewals).toMatchObject([
    {
      siteId: SITE.siteId,
      requestId,
      prefix: 'login',
      status: 'READY',
      method: 'EMAIL',
      names: 5,
      renewal: { clicks: 5 },
    },
  ]);
  const shell = openShell(story);
  const told = await shell.run('certs renewals', {});
  shell.close();
  expect(told.output).toContain(
    `${SITE.siteId}  ${requestId}  PLANNED  2027-06-05 23:59 UTC  5 clicks due by 5 June 2027`,
  );
});

it('brings what was issued under the 198 days to a renewal when new ones are no longer taken, and renews it', async () => {
  const { requestId } = await issuedOn('2027-03-14T09:00:00Z'); // until 2027-09-27, renewal from 2027-08-13
  await to('2027-08-14T06:00:00Z');
  const { certificateArn, renewal } = await story.read(requestId);
  expect(renewal).toMatchObject({ state: 'ACTION_REQUIRED', dueBy: '2027-09-26T23:59:59.000Z' });
  await approveAll(story, certificateArn);
  await story.hours(36);
  expect(await story.read(requestId)).toMatchObject({
    status: 'READY',
    notAfter: '2027-11-21T23:59:59.000Z',
    waitingOn: 'site admin',
    renewal: { state: 'IMPOSSIBLE', clicks: 0 },
  });
});

it('says from the first day that a certificate cannot be renewed by e-mail, and ends in words that lead to DNS', async () => {
  const { requestId } = await issuedOn('2027-03-14T09:00:00Z');
  await to('2027-08-14T06:00:00Z');
  await approveAll(story, (await story.read(requestId)).certificateArn);
  await to('2027-10-08T06:00:00Z'); // the window is open since 2027-10-07
  const told = await story.read(requestId);
  expect(told).toMatchObject({ waitingOn: 'site admin', deadline: '2027-11-20T23:59:59.000Z' });
  expect(told.renewal).toMatchObject({
    state: 'IMPOSSIBLE',
    message:
      'AWS renews nothing by e-mail validation after 2027-09-30. This certificate ends on 2027-11-21T23:59:59.000Z; its renewal would begin on 2027-10-07T23:59:59.000Z.',
    remedy: 'Move to DNS validation, or generate a new certificate with the method DNS, by 2027-11-20T23:59:59.000Z.',
  });
  const letters = () => story.mail.mailboxes.list('web-team@example.com').map(({ subject }) => subject);
  expect(letters().at(-1)).toBe(
    'The certificate of prefix "login" of site acme cannot be renewed: move to DNS validation',
  );
  expect(story.mail.mailboxes.list('admin@example.org').at(-1)?.date ?? '').not.toMatch(/^2027-10/);

  await to('2027-11-22T07:00:00Z');
  const ended = await story.read(requestId);
  expect(ended.status).toBe('EXPIRED');
  expect(ended.failure?.message).toContain('AWS renews nothing by e-mail validation after 2027-09-30');
  const { requestId: cure, method } = await story.generate(PREFIX);
  expect(method).toBe('DNS');
  const { aliases } = await story.until(cure, ({ step }) => step === 'AwaitValidation');
  for (const { validationRecord } of aliases) if (validationRecord) addValidationRecord(story, validationRecord);
  await story.until(cure, ({ status }) => status === 'READY');
});
