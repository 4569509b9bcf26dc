/**
 * Glances at the names whose minute it is (core/glance.ts), all at once. Where a name is not as it was proven, its request is due for
 * care at once; nothing else is written.
 */
import { isAsProven, toGlanceAt } from '../../core/glance.ts';
import { isOver } from '../../core/status.ts';
import type { EdgeClient } from '../clients/edge.ts';
import type { Cares } from '../records/cares.ts';
import type { Requests } from '../records/requests.ts';

export interface GlanceTools {
  cares: Cares;
  requests: Requests;
  /** A client for one tick. */
  edge: () => Pick<EdgeClient, 'handshake'>;
}

export async function glance({ cares, requests, edge }: GlanceTools, now: Date): Promise<void> {
  const theirMinute = await cares.glancedAt(now.getUTCMinutes());
  if (theirMinute.length === 0) return;
  const { handshake } = edge();
  await Promise.all(
    theirMinute.map(async (requestId) => {
      const request = await requests.find(requestId);
      if (!request || isOver(request)) return;
      const proven = await Promise.all(
        toGlanceAt(request).map(async ({ alias, fingerprint }) =>
          isAsProven(fingerprint, (await handshake(alias)).chain),
        ),
      );
      if (proven.includes(false)) await cares.plan(requestId, now);
    }),
  );
}
