import { CloudFrontClient, GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { create } from '../../../../../lambdas/api/api.ts';
import { type ApiCall, callApi, useApiScene } from '../../../../support/unit/api.ts';
import { ALIASES, findings, NOW, REQUEST_ID } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const stepFunctions = strictMock(SFNClient);
const events = strictMock(EventBridgeClient);
const cloudFront = strictMock(CloudFrontClient);

const call = (target: string, rest?: ApiCall) => callApi(scene.made(create), target, rest);

const ID = 'req-20261121-7777777777';

beforeEach(() => {
  stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
  const Aliases = { Quantity: 0, Items: [] };
  cloudFront.on(GetDistributionConfigCommand).resolves({ DistributionConfig: { Aliases } as never });
});
const goOn = (body: object) => call(`POST /sites/acme/certificates/${REQUEST_ID}/continue-without`, { body });

it('tells which names block the rest when none is named', async () => {
  await scene.givenRequest({
    step: 'AwaitPreflightFix',
    conditions: findings('dns', 'CnameMissing', () => ({}), ['login.example.org']),
  });
  const { status, body } = await goOn({});
  expect([status, body.code, body.blocking]).toEqual([409, 'WithoutUnclear', ['login.example.org']]);
  expect((await scene.request()).continuation).toBeNull();
});

it('ends the request for the sake of another, whose id it says, and has watch look', async () => {
  await scene.givenRequest({ step: 'AwaitValidation', conditions: findings('approval', 'Approved', () => ({})) });
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  const { status, body } = await goOn({ without: ['login.example.org'] });
  expect([status, body.replacedBy, body.approvalsLost]).toEqual([202, ID, ALIASES]);
  expect(await scene.request()).toMatchObject({
    cancelAskedAt: NOW,
    continuation: { without: ['login.example.org'], offAir: [] },
  });
  expect(callsOf(events)).toHaveLength(1);
});

it('loses no approval where the certificate is issued, whatever the day', async () => {
  await scene.givenRequest({ step: 'AwaitRelease', notAfter: '2027-06-06T23:59:59.000Z' });
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  const later = { body: { without: ['login.example.org'] }, now: '2027-04-02T09:00:00.000Z' };
  const { status, body } = await call(`POST /sites/acme/certificates/${REQUEST_ID}/continue-without`, later);
  expect([status, body.approvalsLost]).toEqual([202, []]);
});

it('is refused once its end has begun', async () => {
  await scene.givenRequest({ step: 'DetachAliases', notAfter: '2027-06-06T23:59:59.000Z' });
  const { status, body } = await goOn({ without: ['login.example.org'] });
  expect([status, body.code]).toEqual([409, 'NotContinuable']);
  expect(body.detail).toContain('its end has begun');
});

it('is refused when AWS takes no new request with its method any more', async () => {
  await scene.givenRequest({ step: 'AwaitPreflightFix' });
  const later = { body: { without: ['login.example.org'] }, now: '2027-04-02T09:00:00.000Z' };
  const { body } = await call(`POST /sites/acme/certificates/${REQUEST_ID}/continue-without`, later);
  expect(body.code).toBe('EmailValidationEnded');
});
