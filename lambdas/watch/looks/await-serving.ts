/**
 * Does the DNS of the names lead here again? Then VerifyServing proves all of them anew: it decides, and leaves to on-call what we fail
 * to serve. Until then the contacts know which record each name lacks.
 */
import { misled as letter } from '../../../core/letters/serving.ts';
import { whoMends } from '../../../core/misled.ts';
import { lostNames } from '../../../core/replacement.ts';
import { few } from '../../../core/text.ts';
import { type ProofTools, proveAliases } from '../../duties/prove-aliases.ts';
import { type Post, tellContacts } from '../../duties/tell-contacts.ts';
import { isPast, type Look, MET } from '../look.ts';

export function lookAtServing(proofTools: () => ProofTools, post: Post): Look {
  return async ({ execution: requestId, parkedAt, deadline }, now) => {
    const before = await post.requests.require(requestId);
    const unproven = before.aliases.filter((alias) => before.conditions[alias]?.serving?.reason !== 'Serves');
    const { conditions, failed, misled } = await proveAliases(proofTools(), before, unproven, { now, until: deadline });
    const request = await post.requests.change(requestId, ({ aliases }) => ({
      type: 'Served',
      at: now.toISOString(),
      by: 'service',
      text: `Looked again: ${aliases.length - failed.length - misled.length} of ${aliases.length} names serve.`,
      set: whoMends(conditions.flatMap(({ name, finding }) => (name === 'dns' ? [finding] : []))),
      conditions,
    }));
    const lost = lostNames(
      before,
      misled.map(({ alias }) => alias),
    );
    if (misled.length === 0 || failed.length > 0 || lost.length > 0) return MET;
    if (isPast(deadline, now)) {
      const names = few(misled.map(({ alias }) => alias));
      return { end: { verdict: 'ended', reason: 'ServingGivenUp', facts: { names } } };
    }
    if (request.waitingOn !== 'nobody')
      await tellContacts(post, request, `misled since ${parkedAt}`, letter(request, deadline, post.consoleUrl), now);
    return 'notYet';
  };
}
