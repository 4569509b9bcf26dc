/** EventBridge: what the service tells others, and how the API wakes `watch` without waiting for it. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ServiceError } from '../../core/errors.ts';
import { EVENT_RULES } from '../../core/topology.ts';
import { awsConfig, calling, type Env } from './aws.ts';

export function createEvents(env: Env) {
  const client = new EventBridgeClient(awsConfig(env));
  return {
    /** Asks `watch` to look now at what is due of this request. Lost, it costs a minute: the schedule looks too. */
    async requestLook(requestId: string): Promise<void> {
      const { source, detailType } = EVENT_RULES.LookRequested;
      const entry = { Source: source, DetailType: detailType, Detail: JSON.stringify({ requestId }) };
      const { FailedEntryCount } = await calling(client.send(new PutEventsCommand({ Entries: [entry] })));
      if (FailedEntryCount) throw new ServiceError('AwsUnavailable');
    },
  };
}

export type Events = ReturnType<typeof createEvents>;
