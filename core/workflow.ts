/**
 * Workflows in on-call's list: of requests on their way, and whatever stands still, also beside a request that serves. What stands still
 * comes first: of that, what can be redriven for the shortest time; then what has been on its way for the longest.
 */
import type { RequestRow, RetirementRow } from './api/answers-workflow.ts';
import type { CertificateRequest } from './request.ts';
import type { Site } from './site.ts';
import { redrivableUntil, stopsOf } from './standstill.ts';
import { isRunning } from './status.ts';

export const WORKFLOW_STATES = ['stopped', 'running'] as const;
/** Stopped: something stands still. Running: on its way, and nothing does. */
export type WorkflowState = (typeof WORKFLOW_STATES)[number];

/** Sorts behind every time: what stands still has the time from which it does in its place. */
const RUNNING = 'running#';

/** Where the list has the request: `2026-11-21T09:00:00.000Z#<id>`, `running#2026-11-21T09:00:00.000Z#<id>`; undefined where it has not. */
export function workflowSortKey(request: CertificateRequest): string | undefined {
  const { requestId, createdAt, failing } = request;
  if (failing) return `${failing.since}#${requestId}`;
  return isRunning(request) ? `${RUNNING}${createdAt}#${requestId}` : undefined;
}

export function workflowStateAt(sortKey: string): WorkflowState {
  return sortKey.startsWith(RUNNING) ? 'running' : 'stopped';
}

/** The sort key from which on the list may have something of that state. */
export function workflowsFrom(state: WorkflowState | 'all', begin: string | undefined): string | undefined {
  return state === 'running' && (begin ?? '') < RUNNING ? RUNNING : begin;
}

export function requestRow(request: CertificateRequest): RequestRow {
  const { siteId, requestId, prefix, aliases, status, step, waitingOn, since, deadline } = request;
  const stops = stopsOf(request).map((stop) => ({ ...stop, until: redrivableUntil(stop) }));
  return { siteId, requestId, prefix, names: aliases.length, status, step, waitingOn, since, deadline, stops };
}

/** Of a site's retirement that stands still; undefined where none does. */
export function retirementRow({ siteId, retirement }: Site): RetirementRow | undefined {
  if (!retirement?.failing) return undefined;
  const { execution, state, askedAt, failing } = retirement;
  return { siteId, state, askedAt, stop: { execution, ...failing, until: redrivableUntil(failing) } };
}
