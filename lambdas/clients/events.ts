/** EventBridge: what the service tells others, and how functions wake each other without waiting for it. */
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { ServiceError } from '../../core/errors.ts';
import { NOTICE_EVENT, type Notice } from '../../core/notice.ts';
import { EVENT_RULES } from '../../core/topology.ts';
import { awsConfig, calling, deploymentOf, type Env } from './aws.ts';

/** API_PutEvents.html. */
export const EVENTS_AT_ONCE = 10;

export function createEvents(env: Env) {
  const client = new EventBridgeClient(awsConfig(env));
  const deployment = deploymentOf(env);

  /** The bus is the whole account's: which deployment tells, stands in each event. */
  function entry(
    { source, detailType }: { source: string; detailType: string },
    detail: object,
  ): PutEventsRequestEntry {
    return { Source: source, DetailType: detailType, Detail: JSON.stringify({ deployment, ...detail }) };
  }

  /** Says of each entry whether AWS took it: they stand or fall one by one. */
  async function put(entries: readonly PutEventsRequestEntry[]): Promise<boolean[]> {
    const input = { Entries: [...entries] };
    const { FailedEntryCount, Entries = [] } = await calling(client.send(new PutEventsCommand(input)));
    return entries.map((_, index) => !FailedEntryCount || Entries[index]?.EventId !== undefined);
  }

  async function wake(rule: 'LookRequested' | 'DeliveryDue', requestId: string): Promise<void> {
    const [taken] = await put([entry(EVENT_RULES[rule], { requestId })]);
    if (!taken) throw new ServiceError('AwsUnavailable');
  }

  return {
    /** Asks `watch` to look now at what is due of this request. Lost, it costs a minute: the schedule looks too. */
    requestLook: (requestId: string): Promise<void> => wake('LookRequested', requestId),

    /** Asks `notify` to make what is due of this request's deliveries. Lost, it costs a minute: watch asks again. */
    deliveryDue: (requestId: string): Promise<void> => wake('DeliveryDue', requestId),

    /** At most so many as go at once, in their order; says of each whether AWS took it. */
    announce(notices: readonly Notice[]): Promise<boolean[]> {
      return put(notices.map((notice) => ({ ...entry(NOTICE_EVENT, notice), Time: new Date(notice.at) })));
    },
  };
}

export type Events = ReturnType<typeof createEvents>;
