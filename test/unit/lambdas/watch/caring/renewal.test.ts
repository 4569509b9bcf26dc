import { CloudFrontClient, type DistributionConfig, GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beginRenewal, type Renewal } from '../../../../../core/renewal.ts';
import { createCloudFront } from '../../../../../lambdas/clients/cloudfront.ts';
import { createStepFunctions } from '../../../../../lambdas/clients/step-functions.ts';
import { createErrands } from '../../../../../lambdas/records/errands.ts';
import { watchRenewal } from '../../../../../lambdas/watch/caring/renewal.ts';
import { CERTIFICATE, REQUEST_ID, useScene } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const sfn = strictMock(SFNClient);
const cloudFront = strictMock(CloudFrontClient);
const scene = useScene();
const END = '2027-06-06T23:59:59.000Z';
const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:renew-certificate';

beforeEach(async () => {
  await scene.givenSite();
  serves(CERTIFICATE);
});

function serves(ACMCertificateArn: string): void {
  const DistributionConfig = { ViewerCertificate: { ACMCertificateArn } } as DistributionConfig;
  cloudFront.on(GetDistributionConfigCommand).resolves({ DistributionConfig });
}

async function look(now: string, notAfter: string | null = END, renewal: Renewal | null = null): Promise<string> {
  const request = await scene.givenRequest({ status: 'ACTIVE', certificateArn: CERTIFICATE, notAfter, renewal });
  const { env, table, sites } = scene;
  const running = { stepFunctions: createStepFunctions(env), errands: createErrands(table) };
  const tools = { ...running, sites, cloudFront: createCloudFront(env) };
  return (await watchRenewal(tools, MACHINE)(request, new Date(now))).toISOString();
}

it('waits for the window, and starts nothing before', async () => {
  expect(await look('2027-04-22T23:59:58.000Z')).toBe('2027-04-22T23:59:59.000Z');
});

it('starts the job of this certificate, named by its end, and looks after the rest only', async () => {
  sfn.on(StartExecutionCommand).resolves({});
  expect(await look('2027-04-22T23:59:59.000Z')).toBe('2028-04-21T23:59:59.000Z');
  expect(callsOf(sfn)).toEqual([
    [
      'StartExecution',
      { stateMachineArn: MACHINE, name: `${REQUEST_ID}-renew-20270606`, input: `{"requestId":"${REQUEST_ID}"}` },
    ],
  ]);
});

it('takes a job that was started before as it is', async () => {
  sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'exists', $metadata: {} }));
  sfn.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
  await look('2027-04-23T00:00:00.000Z');
});

it('starts none beside the renewal before that is not over, but that one where it was forgotten', async () => {
  const before = beginRenewal('2027-02-27T23:59:59.000Z', new Date('2027-01-13T23:59:59Z'));
  sfn.on(StartExecutionCommand).resolves({});
  await look('2027-04-23T00:00:00.000Z', END, before);
  expect(callsOf(sfn)).toMatchObject([['StartExecution', { name: `${REQUEST_ID}-renew-20270227` }]]);
});

it('starts none while another certificate is in its place: AWS renews nothing that is not in use', async () => {
  serves(`${CERTIFICATE}-newer`);
  expect(await look('2027-04-23T00:00:00.000Z')).toBe('2027-04-23T01:00:00.000Z');
});

it('starts nothing for what has ended, or has no end', async () => {
  await look(END);
});

it('has nothing to do where no end is known', async () => {
  expect(await look('2027-04-23T00:00:00.000Z', null)).toBe('2028-04-22T00:00:00.000Z');
});
