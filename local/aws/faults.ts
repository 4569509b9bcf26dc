/**
 * Faults that AWS calls shall meet: one rule per fault, kept in the world's store, so that a restart forgets none.
 * A call meets the oldest rule that fits it, and only that one; a rule with `times` is gone after so many calls.
 */
import type { World } from '../world.ts';

export type Fault =
  /** Refused before it has any effect. Status: the service's own for that error, unless given. */
  | { kind: 'refuse'; error: string; message: string; status?: number }
  /** Answered after so many milliseconds of world time. */
  | { kind: 'delay'; ms: number }
  /** The connection drops before the call has any effect. */
  | { kind: 'drop' }
  /** The call has its effect twice, as when a client's retry follows a lost answer; the second answer is given. */
  | { kind: 'repeat' }
  /** The call has its effect, then the connection drops, or this status (500 or above) is all that comes back. */
  | { kind: 'lose'; status?: number }
  /** The function that calls dies, before the call has its effect or after it: it hears no answer, and nothing of it goes on. */
  | { kind: 'kill'; when: 'before' | 'after' }
  /** The whole process is killed (SIGKILL) before the call has its effect, or after it and before its answer. */
  | { kind: 'crash'; when: 'before' | 'after' };

export type FaultRule = Fault & {
  /**
   * Folder name under local/aws: `acm`, `dynamodb` ...; or `lambda`, whose operations are our functions' names; or `rules`, whose operations
   * are the names of EVENT_RULES: an event that is dropped comes to nobody.
   */
  service: string;
  /** As the SDK names it, or `*` for all of the service. */
  operation: string;
  /** Whose calls it meets: a function's name. Everybody's if absent. */
  principal?: string;
  /** How many calls it meets; for ever if absent. */
  times?: number;
};

export interface Faults {
  add(rule: FaultRule): void;
  clear(): void;
  list(): FaultRule[];
  /** The fault that this call meets now; counts it. */
  take(service: string, operation: string, principal?: string): Fault | undefined;
}

export function createFaults(world: World): Faults {
  const rules = world.store.collection<FaultRule>('aws.faults');
  return {
    add: (rule) => rules.put(world.random.hex(16), rule),
    clear() {
      for (const [id] of [...rules.entries()]) rules.delete(id);
    },
    list: () => [...rules.values()],
    take(service, operation, principal) {
      const met = [...rules.entries()].find(
        ([, rule]) =>
          rule.service === service &&
          [operation, '*'].includes(rule.operation) &&
          [principal, undefined].includes(rule.principal),
      );
      if (!met) return undefined;
      const [id, rule] = met;
      if (rule.times === 1) rules.delete(id);
      else if (rule.times !== undefined) rules.put(id, { ...rule, times: rule.times - 1 });
      return rule;
    },
  };
}

/** As a machine ends that loses its power: nothing of this process runs any more. */
export function crash(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('a killed process does not come here');
}
