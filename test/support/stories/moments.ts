/**
 * Moments at which a product may be killed. What a kill leaves is the folder as it is at that moment: it is copied right after the
 * transaction that makes the moment, in the middle of whatever else is under way.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { StoredEvent } from '../../../local/aws/states/journal.ts';
import type { Mutation, World } from '../../../local/world.ts';

/**
 * Copies `folder` to `<root>/<moment>` at the first of each moment: a kind of event in a history (`TaskScheduled`), a wait
 * (`parked in AwaitRelease`), a change at AWS whose answer was not heard (`unheard UpdateDistribution 2`). Gives those that were.
 */
export function copyAtEachMoment(
  world: World,
  folder: string,
  root: string,
  isWanted: (moment: string) => boolean = () => true,
): Set<string> {
  const moments = new Set<string>();
  const latest = momentsOf(world);
  const commit = world.store.transaction;
  world.store.transaction = (work) => {
    const result = commit(work);
    for (const moment of latest()) {
      if (moments.has(moment) || !isWanted(moment)) continue;
      moments.add(moment);
      cpSync(folder, join(root, moment), { recursive: true });
    }
    return result;
  };
  return moments;
}

/** The moments since the last call; changes again each time. */
function momentsOf({ store, mutations: { length: before } }: World): () => string[] {
  const events = store.collection<StoredEvent>('states.events');
  const mutations = store.collection<Mutation>('mutations');
  let eventsTold = events.size;
  /** By execution. */
  const states = new Map<string, string>();
  return () => {
    const told = [...events.entries()].slice(eventsTold).flatMap(([key, { type, stateEnteredEventDetails }]) => {
      const execution = key.slice(0, key.lastIndexOf('#'));
      if (stateEnteredEventDetails) states.set(execution, String(stateEnteredEventDetails.name));
      return type === 'TaskSubmitted' ? [type, `parked in ${states.get(execution)}`] : [type];
    });
    const changes = [...mutations.values()].slice(before).filter(({ service }) => service !== 'ses');
    const changed = changes.map(({ operation }, index) => {
      const nth = changes.slice(0, index + 1).filter((each) => each.operation === operation).length;
      return `unheard ${operation} ${nth}`;
    });
    eventsTold = events.size;
    return [...told, ...changed];
  };
}

/** A history as two runs of a journey have in common. */
export function typesAndStates(events: readonly HistoryEvent[]): string[] {
  return events.map(({ type, stateEnteredEventDetails: entered, stateExitedEventDetails: exited }) =>
    `${type} ${entered?.name ?? exited?.name ?? ''}`.trim(),
  );
}
