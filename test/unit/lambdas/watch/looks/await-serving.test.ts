import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendTaskSuccessCommand, SFNClient, TaskTimedOut } from '@aws-sdk/client-sfn';
import { create } from '../../../../../lambdas/watch/watch.ts';
import type { DnsWorld, Override } from '../../../../support/unit/dns-server.ts';
import { dnsVariables, startRightDns } from '../../../../support/unit/right-dns.ts';
import { CERTIFICATE, findings, NOW, REQUEST_ID, TARGET, useScene } from '../../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const mail = strictMock(SESv2Client);
const stepFunctions = strictMock(SFNClient);

const UNTIL = '2026-12-05T10:00:00.000Z';
const ORG = 'login.example.org';

let dns: DnsWorld;
afterEach(() => dns.close());

/** One name serves; the other one's DNS led elsewhere when it was to be proven, and has these records now. */
async function given(records: readonly string[], override?: Override) {
  dns = await startRightDns(47, [`login.example.com 300 CNAME ${TARGET}`, ...records], override);
  const facts = { expected: TARGET, zone: 'example.org', found: 'x', until: UNTIL };
  await scene.givenSite();
  await scene.givenRequest({
    certificateArn: CERTIFICATE,
    step: 'AwaitServing',
    status: 'ACTION_REQUIRED',
    waitingOn: 'customer DNS',
    deadline: UNTIL,
    conditions: [
      ...findings('serving', 'Serves', () => ({ fingerprint: 'AA', notAfter: UNTIL }), ['login.example.com']),
      ...findings('dns', 'CnameMissing', () => facts, [ORG]),
      ...findings('serving', 'MisledByDns', () => facts, [ORG]),
    ],
  });
  await scene.waits.park(REQUEST_ID, 'AwaitServing', 'token-1', new Date(NOW));
  acm.on(DescribeCertificateCommand).resolves({ Certificate: { Status: 'ISSUED', Serial: '0a:1b' } });
  mail.on(SendEmailCommand).resolves({});
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
}

const tick = (time = '2026-11-21T10:01:00Z') =>
  scene.made(create, dnsVariables(dns))({ time, 'detail-type': 'Scheduled Event' });
const outputs = () => callsOf(stepFunctions).map(([, input]) => JSON.parse((input as { output: string }).output));
const letters = () =>
  callsOf(mail).map(([, input]) => {
    const { Simple } = (
      input as { Content: { Simple: { Subject: { Data: string }; Body: { Text: { Data: string } } } } }
    ).Content;
    return { subject: Simple.Subject.Data, text: Simple.Body.Text.Data };
  });

it('waits on while a record leads elsewhere, shows where, and tells the contacts once', async () => {
  await given([`${ORG} 300 CNAME www.example.com`]);
  await tick();
  expect(scene.nextDueAt()).toBe('2026-11-21T10:03:00.000Z');
  await tick('2026-11-21T10:03:00Z');
  expect(outputs()).toEqual([]);
  expect(await scene.requests.evidence(REQUEST_ID, 'serving')).toHaveLength(1);
  const { conditions, waitingOn } = await scene.request();
  expect(waitingOn).toBe('customer DNS');
  expect(conditions[ORG]).toMatchObject({
    dns: { reason: 'CnameWrongTarget', facts: { found: 'www.example.com' } },
    serving: { reason: 'MisledByDns', facts: { until: UNTIL } },
  });
  const [letter, ...more] = letters();
  expect(more).toEqual([]);
  expect(letter?.subject).toBe(
    'The DNS of 1 of 2 names of prefix "login" of site acme does not lead here any more: please put it back',
  );
  for (const words of [
    `${ORG} points to www.example.com, not to ${TARGET}.`,
    'You have time until 5 December 2026 at 10:00 UTC.',
    'To forward to whoever manages the DNS',
  ])
    expect(letter?.text).toContain(words);
  expect(letter?.text).not.toContain('login.example.com\n');
});

it('asks nobody while the DNS does not say', async () => {
  await given([], ({ name }) => (name === ORG ? { rcode: 'SERVFAIL' } : undefined));
  await tick();
  expect(await scene.request()).toMatchObject({ status: 'PENDING', waitingOn: 'nobody' });
  expect(outputs()).toEqual([]);
  expect(letters()).toEqual([]);
});

it('has all names proven anew when the DNS is right, whether we serve them or not', async () => {
  await given([`${ORG} 300 CNAME ${TARGET}`]);
  await tick();
  expect(outputs()).toEqual([{ verdict: 'met' }]);
  expect((await scene.request()).conditions[ORG]).toMatchObject({
    dns: { reason: 'CnameCorrect' },
    serving: { reason: 'DoesNotServe' },
  });
});

it('leaves the request as the workflow has made it, where the answer to its token was lost', async () => {
  await given([`${ORG} 300 CNAME ${TARGET}`]);
  const ready = { type: 'Served', at: NOW, by: 'service', text: 'All serve.', set: { status: 'READY' } } as const;
  stepFunctions
    .on(SendTaskSuccessCommand)
    .callsFakeOnce(async () => {
      await scene.requests.settle(REQUEST_ID, () => ready);
      throw awsError('InternalFailure', 'lost', 500);
    })
    .rejects(new TaskTimedOut({ message: 'spent', $metadata: {} }));
  await tick();
  await tick('2026-11-21T10:03:00Z');
  expect(await scene.request()).toMatchObject({ status: 'READY' });
  expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
});

it('gives up after fourteen days, and says which names', async () => {
  await given([]);
  await tick('2026-12-05T10:00:00Z');
  expect(outputs()).toEqual([{ verdict: 'ended', reason: 'ServingGivenUp', facts: { names: ORG } }]);
});

it('ends at once when the request was canceled', async () => {
  await given([]);
  const set = { cancelAskedAt: NOW };
  await scene.requests.change(REQUEST_ID, () => ({ type: 'CancelAsked', at: NOW, by: 'ann', text: 'Canceled.', set }));
  await tick();
  expect(outputs()).toEqual([{ verdict: 'ended', reason: 'Canceled', facts: {} }]);
});
