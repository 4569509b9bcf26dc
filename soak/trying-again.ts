/**
 * Between its tries the SDK waits in the machine's time, a second or two where AWS throttles. The world stands still meanwhile, so here
 * it tries again at once: as often, and what is between two tries is the same.
 */
import { Retry } from '@smithy/core/retry';

export function tryAgainAtOnce(): void {
  Retry.delay = () => 0;
  Retry.throttlingDelay = () => 0;
}
