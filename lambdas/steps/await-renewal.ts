/** AwaitRenewal: parked while AWS renews. People are shown as waited for only when there is something for them to do. */
import { EDGE_HOURS, openNames } from '../../core/renewal.ts';
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

/** The certificate's end, and the edges' day. */
const AFTER_END_MS = EDGE_HOURS * 3_600_000;

export const create: Create = (env) =>
  park(
    'AwaitRenewal',
    env,
    (request) => {
      const open = request.renewal ? openNames(request).length : 0;
      const waiting = 'Waiting until AWS has renewed the certificate';
      return { text: open === 0 ? `${waiting}.` : `${waiting}; ${open} names need somebody.`, set: {} };
    },
    { until: ({ renewal, notAfter }, now) => afterEnd(renewal?.notAfter ?? notAfter ?? now.toISOString()) },
  );

function afterEnd(notAfter: string): string {
  return new Date(Date.parse(notAfter) + AFTER_END_MS).toISOString();
}
