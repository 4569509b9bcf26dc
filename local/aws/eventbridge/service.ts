/**
 * EventBridge, the default bus only: PutEvents hands each entry to the world's bus. Entries stand or fall one by one, as the
 * answer says; the call itself succeeds.
 */
import * as sdk from '@aws-sdk/client-eventbridge';
import type { World } from '../../world.ts';
import { REGION } from '../../world.ts';
import { awsError, type Caller, type Service, service } from '../service.ts';

/** Source: eventbridge/latest/APIReference/API_PutEvents.html. */
const MOST_ENTRIES = 10;

export function createEventBridge(world: World): { service: Service } {
  function put(entry: sdk.PutEventsRequestEntry, caller: Caller): sdk.PutEventsResultEntry {
    const refusal = refuse(entry);
    if (refusal) return refusal;
    const EventId = world.emit({
      source: entry.Source ?? '',
      detailType: entry.DetailType ?? '',
      resources: entry.Resources ?? [],
      detail: JSON.parse(entry.Detail ?? ''),
      account: caller.account,
    });
    world.record(caller, {
      service: 'eventbridge',
      operation: 'PutEvents',
      resource: `arn:aws:events:${REGION}:${caller.account}:event-bus/default`,
    });
    return { EventId };
  }

  return {
    service: service({
      name: 'eventbridge',
      module: sdk,
      client: new sdk.EventBridgeClient({ region: REGION }),
      handlers: {
        PutEvents(input, caller) {
          const entries = input.Entries ?? [];
          if (entries.length < 1 || entries.length > MOST_ENTRIES)
            throw awsError(
              'ValidationException',
              `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MOST_ENTRIES}`,
            );
          const results = entries.map((entry) => put(entry, caller));
          return { FailedEntryCount: results.filter((result) => result.ErrorCode).length, Entries: results };
        },
      },
    }),
  };
}

function refuse(entry: sdk.PutEventsRequestEntry): sdk.PutEventsResultEntry | undefined {
  for (const member of ['Source', 'DetailType', 'Detail'] as const)
    if (!entry[member])
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${member} is not valid. Reason: ${member} is a required argument.`,
      };
  if (entry.EventBusName && entry.EventBusName !== 'default' && !entry.EventBusName.endsWith(':event-bus/default'))
    throw awsError('ResourceNotFoundException', `Event bus ${entry.EventBusName} does not exist.`);
  if (entry.Source?.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  if (!isJsonObject(entry.Detail ?? '')) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return undefined;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false; // whatever is no JSON is no object
  }
}
