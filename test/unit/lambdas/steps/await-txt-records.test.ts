import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { create } from '../../../../lambdas/steps/await-txt-records.ts';
import type { DnsWorld } from '../../../support/unit/dns-server.ts';
import { MOVE_ID } from '../../../support/unit/moves.ts';
import { givenMove } from '../../../support/unit/parked-move.ts';
import { dnsVariables, startRightDns } from '../../../support/unit/right-dns.ts';
import { NOW, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const ses = strictMock(SESv2Client);
const DEADLINE = '2026-12-05T10:00:00.000Z';
const PROOF = '_login.example.com 300 TXT "d111.cloudfront.net"';

let dns: DnsWorld;
afterEach(() => dns.close());

async function parked(records: string[], request = {}) {
  dns = await startRightDns(41, records);
  await givenMove(scene, { move: { phase: 'API' }, request });
  ses.on(SendEmailCommand).resolves({ MessageId: 'm' });
  return scene.made(create, dnsVariables(dns))({ moveId: MOVE_ID, now: NOW, token: 'token-1' });
}
const letters = () =>
  callsOf(ses).map(([, input]) => input as { Content: { Simple: { Body: { Text: { Data: string } } } } });

it('tells which records to add, until when, and by a letter to the contacts', async () => {
  expect(await parked([PROOF])).toEqual({ parked: true });
  expect(await scene.waits.at(MOVE_ID)).toMatchObject([
    { name: 'AwaitTxtRecords', taskToken: 'token-1', deadline: DEADLINE, dueAt: '2026-11-21T10:01:00.000Z' },
  ]);
  const { aliases, phase } = await scene.moves.require(MOVE_ID);
  expect([phase, aliases['login.example.com']?.txt, aliases['login.example.org']?.txt]).toEqual([
    'TXT',
    'seen',
    'missing',
  ]);
  expect(await scene.request()).toMatchObject({
    status: 'ACTION_REQUIRED',
    waitingOn: 'customer DNS',
    deadline: DEADLINE,
    letters: [`ownership records of ${MOVE_ID}`],
    conditions: {
      'login.example.com': { conflict: { reason: 'OwnershipTxtSeen' } },
      'login.example.org': {
        conflict: { reason: 'OwnershipTxtMissing', facts: { record: '_login.example.org', until: DEADLINE } },
      },
    },
  });
  const text = letters()[0]?.Content.Simple.Body.Text.Data;
  expect(text).toContain('  _login.example.org. 300 IN TXT "d111.cloudfront.net"');
  expect(text).toContain('All of them until 5 December 2026 at 10:00 UTC');
  expect(text).not.toContain('_login.example.com.');
});

it('asks nobody for records that stand already', async () => {
  await parked([PROOF, '_login.example.org 300 TXT "d111.cloudfront.net"']);
  expect(await scene.request()).toMatchObject({ status: 'PENDING', waitingOn: 'AWS', deadline: DEADLINE, letters: [] });
  expect(letters()).toEqual([]);
});

it('writes its letter once, however often it is parked', async () => {
  await parked([PROOF]);
  await scene.made(create, dnsVariables(dns))({ moveId: MOVE_ID, now: NOW, token: 'token-2' });
  expect(letters()).toHaveLength(1);
  expect(await scene.waits.at(MOVE_ID)).toMatchObject([{ taskToken: 'token-2' }]);
});

it('asks nobody for anything when the request was canceled', async () => {
  await parked([PROOF], { cancelAskedAt: NOW, status: 'PENDING' });
  expect(letters()).toEqual([]);
  expect(await scene.recorded()).toEqual([]);
});
