import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { readHistory, transitionsOf } from '../../../local/history.ts';
import { callsOf, strictMock } from '../../support/unit/strict-mock.ts';

const states = strictMock(SFNClient);
const events = (...types: string[]) => types.map((type, id) => ({ id, type }) as unknown as HistoryEvent);

it.each([
  ['an empty history', [], 0],
  [
    'each state that was entered',
    ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'SucceedStateEntered'],
    2,
  ],
  ['a task once', ['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited'], 1],
  ['each retry of a task', ['TaskStateEntered', 'TaskScheduled', 'TaskFailed', 'TaskScheduled', 'TaskSucceeded'], 2],
  ['branches of a Parallel', ['ParallelStateEntered', 'TaskStateEntered', 'TaskScheduled', 'PassStateEntered'], 3],
])('counts %s', (_, types, transitions) => {
  expect(transitionsOf(events(...types))).toBe(transitions);
});

it('reads all pages', async () => {
  states.on(GetExecutionHistoryCommand).resolves({ events: events('ExecutionStarted'), nextToken: 'page-2' });
  states.on(GetExecutionHistoryCommand, { nextToken: 'page-2' }).resolves({ events: events('ExecutionSucceeded') });
  const history = await readHistory('http://127.0.0.1:1', 'arn:execution');
  expect(history.map(({ type }) => type)).toEqual(['ExecutionStarted', 'ExecutionSucceeded']);
  expect(callsOf(states)[0]).toEqual([
    'GetExecutionHistory',
    { executionArn: 'arn:execution', nextToken: undefined, maxResults: 1000 },
  ]);
});
