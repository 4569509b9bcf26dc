import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { create } from '../../../../lambdas/steps/await-dns-gone.ts';
import { givenRetiring, INPUT, RETIRE, retirementOf } from '../../../support/unit/retirement.ts';
import { useScene } from '../../../support/unit/step.ts';
import { strictMock } from '../../../support/unit/strict-mock.ts';

const ses = strictMock(SESv2Client);
const scene = useScene();
const parked = { ...INPUT, token: 'token-1' };

it('parks for ninety days, and tells the contacts once which records to remove', async () => {
  ses.on(SendEmailCommand).resolves({});
  await givenRetiring(scene, { deadline: null });
  await scene.givenRequest({ status: 'READY' });
  const step = scene.made(create);
  expect(await step(parked)).toEqual({ parked: true });
  await step({ ...parked, token: 'token-2' });
  expect(await scene.waits.at(RETIRE)).toMatchObject([{ name: 'AwaitDnsGone', taskToken: 'token-2' }]);
  expect((await retirementOf(scene))?.deadline).toBe('2027-02-19T10:00:00.000Z');
  expect(ses.commandCalls(SendEmailCommand)).toHaveLength(1);
  const text = JSON.stringify(ses.commandCalls(SendEmailCommand)[0]?.args[0].input);
  expect(text).toContain('login.example.com');
  expect(text).toContain('acme.sslproxy.us1.gigya.com');
});

it('writes to nobody, and gives no more time, where the names had left before', async () => {
  await givenRetiring(scene, { state: 'REMOVING', deadline: null });
  await scene.givenRequest({ status: 'READY' });
  expect(await scene.made(create)(parked)).toEqual({ parked: true });
  expect(await retirementOf(scene)).toMatchObject({ state: 'REMOVING', deadline: null });
});

it('writes to nobody where there was never a name', async () => {
  await givenRetiring(scene);
  expect(await scene.made(create)(parked)).toEqual({ parked: true });
});
