/** From e-mail to DNS validation: the certificate stays the same and serves all the while, whatever time people need for the records. */
import { RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { createFaults } from '../../local/aws/faults.ts';
import { transitionsOf } from '../../local/history.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { reaching } from '../support/stories/left-behind.ts';
import {
  addAll,
  campaign,
  methodAtAcm,
  migrate,
  migrating,
  recordsOf,
  removeRecord,
  servingByMail,
  windowsBegun,
} from '../support/stories/migration.ts';
import { cancel, mendAll, trustOne } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const letters = () =>
  story.mail.mailboxes
    .list('web-team@example.com')
    .map(({ subject }) => subject)
    .filter((subject) => /DNS validation|validated by/.test(subject));

it('keeps the certificate, its end and its names on the air; from then on the request is one by DNS', async () => {
  const before = await servingByMail(story);
  expect(before).toMatchObject({ status: 'ACTIVE', method: 'EMAIL', migration: null });
  const begun = await migrating(story, before.requestId);
  expect(begun).toMatchObject({
    status: 'ACTIVE',
    method: 'EMAIL',
    step: 'AwaitDnsRecords',
    waitingOn: 'customer DNS',
    deadline: '2027-06-01T23:59:59.000Z',
    migration: {
      n: 1,
      state: 'RECORDS',
      records: 5,
      seen: 0,
      windows: 1,
      until: '2027-06-01T23:59:59.000Z',
      end: null,
    },
  });
  const [first] = recordsOf(begun);
  expect(begun.aliases[0]?.conditions).toMatchObject({
    approval: { reason: 'Approved' },
    serving: { status: 'True' },
    migration: {
      reason: 'RecordMissing',
      remedy: `Whoever manages the DNS of example.com adds by 2027-06-01T23:59:59.000Z, and keeps for the renewals: ${first?.name} CNAME ${first?.value}`,
    },
  });
  const [letter] = story.mail.mailboxes.list('web-team@example.com').slice(-1);
  expect(letter?.subject).toBe(`Add 5 DNS records to move prefix "${PREFIX}" of site acme to DNS validation`);
  expect(letter?.text).toContain(`${first?.name}. 300 IN CNAME ${first?.value}.`);

  addAll(story, recordsOf(begun));
  const done = await story.until(before.requestId, ({ migration }) => migration?.end !== null);
  expect(done).toMatchObject({
    status: 'ACTIVE',
    method: 'DNS',
    step: 'FinishMigration',
    waitingOn: 'nobody',
    deadline: null,
    certificateArn: before.certificateArn,
    notAfter: before.notAfter,
    migration: {
      state: 'DONE',
      windows: 1,
      windowUntil: null,
      seen: 5,
      end: {
        reason: 'Migrated',
        message: 'AWS validates all names by DNS now. The certificate is the same, and serves as before.',
      },
    },
  });
  expect(done.aliases.map(({ conditions }) => conditions.migration?.reason)).toEqual(Array(5).fill('MigratedToDns'));
  expect(methodAtAcm(story, done)).toBe('DNS');
  await story.settle();
  expect(letters()).toEqual([
    `Add 5 DNS records to move prefix "${PREFIX}" of site acme to DNS validation`,
    `The prefix "${PREFIX}" of site acme is validated by DNS now`,
  ]);
  const history = await story.history(`${before.requestId}-migrate-1`, 'migrate-validation');
  expect(transitionsOf(history)).toBeLessThanOrEqual(10);
  expect(history.at(-1)?.type).toBe('ExecutionSucceeded');
  await expect(migrate(story, before.requestId)).rejects.toThrow('it is validated by DNS already');
});

it('gives people time: when the 72 hours end it waits on, and asks AWS again when the last record stands', async () => {
  const { requestId } = await servingByMail(story);
  const begun = await migrating(story, requestId);
  const [late, ...soon] = recordsOf(begun);
  if (!late) throw new Error('no record was named');
  addAll(story, soon);
  await story.hours(10 * 24);
  const waiting = await story.read(requestId);
  expect(waiting).toMatchObject({
    status: 'ACTIVE',
    method: 'EMAIL',
    waitingOn: 'customer DNS',
    migration: { state: 'RECORDS', seen: 4, records: 5, windows: 1, windowUntil: null },
  });
  const told = await story.call<{ events: { type: string; text: string }[] }>(
    'GET',
    `/sites/${SITE.siteId}/certificates/${requestId}/history`,
  );
  expect(told.events.filter(({ type }) => type === 'MigrationWindowEnded').map(({ text }) => text)).toEqual([
    'The 72 hours of AWS have ended without all validation records. The certificate is as before; AWS is asked once more when we see all records.',
  ]);
  expect(windowsBegun(story)).toBe(1);

  addAll(story, [late]);
  const done = await story.until(requestId, ({ migration }) => migration?.end !== null);
  expect(done).toMatchObject({ method: 'DNS', migration: { state: 'DONE', windows: 2 } });
  expect(windowsBegun(story)).toBe(2);
});

it('recognises the records that an earlier request by DNS has left, and writes to nobody', async () => {
  mendAll(story);
  await story.hours(1);
  const earlier = await story.generate(PREFIX, 'refuse', 'DNS');
  const named = await story.until(earlier.requestId, ({ step }) => step === 'AwaitValidation');
  addAll(story, recordsOf(named));
  await cancel(story, earlier.requestId);
  await story.until(earlier.requestId, ({ status }) => status === 'CANCELED');

  const { requestId } = await servingByMail(story);
  const begun = await migrating(story, requestId);
  expect(recordsOf(begun)).toEqual(recordsOf(named));
  expect(begun).toMatchObject({ waitingOn: 'AWS', migration: { seen: 5 } });
  const done = await story.until(requestId, ({ migration }) => migration?.end !== null);
  expect(done.method).toBe('DNS');
  await story.settle();
  expect(letters()).toEqual([`The prefix "${PREFIX}" of site acme is validated by DNS now`]);
});

it('tells a record that is taken out while AWS looks, and goes on when it is back', async () => {
  const { requestId } = await servingByMail(story);
  story.acm.spans.set('recordCheck', { least: 24 * 3600, spread: 1 });
  const begun = await migrating(story, requestId);
  const [gone] = recordsOf(begun);
  if (!gone) throw new Error('no record was named');
  addAll(story, recordsOf(begun));
  const looking = await story.until(requestId, ({ step }) => step === 'AwaitMigration');
  expect(looking).toMatchObject({
    waitingOn: 'AWS',
    deadline: looking.migration?.windowUntil ?? '',
    migration: { state: 'WINDOW' },
  });

  removeRecord(story, gone);
  await story.hours(2);
  const told = await story.read(requestId);
  expect(told).toMatchObject({ waitingOn: 'customer DNS', migration: { state: 'WINDOW', seen: 4 } });
  expect(told.aliases[0]?.conditions.migration?.reason).toBe('RecordMissing');

  story.acm.spans.set('recordCheck');
  await story.hours(72);
  const lapsed = await story.read(requestId);
  expect(lapsed).toMatchObject({ status: 'ACTIVE', method: 'EMAIL', step: 'AwaitDnsRecords' });
  addAll(story, [gone]);
  const done = await story.until(requestId, ({ migration }) => migration?.end !== null);
  expect(done).toMatchObject({ method: 'DNS', migration: { windows: 2 } });
});

it('is given up on the last safe day without harm, and may be started again', async () => {
  const { requestId, notAfter } = await servingByMail(story);
  await story.hours(185 * 24);
  const begun = await migrating(story, requestId);
  expect(begun.migration?.until).toBe('2027-06-01T23:59:59.000Z');
  addAll(story, recordsOf(begun).slice(1));
  await story.hours(8 * 24);
  const ended = await story.read(requestId);
  expect(ended).toMatchObject({
    status: 'ACTIVE',
    method: 'EMAIL',
    waitingOn: 'mailbox owner', // its renewal is under way
    deadline: '2027-06-05T23:59:59.000Z',
    notAfter,
    migration: {
      state: 'ENDED',
      end: {
        reason: 'RecordsGivenUp',
        message:
          'The validation records were not all in place until 2027-06-01T23:59:59.000Z; without one were: login.www.example.com. The certificate is not harmed: it is still validated by e-mail, and valid until 2027-06-06T23:59:59.000Z.',
      },
    },
  });
  expect(ended.aliases[0]?.conditions.migration?.reason).toBe('MigrationNotDone');
  expect(letters().at(-1)).toBe(`The prefix "${PREFIX}" of site acme is still validated by e-mail`);
  expect(await campaign(story)).toMatchObject([{ requestId, state: 'ENDED' }]);

  const again = await migrating(story, requestId);
  await story.settle();
  expect(letters().at(-1)).toBe(`Add 1 DNS record to move prefix "${PREFIX}" of site acme to DNS validation`);
  expect(again.migration).toMatchObject({ n: 2, until: notAfter });
  addAll(story, recordsOf(again).slice(0, 1));
  const done = await story.until(requestId, ({ migration }) => migration?.end !== null);
  expect(done.method).toBe('DNS');
});

it('is refused where it cannot be, each time with words', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait', 'EMAIL');
  await story.settle();
  const refused = (why: string) =>
    expect(migrate(story, requestId)).rejects.toThrow(
      `Request ${requestId} cannot be migrated to DNS validation: ${why}.`,
    );
  await refused('it is not READY yet (ACTION_REQUIRED)');
  await cancel(story, requestId);
  await refused('it is not READY yet (it was canceled)');
  await story.until(requestId, ({ status }) => status === 'CANCELED');
  await refused('it has ended (CANCELED)');

  const { requestId: served } = await servingByMail(story);
  await migrating(story, served);
  await expect(migrate(story, served)).rejects.toThrow('its migration is under way');
  await expect(cancel(story, served)).rejects.toThrow(
    'it is ACTIVE, its certificate serves; its migration harms nothing and ends by itself when the records do not come',
  );
});

