/** Renewals by DNS: nobody is bothered while the records stand; one that is gone is told, put back, and renewed. */
import type { ValidationRecord } from '../../core/validation-record.ts';
import { addValidationRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { mendAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
let records: ValidationRecord[];
let requestId: string;

/** ACTIVE, validated by DNS; its certificate ends on 2027-06-06, its renewal begins on 2027-04-22. */
beforeEach(async () => {
  story = await beginStory();
  mendAll(story);
  ({ requestId } = await story.generate(PREFIX, 'refuse', 'DNS'));
  const { aliases } = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  records = aliases.flatMap(({ validationRecord }) => validationRecord ?? []);
  for (const record of records) addValidationRecord(story, record);
  await story.until(requestId, ({ status }) => status === 'READY');
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
});
afterEach(() => story.stop());

const to = async (time: string) => {
  await story.world.clock.jumpTo(new Date(time));
  await story.settle();
};
const letters = () => story.mail.mailboxes.list().map(({ subject }) => subject);

it('renews by itself: no letter, nobody waited for, the new certificate served within a day', async () => {
  expect((await story.read(requestId)).renewal).toMatchObject({
    state: 'PLANNED',
    clicks: 0,
    clicksInAYear: 0,
    message: 'AWS renews the certificate by itself, from 2027-04-22T23:59:59.000Z on.',
  });
  const before = letters();
  await to('2027-04-23T00:20:00Z');
  expect(await story.read(requestId)).toMatchObject({
    alongside: ['RENEWING'],
    waitingOn: 'nobody',
    deadline: null,
    renewal: { state: 'DEPLOYING' },
  });
  await to('2027-04-24T09:00:00Z');
  const done = await story.read(requestId);
  expect(done).toMatchObject({ status: 'ACTIVE', alongside: [], notAfter: '2027-07-31T23:59:59.000Z' });
  expect(done.aliases.map(({ conditions }) => conditions.serving?.facts.notAfter)).toEqual(
    Array(5).fill('2027-07-31T23:59:59.000Z'),
  );
  expect(letters()).toEqual(before);
});

it('tells a record that is gone, with the exact line, and renews when it is back', async () => {
  const [gone] = records;
  if (!gone) throw new Error('no record was named');
  story.zones.remove('example.com', gone.name, 'CNAME');
  await to('2027-04-23T12:00:00Z');
  const told = await story.read(requestId);
  expect(told).toMatchObject({
    status: 'ACTIVE',
    alongside: ['RENEWING'],
    waitingOn: 'customer DNS',
    deadline: '2027-06-05T23:59:59.000Z',
    renewal: {
      state: 'ACTION_REQUIRED',
      message:
        'Validation records are missing for login.www.example.com: AWS cannot renew the certificate. Due by 2027-06-05T23:59:59.000Z.',
    },
  });
  expect(told.aliases.map(({ conditions }) => conditions.approval?.reason)).toEqual([
    'RecordMissing',
    ...Array(4).fill('Approved'),
  ]);
  expect(letters().at(-1)).toBe(
    'Put back 1 DNS record, or the certificate of prefix "login" of site acme cannot be renewed',
  );
  expect(story.mail.mailboxes.list().at(-1)?.text).toContain(`${gone.name}. 300 IN CNAME ${gone.value}.`);

  addValidationRecord(story, gone);
  await to('2027-04-25T12:00:00Z');
  const done = await story.read(requestId);
  expect(done).toMatchObject({ alongside: [], waitingOn: 'nobody', notAfter: '2027-07-31T23:59:59.000Z' });
  expect(done.aliases[0]?.conditions.approval?.reason).toBe('Approved');
  expect(letters().at(-1)).toBe('The certificate of prefix "login" of site acme is renewed');
});

it('is held back by a CAA record, says so, and goes on when it is gone', async () => {
  await to('2027-04-22T20:00:00Z');
  const before = letters().length;
  story.zones.put('example.org', {
    name: 'example.org',
    type: 'CAA',
    ttl: 300,
    values: ['0 issue "other-ca.example"'],
  });
  await to('2027-04-23T12:00:00Z');
  const told = await story.read(requestId);
  expect(told.aliases[2]?.conditions.caa).toMatchObject({ reason: 'CaaForbidsRenewal', actor: 'customer DNS' });
  expect(letters().slice(before)).toEqual(['AWS could not renew the certificate of prefix "login" of site acme']);
  story.zones.remove('example.org', 'example.org', 'CAA');
  await to('2027-04-25T12:00:00Z');
  const done = await story.read(requestId);
  expect(done).toMatchObject({ alongside: [], notAfter: '2027-07-31T23:59:59.000Z' });
  expect(done.aliases[2]?.conditions.caa?.reason).toBe('CaaAllows');
});
