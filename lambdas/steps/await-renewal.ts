/** AwaitRenewal: parked while AWS renews. People are shown as waited for only when there is something for them to do. */
import { atRest } from '../../core/health.ts';
import { EDGE_HOURS, openNames, renewalDeadline, whoMustAct } from '../../core/renewal.ts';
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

/** The certificate's end, and the edges' day. */
const AFTER_END_MS = EDGE_HOURS * 3_600_000;

export const create: Create = (env) =>
  park(
    'AwaitRenewal',
    env,
    (request, { parkedAt }) => {
      const { renewal, method } = request;
      const open = openNames(request);
      if (!renewal || open.length === 0)
        return { text: 'Waiting until AWS has renewed the certificate.', set: atRest(request, new Date(parkedAt)) };
      const deadline = renewalDeadline(renewal, method, new Date(parkedAt));
      return {
        text: `Waiting until AWS has renewed the certificate; ${open.length} names need somebody.`,
        set: { waitingOn: whoMustAct(method), deadline },
      };
    },
    { until: ({ renewal, notAfter }, now) => afterEnd(renewal?.notAfter ?? notAfter ?? now.toISOString()) },
  );

function afterEnd(notAfter: string): string {
  return new Date(Date.parse(notAfter) + AFTER_END_MS).toISOString();
}