it('shows what only on-call can mend without taking the certificate off, and goes on there after a redrive', async () => {
  const { requestId } = await servingByMail(story);
  const faults = createFaults(story.world);
  const fault = { kind: 'refuse', error: 'AccessDeniedException', message: 'Access denied.', status: 400 } as const;
  faults.add({ ...fault, service: 'acm', operation: 'UpdateCertificateOptions' });
  await migrate(story, requestId);
  const failing = await story.until(requestId, (request) => request.failing !== null);
  expect(failing).toMatchObject({ status: 'ACTIVE', method: 'EMAIL', waitingOn: 'vendor on-call', failure: null });

  faults.clear();
  const machine = story.stateMachineArn('migrate-validation').replace(':stateMachine:', ':execution:');
  const client = new SFNClient(reaching(story));
  await client.send(new RedriveExecutionCommand({ executionArn: `${machine}:${requestId}-migrate-1` }));
  client.destroy();
  const named = await story.until(requestId, ({ migration }) => (migration?.records ?? 0) > 0);
  expect(named).toMatchObject({ status: 'ACTIVE', failing: null, waitingOn: 'customer DNS' });
  addAll(story, recordsOf(named));
  const done = await story.until(requestId, ({ migration }) => migration?.end !== null);
  expect(done).toMatchObject({ method: 'DNS', failing: null, waitingOn: 'nobody', migration: { windows: 1 } });
});

