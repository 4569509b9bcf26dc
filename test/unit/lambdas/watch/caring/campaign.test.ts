import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { createMail } from '../../../../../lambdas/clients/mail.ts';
import { inviteToDns } from '../../../../../lambdas/watch/caring/campaign.ts';
import { givenMigration } from '../../../../support/unit/migration.ts';
import { useScene } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const ses = strictMock(SESv2Client);
beforeEach(() => {
  ses.on(SendEmailCommand).resolves({ MessageId: 'm' });
});

async function look(now: string): Promise<string> {
  const post = {
    requests: scene.requests,
    sites: scene.sites,
    mail: createMail(scene.env),
    consoleUrl: 'https://console.example.net',
  };
  return (await inviteToDns(post)(await scene.request(), new Date(now))).toISOString();
}

it('waits for the day of the invitation', async () => {
  await givenMigration(scene, null);
  expect(await look('2026-11-21T10:00:00Z')).toBe('2027-04-02T00:00:00.000Z');
  expect(callsOf(ses)).toEqual([]);
});

it('invites once, and reminds before each last safe day', async () => {
  await givenMigration(scene, null);
  expect(await look('2027-04-02T00:00:00Z')).toBe('2027-05-02T00:00:00.000Z');
  await look('2027-04-03T00:00:00Z');
  await look('2027-05-02T00:00:00Z');
  await scene.requests.change((await scene.request()).requestId, () => ({
    type: 'CertificateRenewed',
    at: '2027-05-10T00:00:00.000Z',
    by: 'tester',
    text: 'Renewed by mail.',
    set: { notAfter: '2027-08-17T23:59:59.000Z' },
  }));
  await look('2027-06-14T00:00:00Z');
  await look('2027-07-14T00:00:00Z');
  expect((await scene.request()).letters).toEqual([
    'migration invitation',
    'migration reminder 30 days before 2027-06-01',
    'migration reminder 30 days before 2027-08-12',
  ]);
  expect(callsOf(ses)).toHaveLength(3);
});

it.each([{ method: 'DNS' as const }, { notAfter: null }])('writes nothing for %j', async (fields) => {
  await givenMigration(scene, null, fields);
  expect(await look('2027-05-02T00:00:00Z')).toBe('2028-05-01T00:00:00.000Z');
  expect(callsOf(ses)).toEqual([]);
});
