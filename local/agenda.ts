/**
 * What is due, as the table's index has it: EventBridge's schedule passes over the ticks that could find nothing, and alarms do not miss
 * them. Read in memory, without a call: functions know nothing of it.
 */
import { nextGlanceAt } from '../core/glance.ts';
import { TABLE } from '../core/topology.ts';
import type { DynamoDb } from './aws/dynamodb/dynamodb.ts';
import type { Partition } from './aws/dynamodb/memory.ts';

export interface Agenda extends Pick<DynamoDb, 'onWritten'> {
  /** The partitions of the index `due`. */
  due(): Partition[];
}

type Row = Readonly<Record<string, { S?: string } | undefined>> | undefined;

const { partitionKey, sortKey } = TABLE.indexes.due;

/** When the earliest is due, in milliseconds; undefined when nothing ever is. What stands before all times is overdue. */
export function nextDue(agenda: Agenda): number | undefined {
  const times = agenda.due().map(({ first }) => Date.parse((first as Row)?.[sortKey]?.S ?? ''));
  return times.length === 0 ? undefined : Math.min(...times.map((time) => (Number.isNaN(time) ? 0 : time)));
}

/** Of requests that serve (lambdas/records/cares.ts). */
const CARES = 'CARE';

/** When watch glances next at what serves, in milliseconds. */
export function nextGlance(agenda: Agenda, now: Date): number | undefined {
  const cares = agenda.due().find(({ first }) => isCare(first));
  const next = nextGlanceAt(cares?.all().map((row) => (row as Row)?.requestId?.S ?? '') ?? [], now);
  return next === undefined ? undefined : Date.parse(next);
}

function isCare(row: unknown): boolean {
  return (row as Row)?.[partitionKey]?.S === CARES;
}

/** The request that is glanced at because of this row; undefined of any other row. */
export function glancedAt(row: unknown): string | undefined {
  return isCare(row) ? (row as Row)?.requestId?.S : undefined;
}
