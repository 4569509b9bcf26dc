/** What is written only where it is still as it was read, so that of two writers at one moment neither undoes what the other did. */
import { ServiceError } from '../../core/errors.ts';

/** That an item has the version that was read. Each write raises it by one. */
export function asRead(version: unknown) {
  return { expression: 'version = :version', values: { ':version': version } };
}

/**
 * Reads, decides and writes until nobody came between; `undefined` says that somebody did. Throws ChangedMeanwhile after so many times:
 * more writers than that at one moment are a bug.
 */
export async function untilAsRead<Done>(times: number, attempt: () => Promise<Done | undefined>): Promise<Done> {
  for (let n = 0; n < times; n++) {
    const done = await attempt();
    if (done !== undefined) return done;
  }
  throw new ServiceError('ChangedMeanwhile');
}
