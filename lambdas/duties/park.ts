/** What every Await step does: store the token with what is awaited, and tell who must act and until when. */
import type { CertificateRequest, FoundCondition, RequestFields } from '../../core/request.ts';
import { withTurn } from '../../core/turn.ts';
import { WAITS, type WaitName } from '../../core/wait.ts';
import type { Env } from '../clients/aws.ts';
import { createTable } from '../clients/table.ts';
import { createRequests } from '../records/requests.ts';
import { createWaits, type Wait } from '../records/waits.ts';
import { type Handler, parkingStep } from '../runtime.ts';

/** What people see while it is parked. */
export interface Shown {
  text: string;
  set: Partial<RequestFields>;
  conditions?: readonly FoundCondition[];
}

export interface Parking {
  /** Writes to people once it is parked. */
  tell?: (request: CertificateRequest, wait: Wait, now: Date) => Promise<void>;
  /** Until when it waits at most, where the request says so and not the kind of wait. */
  until?: (request: CertificateRequest, now: Date) => string;
}

/** The handler of the state `name`. The execution goes on only when `watch` ends the token. */
export function park(
  name: WaitName,
  env: Env,
  shown: (request: CertificateRequest, wait: Wait) => Shown,
  { tell, until }: Parking = {},
): Handler {
  const table = createTable(env);
  const requests = createRequests(table);
  const waits = createWaits(table);
  return parkingStep(name, env, async ({ requestId, execution, token, now }) => {
    const waiting = await requests.require(requestId); // nothing is parked for what there is not
    const deadline = until?.(waiting, now);
    const wait = await waits.park(execution, name, token, now, deadline);
    const parked = await requests.change(waiting, (request) => {
      const { set, ...rest } = canceled(request, name) ? CANCELING : shown(request, wait);
      return withTurn(request, {
        type: 'Parked',
        at: now.toISOString(),
        by: 'service',
        ...rest,
        set: { ...set, step: name },
      });
    });
    if (tell && !canceled(parked, name)) await tell(parked, wait, now);
    return { parked: true };
  });
}

/** A cancel came between the states: a look ends the wait, and nobody is asked for anything any more. */
function canceled({ cancelAskedAt }: CertificateRequest, name: WaitName): boolean {
  return cancelAskedAt !== null && WAITS[name].onCancel !== 'goesOn';
}

const CANCELING: Shown = { text: 'Canceled: what was done is taken back.', set: {} };