it('goes on while the site gets another certificate for more names', async () => {
  const { requestId } = await servingByMail(story);
  const begun = await migrating(story, requestId);
  const other = await story.generate(PREFIX, 'wait', 'EMAIL');
  await story.until(other.requestId, ({ step }) => step === 'AwaitValidation');
  addAll(story, recordsOf(begun));
  const done = await story.until(requestId, ({ migration }) => migration?.end !== null);
  expect(done).toMatchObject({ status: 'ACTIVE', method: 'DNS' });
  expect((await story.read(other.requestId)).step).toBe('AwaitValidation');
});

it('shows whoever has the least time while a renewal waits as well, and nobody when both are done', async () => {
  await trustOne(story);
  const { requestId } = await servingByMail(story);
  await story.world.clock.jumpTo(new Date('2027-04-23T06:00:00Z'));
  const mails = { step: 'AwaitRenewal', waitingOn: 'mailbox owner', deadline: '2027-06-05T23:59:59.000Z' };
  expect(await story.read(requestId)).toMatchObject(mails);

  const begun = await migrating(story, requestId);
  expect(begun).toMatchObject({
    step: 'AwaitDnsRecords',
    waitingOn: 'customer DNS',
    deadline: '2027-06-01T23:59:59.000Z',
    alongside: ['RENEWING'],
  });
  await story.hours(12); // the renewal looks, and takes the turn from nobody
  expect(await story.read(requestId)).toMatchObject({ step: 'AwaitDnsRecords', waitingOn: 'customer DNS' });
  addAll(story, recordsOf(begun));
  await story.until(requestId, ({ migration }) => migration?.end !== null);
  const done = await story.until(requestId, ({ alongside }) => alongside.length === 0);
  expect(done).toMatchObject({ status: 'ACTIVE', method: 'DNS', waitingOn: 'nobody', deadline: null });
});

it('lists what is still on e-mail, the most urgent first, and what is done', async () => {
  const { requestId } = await servingByMail(story, { active: false });
  const row = {
    siteId: SITE.siteId,
    requestId,
    prefix: PREFIX,
    status: 'READY',
    names: 5,
    notAfter: '2027-06-06T23:59:59.000Z',
    lastSafeDay: '2027-06-01',
    mailRenewal: { from: '2027-04-22', until: '2027-06-06' },
  };
  expect(await campaign(story)).toEqual([
    { ...row, state: 'NOT_STARTED', records: 0, seen: 0, until: null, windowUntil: null, windows: 0, endedAt: null },
  ]);
  const begun = await migrating(story, requestId);
  expect(await campaign(story)).toMatchObject([{ state: 'RECORDS', records: 5, seen: 0, windows: 1 }]);
  expect(await campaign(story, 'done')).toEqual([]);
  addAll(story, recordsOf(begun));
  await story.until(requestId, ({ migration }) => migration?.end !== null);
  expect(await story.read(requestId)).toMatchObject({ status: 'READY', waitingOn: 'site admin' });
  expect(await campaign(story)).toEqual([]);
  expect(await campaign(story, 'done')).toMatchObject([
    { ...row, state: 'DONE', seen: 5, endedAt: expect.any(String) },
  ]);
});
