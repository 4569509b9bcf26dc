/** A request in one glance: what is happening, in a sentence, what it means for the reader, and how urgent it is. */
import { REASONS } from '../../core/reasons.ts';
import type { RequestView } from '../../core/view.ts';
import { T } from '../texts.ts';
import { actorText, conditionsOf, isHeld, progressOf, STATUSES, troublesOf } from './words.ts';

export interface Glance {
  type: 'info' | 'warning' | 'success' | 'error';
  headline: string;
  more: string;
}

export function glanceOf(request: RequestView): Glance {
  const { status, failure, prefix, failing } = request;
  if (status === 'SUPERSEDED')
    return {
      type: 'info',
      headline: failure?.message ?? T.glance.superseded,
      more: failure?.remedy ?? T.glance.supersededMore,
    };
  if (failure)
    return { type: status === 'CANCELED' ? 'info' : 'error', headline: failure.message, more: failure.remedy };
  if (failing) return { type: 'warning', headline: T.request.failing, more: `${failing.message} ${failing.remedy}` };
  const trouble = troubleOf(request);
  if (trouble) return trouble;
  switch (status) {
    case 'READY':
      return { type: 'info', headline: T.glance.ready(prefix), more: T.glance.readyMore };
    case 'ACTIVE':
      return { type: 'success', headline: T.glance.active(prefix), more: T.glance.activeMore };
    case 'CANCELED':
      return { type: 'info', headline: T.glance.canceled, more: T.glance.canceledMore };
    case 'PENDING':
    case 'ACTION_REQUIRED':
      if (request.cancelAskedAt && request.replacedBy)
        return { type: 'info', headline: T.goOn.ending, more: T.goOn.endingMore };
      return request.cancelAskedAt
        ? { type: 'info', headline: T.request.canceling, more: '' }
        : { type: status === 'PENDING' ? 'info' : 'warning', ...waitOf(request) };
    default:
      return { type: 'info', headline: T.glance.over(STATUSES[status].text), more: '' };
  }
}

/** What serves and needs a person all the same. */
export function troubleOf({ alongside, aliases, leftOut, renewal }: RequestView): Glance | undefined {
  const all = [...aliases, ...leftOut];
  const troubles = troublesOf(all);
  const [worst] = troubles;
  if (alongside.includes('DEGRADED') && worst) {
    const { condition, isNow } = worst;
    const names = [...new Set(troubles.map(({ alias }) => alias))];
    const who = T.glance.mustAct(actorText(condition.actor), isNow);
    return {
      type: 'warning',
      headline: T.glance.degraded(names, all.length),
      more: `${condition.message} ${who} ${T.glance.degradedMore}`,
    };
  }
  if (renewal?.state === 'ACTION_REQUIRED') return { type: 'warning', headline: renewal.message, more: renewal.remedy };
  return undefined;
}

function waitOf(request: RequestView): Omit<Glance, 'type'> {
  const { step, aliases, method, waitingOn } = request;
  const all = aliases.length;
  const open = aliases.filter(({ conditions }) =>
    conditionsOf(conditions).some(([, condition]) => REASONS[condition.reason].blocks),
  ).length;
  const unapproved = aliases.filter(({ conditions }) => conditions.approval?.status !== 'True').length;
  switch (step) {
    case 'AwaitPreflightFix':
      return { headline: T.glance.preflight(open, all), more: T.glance.preflightMore };
    case 'AwaitServing':
      return { headline: T.glance.misled(open, all), more: T.glance.misledMore };
    case 'AwaitValidation':
      if (unapproved === 0) return { headline: T.glance.approved(all), more: T.glance.approvedMore };
      return method === 'DNS'
        ? { headline: T.glance.records(unapproved, all), more: T.glance.recordsMore }
        : { headline: T.glance.approvals(unapproved, all), more: T.glance.approvalsMore };
    case 'AwaitRelease':
      return { headline: T.glance.held(aliases.filter(isHeld).length, all), more: T.glance.heldMore };
    case 'StartOwnershipMove':
    case 'AwaitOwnershipMove':
      return { headline: T.glance.move, more: T.glance.moveMore };
  }
  if (waitingOn !== 'nobody' && waitingOn !== 'AWS')
    return { headline: T.glance.acting(actorText(waitingOn)), more: '' };
  const progress = progressOf(request);
  const now = progress?.phases[progress.at]?.name ?? step;
  return { headline: T.glance.pending, more: T.glance.pendingMore(now) };
}
