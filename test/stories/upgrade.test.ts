/**
 * An upgrade while a request is on its way: its execution keeps the definition with which it began, the first that there was, and calls
 * the functions as they are now. The next request begins under the new definition.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeStateMachineForExecutionCommand, SFNClient, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { arnPlaceholder, functionsNamedBy } from '../../core/topology.ts';
import { functionArn } from '../../local/lambda.ts';
import { PREFIX } from '../../local/scenery.ts';
import { readMachine } from '../../local/state-machine-files.ts';
import { executionArn, reaching } from '../support/stories/left-behind.ts';
import { cancel, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const PRESENT = readMachine('provision-certificate');
const FIRST = filled(readFileSync(join(import.meta.dirname, 'older-machine.asl.json'), 'utf8'));

let story: Story;
let client: SFNClient;
beforeEach(async () => {
  story = await beginStory();
  client = new SFNClient(reaching(story));
});
afterEach(async () => {
  client.destroy();
  await story.stop();
});

function filled(definition: string): string {
  return functionsNamedBy(definition).reduce(
    (text, name) => text.replaceAll(`\${${arnPlaceholder(name)}}`, functionArn(name)),
    definition,
  );
}

async function deploy(definition: string): Promise<void> {
  const stateMachineArn = story.stateMachineArn('provision-certificate');
  await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
}

/** A request that the older definition began, met by the upgrade while it waits for its mailboxes. */
async function upgradedMeanwhile(): Promise<string> {
  await deploy(FIRST);
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  await deploy(PRESENT);
  return requestId;
}

it('goes on to READY under the older definition', async () => {
  const requestId = await upgradedMeanwhile();
  const ready = await playToReady(story, requestId);
  expect(ready).toMatchObject({ status: 'READY', failing: null, failure: null });
  expect(ready.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(5).fill('True'));
  const ran = await client.send(
    new DescribeStateMachineForExecutionCommand({ executionArn: executionArn(story, requestId) }),
  );
  expect(ran.definition).toBe(FIRST);
  expect(story.alarms.ringing()).toEqual([]);
});

it('ends by cancel, and the next request begins under the present definition', async () => {
  const requestId = await upgradedMeanwhile();
  await cancel(story, requestId);
  await story.until(requestId, ({ status }) => status === 'CANCELED');
  const next = await story.generate(PREFIX, 'wait');
  expect(await playToReady(story, next.requestId)).toMatchObject({ status: 'READY' });
  const ran = await client.send(
    new DescribeStateMachineForExecutionCommand({ executionArn: executionArn(story, next.requestId) }),
  );
  expect(ran.definition).toBe(PRESENT);
});
