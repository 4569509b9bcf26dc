/**
 * The table is lost and restored as it was an hour before: one request was on its way and went on, one began after that. What the product
 * says then, and what on-call does until it is true again.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  DeleteItemCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { RedriveExecutionCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { REGION } from '../../local/world.ts';
import { ROOT } from '../support/repository.ts';
import { describeExecution, executionArn, reaching } from '../support/stories/left-behind.ts';
import { approveAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
let dynamoDb: DynamoDBClient;
let stepFunctions: SFNClient;
beforeEach(async () => {
  story = await beginStory();
  [dynamoDb, stepFunctions] = [new DynamoDBClient(reaching(story)), new SFNClient(reaching(story))];
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await dynamoDb.send(new UpdateContinuousBackupsCommand({ TableName: TABLE_NAME, PointInTimeRecoverySpecification }));
});
afterEach(async () => {
  dynamoDb.destroy();
  stepFunctions.destroy();
  await story.stop();
});

it('goes on to READY by a stop and a redrive, and knows nothing of what began later', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  const { certificateArn } = await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  const then = await anHourLater();

  await approveAll(story, certificateArn);
  await story.until(requestId, ({ step }) => step === 'AwaitDeployment');
  const trustedSiteUrls = ['https://later.example.com'];
  await story.call('PUT', '/sites/later', { name: 'Later', dataCenter: 'us1', trustedSiteUrls, contacts: [] });
  mendRecord(story, 'later.example.com', 'later');
  await story.call('POST', '/sites/later/certificates', { prefix: PREFIX, onFindings: 'wait' });
  await story.settle();

  await restore(then);
  await putBack('--exact', '--write');

  // The request is as it was, and its execution is not.
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTION_REQUIRED', step: 'AwaitValidation' });
  await expect(story.call('GET', '/sites/later')).rejects.toThrow('There is no site');
  await story.hours(1);
  expect(await describeExecution(story, requestId)).toMatchObject({ status: 'RUNNING' });

  const arn = { executionArn: executionArn(story, requestId) };
  await stepFunctions.send(new StopExecutionCommand(arn));
  await story.settle();
  expect(await story.read(requestId)).toMatchObject({ waitingOn: 'vendor on-call' });
  await stepFunctions.send(new RedriveExecutionCommand(arn));
  const ready = await playToReady(story, requestId);
  expect(ready).toMatchObject({ status: 'READY', failing: null, failure: null });
  expect(ready.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(5).fill('True'));
});

it('puts back what was lost, and changes nothing else', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  await restore(await anHourLater());
  const lost = { pk: { S: `REQUEST#${requestId}` }, sk: { S: 'REQUEST' } };
  expect(await putBack()).toContain('lost: nothing');
  await dynamoDb.send(new DeleteItemCommand({ TableName: TABLE_NAME, Key: lost }));
  await expect(story.read(requestId)).rejects.toThrow('There is no certificate request');
  expect(await putBack('--write')).toContain('1 items were put back, 0 deleted.');
  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY' });
});

it('leaves out what may have ended since, and puts it back where it is named', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  const gil = { UID: 'gil', partnerId: SITE.partnerId };
  await story.call('PUT', '/members', { ...gil, role: 'customer-reader' });
  const then = await anHourLater();
  await story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/cancel`);
  await story.until(requestId, ({ status }) => status === 'CANCELED');
  await story.call('DELETE', '/members', gil);
  await story.settle();
  await restore(then);

  const plan = await putBack('--write');
  expect(plan).toContain('lost: nothing');
  expect(plan).toContain(`  1 of SITE# RUNNING#: the place of a running request`);
  expect(plan).toContain(`    --only 'SITE#${SITE.siteId} RUNNING#provision'`);
  expect(plan).toContain(`  1 of MEMBERS#: a member`);
  expect(plan).toContain('0 items were put back, 0 deleted.');
  const { members } = await story.call<{ members: { UID: string }[] }>('GET', `/members?partnerId=${SITE.partnerId}`);
  expect(members.map(({ UID }) => UID)).not.toContain('gil');
  const next = await story.generate(PREFIX, 'wait');
  expect(next.requestId).not.toBe(requestId);

  expect(await putBack('--only', `MEMBERS#${SITE.partnerId} gil`, '--write')).toContain('1 items were put back');
});

/** Answers a second that can be restored: the latest is five minutes behind. */
async function anHourLater(): Promise<Date> {
  await story.hours(1);
  const then = story.world.clock.now();
  await story.hours(1 / 6);
  return then;
}

async function restore(then: Date): Promise<void> {
  const tables = { SourceTableName: TABLE_NAME, TargetTableName: 'restored' };
  await dynamoDb.send(new RestoreTableToPointInTimeCommand({ ...tables, RestoreDateTime: then }));
}

/** A process of its own, as on-call runs it. */
async function putBack(...flags: string[]): Promise<string> {
  const words = [join(ROOT, 'scripts/restore-table.ts'), '--from', 'restored', '--to', TABLE_NAME, ...flags];
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${story.ports.aws}`,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'on-call',
    AWS_SECRET_ACCESS_KEY: 'simulated',
  };
  return (await promisify(execFile)(process.execPath, words, { env })).stdout;
}
