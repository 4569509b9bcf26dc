import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { create } from '../../../../lambdas/steps/record-overdue.ts';
import { givenRetiring, INPUT, retirementOf } from '../../../support/unit/retirement.ts';
import { NOW, useScene } from '../../../support/unit/step.ts';
import { strictMock } from '../../../support/unit/strict-mock.ts';

const ses = strictMock(SESv2Client);
const scene = useScene();

it('tells who must remove what, and takes nothing away', async () => {
  ses.on(SendEmailCommand).resolves({});
  await givenRetiring(scene, { pointing: ['login.example.com'], unknown: ['login.example.org'] });
  await scene.givenRequest({ status: 'READY' });
  const step = scene.made(create, { LOG_LEVEL: 'SILENT' });
  expect(await step(INPUT)).toEqual({ pointing: 1, unknown: 1 });
  await step(INPUT);
  expect(await retirementOf(scene)).toMatchObject({ state: 'OVERDUE', deadline: null, endedAt: NOW });
  expect((await scene.sites.require('acme')).distribution).toBeDefined();
  expect(ses.commandCalls(SendEmailCommand)).toHaveLength(1);
});

it('lets a site be that was kept in the last moment', async () => {
  await givenRetiring(scene, { state: 'KEPT' });
  expect(await scene.made(create)(INPUT)).toEqual({ state: 'KEPT' });
});
