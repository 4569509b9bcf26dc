/**
 * A stored event as GetExecutionHistory gives it. The rule kept here: without execution data the event still says everything
 * but what the states were given and gave.
 */
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { StoredEvent } from './journal.ts';

const DATA = new Set(['input', 'output', 'parameters', 'assignedVariables']);

export function historyEvent(stored: StoredEvent, includeData: boolean): HistoryEvent {
  const event = { ...stored, timestamp: new Date(stored.timestamp) } as HistoryEvent;
  return includeData ? event : withoutData(event);
}

function withoutData(event: HistoryEvent): HistoryEvent {
  const members = Object.entries(event).map(([name, value]) => [
    name,
    name.endsWith('EventDetails') ? strip(value) : value,
  ]);
  return Object.fromEntries(members) as HistoryEvent;
}

function strip(details: object): object {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !DATA.has(name)));
}
