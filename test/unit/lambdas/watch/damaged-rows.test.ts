/** A row that cannot be read, or that a newer version has left: it is told and counted, and nobody else waits for it. */

import { ACMClient, ResendValidationEmailCommand } from '@aws-sdk/client-acm';
import { CloudFrontClient, GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { createCares } from '../../../../lambdas/records/cares.ts';
import { createResends } from '../../../../lambdas/records/resends.ts';
import { create } from '../../../../lambdas/watch/watch.ts';
import { CERTIFICATE, findings, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);
const acm = strictMock(ACMClient);
const stepFunctions = strictMock(SFNClient);
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const watch = () =>
  scene.made(
    create,
    {},
    { now: () => at('10:01:00') },
  )({
    time: '2026-11-21T10:01:00Z',
    'detail-type': 'Scheduled Event',
  });

async function givenDeployment(): Promise<void> {
  await scene.givenSite({ distribution: { id: 'E1ACME2EXAMPLE', domainName: 'd.cloudfront.net' } });
  await scene.givenRequest();
  await scene.waits.park(REQUEST_ID, 'AwaitDeployment', 'token-1', at('10:00:00'));
  cloudFront.on(GetDistributionCommand).resolves({ Distribution: { Status: 'Deployed' } as never });
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
}

it.each([
  ['of a state that it does not know', { name: 'AwaitSomethingNew' }],
  ['without the number of its looks', { looks: undefined }],
  ['without a token', { taskToken: undefined }],
  ['without a deadline', { deadline: undefined }],
])('looks at the others where a wait is %s', async (_, damage) => {
  await givenDeployment();
  const key = { pk: 'REQUEST#req-0', sk: 'WAIT#req-0#AwaitRelease' };
  const row = {
    execution: 'req-0',
    name: 'AwaitRelease',
    taskToken: 'token-0',
    deadline: '2026-11-22T10:00:00.000Z',
    looks: 0,
  };
  const due = { parkedAt: '2026-11-21T09:00:00.000Z', dueAt: '2026-11-21T09:30:00.000Z', duePk: 'WAIT' };
  await scene.table.put({ ...key, ...row, ...due, ...damage });
  await watch();
  expect(callsOf(stepFunctions)).toEqual([['SendTaskSuccess', { taskToken: 'token-1', output: '{"verdict":"met"}' }]]);
});

it('lets a wait of a newer version take its turn with the others', async () => {
  const wait = await scene.waits.park(REQUEST_ID, 'AwaitDeployment', 'token-1', at('10:00:00'));
  const key = { pk: `REQUEST#${REQUEST_ID}`, sk: `WAIT#${REQUEST_ID}#AwaitSomethingNew` };
  await scene.table.put({ ...key, ...wait, name: 'AwaitSomethingNew', duePk: 'WAIT' });
  await scene.waits.end(wait);
  await watch();
  expect(scene.nextDueAt()).toBe('2026-11-21T10:16:00.000Z');
});

it('looks after the others where a request cannot be read', async () => {
  const cares = createCares(scene.table);
  await scene.table.put({ pk: 'REQUEST#req-0', sk: 'REQUEST', request: {}, conditions: 'not packed' });
  await cares.plan('req-0', at('09:00:00'));
  await scene.givenRequest({ status: 'CANCELED' });
  await cares.plan(REQUEST_ID, at('09:30:00'));
  await watch();
  expect(await cares.of('req-0')).toBeDefined();
  expect(await cares.of(REQUEST_ID)).toBeUndefined();
});

it('mails the others again where a wish is of no request', async () => {
  const conditions = [
    ...findings('approval', 'ApprovalPending', () => ({ until: '2026-11-24T09:00:00.000Z' })),
    ...findings('mail', 'MailRouteFound', (alias) => ({ validationDomain: alias.slice('login.'.length) })),
  ];
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions });
  acm.on(ResendValidationEmailCommand).resolves({});
  const resends = createResends(scene.table);
  await resends.ask('req-0', ['login.example.net'], at('10:00:58'));
  await resends.ask(REQUEST_ID, ['login.example.com'], at('10:00:59'));
  await watch();
  expect(callsOf(acm).map(([name]) => name)).toContain('ResendValidationEmail');
});
