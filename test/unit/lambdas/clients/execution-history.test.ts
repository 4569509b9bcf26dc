import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { createExecutionHistory } from '../../../../lambdas/clients/execution-history.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const mock = strictMock(SFNClient);
const history = createExecutionHistory({ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's' });

describe('the state at which an execution stopped', () => {
  const execution = 'arn:aws:states:us-east-1:111122223333:execution:provision-certificate:req-1';
  const entered = (id: number, name: string, previousEventId = 0) => ({
    id,
    previousEventId,
    type: 'TaskStateEntered' as const,
    timestamp: new Date(0),
    stateEnteredEventDetails: { name },
  });
  const event = (id: number, type: 'TaskFailed' | 'ExecutionFailed' | 'ExecutionAborted', previousEventId: number) => ({
    id,
    previousEventId,
    type,
    timestamp: new Date(0),
  });

  it('is the one that its last event comes from, whatever was entered beside it', async () => {
    mock.on(GetExecutionHistoryCommand).resolves({
      events: [
        event(5, 'ExecutionFailed', 4),
        event(4, 'TaskFailed', 2),
        entered(3, 'CheckCaa'),
        entered(2, 'CheckCnames'),
      ],
    });
    expect(await history.stoppedAt(execution)).toBe('CheckCnames');
    expect(callsOf(mock)).toEqual([
      [
        'GetExecutionHistory',
        { executionArn: execution, reverseOrder: true, includeExecutionData: false, maxResults: 1000 },
      ],
    ]);
  });

  it('is the last that was entered, of one that was ended from outside', async () => {
    mock.on(GetExecutionHistoryCommand).resolves({
      events: [event(9, 'ExecutionAborted', 0), entered(8, 'AwaitValidation', 7), entered(2, 'EnsureTarget')],
    });
    expect(await history.stoppedAt(execution)).toBe('AwaitValidation');
  });

  it('is unknown where the page does not show it', async () => {
    mock.on(GetExecutionHistoryCommand).resolves({ events: [event(2000, 'ExecutionFailed', 1999)] });
    expect(await history.stoppedAt(execution)).toBeUndefined();
  });
});
