/** The queue of dead letters: events that no function has taken, until a person deletes them (SQS, as far as Lambda writes to it). */
import type { World } from './world.ts';

export interface DeadLetter {
  id: string;
  at: string;
  functionArn: string;
  /** The event, and what its function said in the end. */
  requestPayload: unknown;
  responsePayload: { errorType: string; errorMessage: string };
}

export interface DeadLetters {
  add(letter: Omit<DeadLetter, 'at'>): void;
  list(): DeadLetter[];
  /** False when there is none of that id. */
  remove(id: string): boolean;
}

export function createDeadLetters({ clock, store, measure }: Pick<World, 'clock' | 'store' | 'measure'>): DeadLetters {
  const letters = store.collection<DeadLetter>('sqs.deadLetters');
  const count = () => measure({ of: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible' }, letters.size);
  return {
    add(letter) {
      letters.put(letter.id, { ...letter, at: clock.now().toISOString() });
      count();
    },
    list: () => [...letters.values()],
    remove(id) {
      const isThere = letters.get(id) !== undefined;
      letters.delete(id);
      count();
      return isThere;
    },
  };
}
