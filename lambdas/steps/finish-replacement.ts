/**
 * FinishReplacement: the certificate is proven in the place of another. The replaced request is SUPERSEDED, or has EXPIRED; its claims and the
 * activation of the prefix go over to this one, and the claims of names that went off the air are given back, but for those of names that
 * a move may still bring. From now on watch looks after it: planned first, as in FinishRequest.
 */
import { withoutPrefix } from '../../core/activation.ts';
import { predecessorsOf } from '../../core/replacement.ts';
import type { CertificateRequest, Happening } from '../../core/request.ts';
import { isInPlace, isOver, isServing } from '../../core/status.ts';
import { createTable } from '../clients/table.ts';
import { namesInMove } from '../duties/case-at-aws.ts';
import { createPost } from '../duties/tell-contacts.ts';
import { tellReady } from '../duties/tell-ready.ts';
import { createActivations } from '../records/activations.ts';
import { createCares } from '../records/cares.ts';
import { createClaims } from '../records/claims.ts';
import { createMoves } from '../records/moves.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const post = createPost(env, table);
  const { requests } = post;
  const activations = createActivations(table, post);
  const claims = createClaims(table);
  const cares = createCares(table);
  const moves = createMoves(table);
  return step('FinishReplacement', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    // Redriven late, another one has taken its place: what that one has must not be taken back.
    if (isOver(request)) return { verdict: 'ready', status: request.status };
    await cares.plan(requestId, now);
    const predecessors = predecessorsOf(request, await requests.list(request.siteId));
    for (const old of predecessors) {
      await handOver(old, request);
      await requests.settle(old.requestId, (present) =>
        isInPlace(present) ? superseded(present, requestId, now) : undefined,
      );
    }
    for (const alias of request.offAir) await claims.release(alias, requestId);
    const finished = await finish(request, predecessors, now);
    await tellReady(post, finished, now);
    return { verdict: 'ready', status: finished.status };
  });

  /** A prefix that was saved at the last moment, of a request that is replaced now, would lead browsers to names that nothing serves. */
  async function finish(
    { siteId, requestId, prefix }: CertificateRequest,
    predecessors: readonly CertificateRequest[],
    now: Date,
  ): Promise<CertificateRequest> {
    const after = await activations.change(siteId, [requestId], ({ site }) => {
      const isActive = site.apiDomainPrefix === prefix;
      return {
        site: isActive ? site : withoutPrefix(site),
        happening: (present) => (isServing(present) ? undefined : ready(present, predecessors, isActive, now)),
      };
    });
    return after.requests[0] ?? requests.require(requestId);
  }

  async function handOver(old: CertificateRequest, { requestId, aliases }: CertificateRequest): Promise<void> {
    const moving = await namesInMove(moves, old);
    for (const alias of old.aliases) {
      if (aliases.includes(alias)) await claims.handOver(alias, old.requestId, requestId);
      else if (!moving.includes(alias)) await claims.release(alias, old.requestId);
    }
  }
};

/** What has expired stays so: that is how it ended. */
function superseded({ status }: CertificateRequest, replacedBy: string, now: Date): Happening {
  return {
    type: 'Superseded',
    at: now.toISOString(),
    by: 'service',
    text: `The certificate of request ${replacedBy} serves in the place of this one.`,
    set: {
      ...(status !== 'EXPIRED' && { status: 'SUPERSEDED' }),
      waitingOn: 'nobody',
      deadline: null,
      replacedBy,
    },
  };
}

function ready(
  { aliases, prefix, continues }: CertificateRequest,
  predecessors: readonly CertificateRequest[],
  isActive: boolean,
  now: Date,
): Happening {
  const others = predecessors.filter(({ requestId }) => requestId !== continues); // which never served by itself
  const replaced = others.map(({ requestId }) => requestId).join(', ');
  const serves = `All ${aliases.length} names serve, in the place of request ${replaced}.`;
  return {
    type: isActive ? 'Activated' : 'Ready',
    at: now.toISOString(),
    by: 'service',
    text: isActive
      ? `${serves} The prefix ${prefix} stays active.`
      : `${serves} The prefix ${prefix} can be saved in the site settings.`,
    set: {
      status: isActive ? 'ACTIVE' : 'READY',
      step: 'FinishReplacement',
      waitingOn: isActive ? 'nobody' : 'site admin',
      deadline: null,
      failing: null,
    },
  };
}
