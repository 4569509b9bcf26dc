import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { beginRenewal } from '../../../../core/renewal.ts';
import { create } from '../../../../lambdas/steps/notify-approvers.ts';
import { CERTIFICATE, findings, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const mail = strictMock(SESv2Client);
beforeEach(() => {
  mail.on(SendEmailCommand).resolves({});
});

const END = '2027-06-06T23:59:59.000Z';
const OPENS = '2027-04-22T23:59:59.000Z';
const INPUT = { requestId: REQUEST_ID, execution: `${REQUEST_ID}-renew-20270606`, now: OPENS };
const ROUTES = findings('mail', 'MailRouteFound', (alias) => ({ validationDomain: alias.slice(6) }));

async function given(fields: Parameters<typeof scene.givenRequest>[0] = {}) {
  await scene.givenSite();
  await scene.givenRequest({
    status: 'ACTIVE',
    certificateArn: CERTIFICATE,
    notAfter: END,
    conditions: ROUTES,
    ...fields,
  });
}

it('tells the contacts once what their mailboxes will get, and until when it is safe', async () => {
  await given({ letters: ['validation asked', 'renewal done', 'renewal reminder 30'] });
  const notify = scene.made(create);
  await notify(INPUT);
  expect(await notify(INPUT)).toEqual({ verdict: 'begun', told: 2 });
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'RenewalBegun',
      set: { renewal: { notAfter: END, startedAt: OPENS, round: 0, asked: true }, letters: ['validation asked'] },
    },
    { type: 'ContactsTold', set: { letters: ['validation asked', 'renewal begins'] } },
  ]);
  const sent = JSON.stringify(callsOf(mail));
  expect(callsOf(mail)).toHaveLength(1);
  expect(sent).toContain('Approve 2 certificate mails again: prefix \\"login\\" of site acme is to be renewed');
  expect(sent).toContain('mailboxes of example.org:\\n    login.example.org');
  expect(sent).toContain('The last safe moment is 5 June 2027 at 23:59 UTC.');
});

it('bothers nobody by DNS', async () => {
  await given({ method: 'DNS' });
  expect(await scene.made(create)(INPUT)).toEqual({ verdict: 'begun', told: 0 });
  expect(await scene.recorded()).toMatchObject([{ type: 'RenewalBegun', set: { renewal: { asked: false } } }]);
});

it('says at once that AWS will not renew it by e-mail any more', async () => {
  await given({ notAfter: '2027-11-21T23:59:59.000Z' });
  await scene.made(create)({ ...INPUT, now: '2027-10-07T23:59:59.000Z' });
  expect(JSON.stringify(callsOf(mail))).toContain('cannot be renewed: move to DNS validation');
});

it('says so too when it begins late, and the last day of mails is over', async () => {
  await given({ notAfter: '2027-11-13T23:59:59.000Z' });
  await scene.made(create)({ ...INPUT, now: '2027-10-01T00:00:00.000Z' });
  expect(JSON.stringify(callsOf(mail))).toContain('cannot be renewed: move to DNS validation');
});

it('does nothing for a request that is over', async () => {
  await given({ status: 'SUPERSEDED' });
  expect(await scene.made(create)(INPUT)).toEqual({ verdict: 'over' });
  expect(await scene.recorded()).toEqual([]);
});

describe('begun anew', () => {
  const renewal = { ...beginRenewal(END, new Date(OPENS)), asked: true };
  const anew = { ...INPUT, execution: `${INPUT.execution}-again-1`, now: '2027-05-08T09:00:00.000Z' };

  it('finds the renewal begun, and its letter sent', async () => {
    await given({ renewal, letters: ['renewal begins'] });
    expect(await scene.made(create)(anew)).toEqual({ verdict: 'begun', told: 2 });
    expect(await scene.recorded()).toEqual([]);
  });

  it('asks nobody for what AWS has renewed meanwhile', async () => {
    await given({ renewal, notAfter: '2027-08-15T23:59:59.000Z' });
    expect(await scene.made(create)(anew)).toEqual({ verdict: 'begun', told: 0 });
    expect(await scene.recorded()).toEqual([]);
  });

  it('begins nothing when the renewal is over, and the window of the next one is not open', async () => {
    await given({ notAfter: '2027-08-15T23:59:59.000Z' });
    expect(await scene.made(create)(anew)).toEqual({ verdict: 'over' });
    expect(await scene.recorded()).toEqual([]);
  });

  it('writes to nobody for a request that is over', async () => {
    await given({ status: 'SUPERSEDED', renewal });
    expect(await scene.made(create)(anew)).toEqual({ verdict: 'over' });
    expect(await scene.recorded()).toEqual([]);
  });
});
