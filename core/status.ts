/** Where a request stands, and by which method its names are validated: for whatever shows either too, so nothing of Node is loaded here. */

export const STATUSES = [
  'PENDING',
  'ACTION_REQUIRED',
  'READY',
  'ACTIVE',
  'FAILED',
  'CANCELED',
  'SUPERSEDED',
  'EXPIRED',
  'RETIRED',
] as const;
export type Status = (typeof STATUSES)[number];

export const METHODS = ['EMAIL', 'DNS'] as const;
export type Method = (typeof METHODS)[number];

interface Standing {
  status: Status;
}

/** Ended for good: nothing moves it any more. */
export function isOver(request: Standing): boolean {
  return ['FAILED', 'CANCELED', 'SUPERSEDED', 'EXPIRED', 'RETIRED'].includes(request.status);
}

/** On its way to a certificate: a site has at most one such request. */
export function isRunning(request: Standing): boolean {
  return request.status === 'PENDING' || request.status === 'ACTION_REQUIRED';
}

/** Its certificate serves, whether its prefix is saved or not: a site has at most one such request. */
export function isServing<One extends Standing>(request: One): request is One & { status: 'READY' | 'ACTIVE' } {
  return request.status === 'READY' || request.status === 'ACTIVE';
}

/** Its certificate is on the site's distribution: it serves, or did until the certificate ended, and no other has taken its place yet. */
export function isInPlace(request: Standing & { replacedBy: string | null }): boolean {
  return isServing(request) || (request.status === 'EXPIRED' && request.replacedBy === null);
}
