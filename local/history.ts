/** Executions as their history tells them: what a run cost in state transitions, retries included. */
import { GetExecutionHistoryCommand, type HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import { REGION } from './world.ts';

/** The whole history of an execution, through the API as anybody would read it. */
export async function readHistory(endpoint: string, executionArn: string): Promise<HistoryEvent[]> {
  const client = new SFNClient({
    region: REGION,
    endpoint,
    credentials: { accessKeyId: 'reader', secretAccessKey: 'simulated' },
  });
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new GetExecutionHistoryCommand({ executionArn, nextToken, maxResults: 1000 }));
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  client.destroy();
  return events;
}

/** State transitions as AWS bills them: each state entered, and each retry of a task. */
export function transitionsOf(events: readonly HistoryEvent[]): number {
  const count = (matches: (type: string) => boolean) => events.filter(({ type }) => matches(type ?? '')).length;
  const entered = count((type) => type.endsWith('StateEntered'));
  const tasks = count((type) => type === 'TaskStateEntered');
  const scheduled = count((type) => type === 'TaskScheduled');
  return entered + Math.max(0, scheduled - tasks);
}
