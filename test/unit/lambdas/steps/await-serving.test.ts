import type { FoundCondition } from '../../../../core/request.ts';
import { create } from '../../../../lambdas/steps/await-serving.ts';
import { findings, NOW, REQUEST_ID, TARGET, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const INPUT = { requestId: REQUEST_ID, now: NOW, token: 'token-1' };
const UNTIL = '2026-12-05T10:00:00.000Z';
const ORG = ['login.example.org'];
const FACTS = { expected: TARGET, zone: 'example.org', found: 'no address' };

const PROVEN = findings('serving', 'Serves', () => ({ fingerprint: 'AA', notAfter: UNTIL }), ['login.example.com']);
const MISLED: FoundCondition[] = [
  ...findings('dns', 'CnameMissing', () => FACTS, ORG),
  ...findings('serving', 'MisledByDns', () => ({ ...FACTS, until: '2026-12-05T09:59:00.000Z' }), ORG),
];

it('waits fourteen days for whoever manages the DNS, and says so of each name', async () => {
  await scene.givenRequest({ conditions: [...PROVEN, ...MISLED] });
  const parked = scene.made(create);
  await parked(INPUT);
  await parked(INPUT);
  expect(await scene.waits.at(REQUEST_ID)).toMatchObject([
    { name: 'AwaitServing', deadline: UNTIL, dueAt: '2026-11-21T10:01:00.000Z' },
  ]);
  expect(await scene.recorded()).toEqual([
    {
      type: 'Parked',
      at: NOW,
      by: 'service',
      text: 'Waiting until the DNS of 1 of 2 names leads here again.',
      set: { status: 'ACTION_REQUIRED', step: 'AwaitServing', waitingOn: 'customer DNS', deadline: UNTIL },
      conditions: findings('serving', 'MisledByDns', () => ({ ...FACTS, until: UNTIL }), ORG),
    },
  ]);
});

it('asks nobody for anything where the DNS does not say', async () => {
  await scene.givenRequest({
    conditions: [
      ...PROVEN,
      ...findings('dns', 'DnsUnreachable', () => FACTS, ORG),
      ...findings('serving', 'DoesNotServe', () => ({ found: 'no address' }), ORG),
    ],
  });
  await scene.made(create)(INPUT);
  expect(await scene.request()).toMatchObject({ status: 'PENDING', waitingOn: 'nobody', deadline: UNTIL });
});

it('asks nobody for anything after a cancel', async () => {
  await scene.givenRequest({ cancelAskedAt: NOW, conditions: MISLED });
  await scene.made(create)(INPUT);
  expect(await scene.recorded()).toMatchObject([{ text: 'Canceled: what was done is taken back.' }]);
});
