/** Step Functions: what has happened in an execution. Apart from the rest, for the shapes of its events are large, and only watch reads them. */
import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { awsConfig, calling, type Env } from './aws.ts';

export function createExecutionHistory(env: Env) {
  const client = new SFNClient(awsConfig(env));

  return {
    /**
     * The state at which an execution has stopped: what its last event comes from; of one that was ended from outside, the last that it
     * entered. A state that is tried sixty times writes three events each: a page of a thousand holds them. Undefined where it does not.
     */
    async stoppedAt(executionArn: string): Promise<string | undefined> {
      const page = { reverseOrder: true, includeExecutionData: false, maxResults: 1000 };
      const { events = [] } = await calling(client.send(new GetExecutionHistoryCommand({ executionArn, ...page })));
      const byId = new Map(events.map((event) => [event.id, event]));
      for (let event = events[0]; event; event = byId.get(event.previousEventId)) {
        if (event.stateEnteredEventDetails) return event.stateEnteredEventDetails.name;
      }
      return events.find((event) => event.stateEnteredEventDetails)?.stateEnteredEventDetails?.name;
    },
  };
}

export type ExecutionHistory = ReturnType<typeof createExecutionHistory>;
