/** Validation by DNS: no mail, one record a name, and a slip told within minutes. */
import type { ValidationRecord } from '../../core/validation-record.ts';
import type { RequestView } from '../../core/view.ts';
import { transitionsOf } from '../../local/history.ts';
import { addValidationRecord, mendRecord } from '../../local/people.ts';
import { DATA_CENTERS, PREFIX, SITE } from '../../local/scenery.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  mendRecord(story, 'shop.example.com');
  mendRecord(story, 'blog.example.net');
});
afterEach(() => story.stop());

const atValidation = ({ step }: RequestView) => step === 'AwaitValidation';
const approvalOf = (request: RequestView, alias: string) =>
  request.aliases.find((one) => one.alias === alias)?.conditions.approval;

function recordsOf({ aliases }: RequestView): ValidationRecord[] {
  return aliases.flatMap(({ validationRecord }) => validationRecord ?? []);
}

it('goes from generate to READY without a mail to an approver, in at most 25 transitions', async () => {
  const { requestId, method, warnings } = await story.generate(PREFIX, 'refuse', 'DNS');
  expect({ method, warnings }).toEqual({ method: 'DNS', warnings: [] });

  const waiting = await story.until(requestId, atValidation);
  expect(waiting).toMatchObject({
    status: 'ACTION_REQUIRED',
    waitingOn: 'customer DNS',
    deadline: '2026-11-24T09:00:00.000Z',
  });
  expect(waiting.aliases[0]).toMatchObject({
    alias: 'login.www.example.com',
    addresses: [],
    validationRecord: {
      name: expect.stringMatching(/^_[0-9a-f]{32}\.login\.www\.example\.com$/),
      type: 'CNAME',
      value: expect.stringMatching(/^_[0-9a-f]{32}\.[a-t]{10}\.acm-validations\.aws$/),
    },
    conditions: { mail: { reason: 'MailNotNeeded' }, approval: { reason: 'RecordMissing', actor: 'customer DNS' } },
  });
  const [first] = recordsOf(waiting);
  expect(approvalOf(waiting, 'login.www.example.com')?.remedy).toBe(
    `Whoever manages the DNS of example.com adds by 2026-11-24T09:00:00.000Z, and keeps for the renewals: ${first?.name} CNAME ${first?.value}`,
  );

  for (const record of recordsOf(waiting)) addValidationRecord(story, record);
  const seen = await story.until(requestId, ({ waitingOn }) => waitingOn === 'AWS');
  expect(seen.status).toBe('PENDING');
  const ready = await story.until(requestId, ({ status }) => status === 'READY');
  expect(ready.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(5).fill('True'));
  expect(ready.aliases.map(({ conditions }) => conditions.approval?.reason)).toEqual(Array(5).fill('Approved'));

  expect(transitionsOf(await story.history(requestId))).toBeLessThanOrEqual(25);
  expect(story.mail.mailboxes.list('admin@example.com')).toEqual([]);
});

it('writes the exact records to the contacts, once', async () => {
  const { requestId } = await story.generate(PREFIX, 'refuse', 'DNS');
  const waiting = await story.until(requestId, atValidation);
  await story.hours(2);
  const letters = story.mail.mailboxes.list('web-team@example.com');
  expect(letters.map(({ subject }) => subject)).toEqual([
    'Add 5 DNS records for the certificate of prefix "login" of site acme',
  ]);
  for (const { name, value } of recordsOf(waiting))
    expect(letters[0]?.text).toContain(`${name}. 300 IN CNAME ${value}.`);
});

it('tells a record with a typo from one that is missing, and goes on when it is right', async () => {
  const { requestId } = await story.generate(PREFIX, 'refuse', 'DNS');
  const [wrong, ...others] = recordsOf(await story.until(requestId, atValidation));
  if (!wrong) throw new Error('no record was named');
  const typo = wrong.value.replace('acm-validations', 'acm-validation');
  for (const record of others) addValidationRecord(story, record);
  addValidationRecord(story, { ...wrong, value: typo });
  await story.hours(1);

  const told = await story.read(requestId);
  expect(told).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'customer DNS' });
  expect(told.aliases.map(({ conditions }) => conditions.approval?.reason)).toEqual([
    'RecordWrong',
    ...Array(4).fill('Approved'),
  ]);
  expect(approvalOf(told, 'login.www.example.com')).toMatchObject({
    status: 'False',
    message: `The validation record ${wrong.name} points to ${typo}, not to ${wrong.value}.`,
    remedy: `Whoever manages the DNS of example.com replaces it by 2026-11-24T09:00:00.000Z: ${wrong.name} CNAME ${wrong.value}`,
  });

  addValidationRecord(story, wrong);
  await story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/check-again`);
  await story.settle();
  expect(approvalOf(await story.read(requestId), 'login.www.example.com')).toMatchObject({
    reason: 'RecordSeen',
    actor: 'AWS',
    message: 'We see the validation record of login.www.example.com; AWS has not confirmed it yet.',
  });
  expect((await story.until(requestId, ({ status }) => status === 'READY')).waitingOn).toBe('site admin');
});

it('has a name that serves by a wildcard get its own record first, and the name stays on the air', async () => {
  const alias = 'login.www.example.com';
  const target = `${SITE.siteId}.sslproxy.${DATA_CENTERS.us1.host}`;
  story.zones.remove('example.com', alias, 'CNAME');
  story.zones.put('example.com', { name: '*.www.example.com', type: 'CNAME', ttl: 300, values: [target] });
  await story.hours(1); // caches have forgotten the record
  const { requestId } = await story.generate(PREFIX, 'refuse', 'DNS');
  const waiting = await story.until(requestId, atValidation);
  const record = recordsOf(waiting).find(({ name }) => name.endsWith(alias));
  if (!record) throw new Error('no record was named');
  expect(approvalOf(waiting, alias)).toMatchObject({
    reason: 'RecordUnderWildcard',
    message: `The validation record ${record.name} does not exist yet: a wildcard record answers in its place, as it does for ${alias}.`,
  });
  const [letter] = story.mail.mailboxes.list('web-team@example.com');
  expect(letter?.text).toContain(
    `or the name leads here no more:\n\n  ${alias}. 300 IN CNAME ${target}.\n\nAmazon issues`,
  );

  story.zones.put('example.com', { name: alias, type: 'CNAME', ttl: 300, values: [target] });
  for (const each of recordsOf(waiting)) addValidationRecord(story, each);
  const ready = await story.until(requestId, ({ status }) => status === 'READY');
  expect(ready.aliases.map(({ conditions }) => conditions.dns?.reason)).toEqual(Array(5).fill('CnameCorrect'));
});

it('finds a record that stands at a doubled name', async () => {
  const { requestId } = await story.generate(PREFIX, 'refuse', 'DNS');
  const [record] = recordsOf(await story.until(requestId, atValidation));
  if (!record) throw new Error('no record was named');
  addValidationRecord(story, { ...record, name: `${record.name}.example.com` });
  await story.hours(1);
  expect(approvalOf(await story.read(requestId), 'login.www.example.com')).toMatchObject({
    reason: 'RecordAtDoubledName',
    message: `The validation record stands at ${record.name}.example.com: the zone name was appended to the record name.`,
  });
});

it('ends after 72 hours with the names that lack a record, and needs nothing new for the next request', async () => {
  const { requestId } = await story.generate(PREFIX, 'refuse', 'DNS');
  const records = recordsOf(await story.until(requestId, atValidation));
  for (const record of records.slice(1)) addValidationRecord(story, record);
  await story.hours(73);
  const ended = await story.read(requestId);
  expect(ended.status).toBe('FAILED');
  expect(ended.failure).toMatchObject({
    reason: 'RecordsTimedOut',
    message: 'The validation records were not all in place within 72 hours; without one were: login.www.example.com.',
  });
  expect(ended.aliases[0]?.validationRecord).toEqual(records[0]);
  expect(story.acm.certificates.of('111122223333')).toEqual([]);

  for (const record of records.slice(0, 1)) addValidationRecord(story, record);
  const letters = story.mail.mailboxes.list('web-team@example.com').length;
  const again = await story.generate(PREFIX, 'refuse', 'DNS');
  const waiting = await story.until(again.requestId, atValidation);
  expect(recordsOf(waiting)).toEqual(records);
  expect(waiting).toMatchObject({ status: 'PENDING', waitingOn: 'AWS' });
  await story.until(again.requestId, ({ status }) => status === 'READY');
  const since = story.mail.mailboxes.list('web-team@example.com').slice(letters);
  expect(since.map(({ subject }) => subject)).toEqual([
    'All 5 names serve: save prefix "login" of site acme in the site settings',
  ]);
});

it('has no mail to send again', async () => {
  const { requestId } = await story.generate(PREFIX, 'refuse', 'DNS');
  await story.until(requestId, atValidation);
  const resend = story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/resend`, {});
  await expect(resend).rejects.toThrow(
    `Request ${requestId} is validated by DNS; there are no approval mails to send. Add the validation records that the request shows`,
  );
});
