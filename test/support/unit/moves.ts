/** Ownership moves of the site and request of `step.ts`, as StartOwnershipMove makes them, and as they are later. */
import type { Holder } from '../../../core/holder.ts';
import type { MovingAlias, OwnershipMove } from '../../../core/move.ts';
import { ALIASES, CREATED, NOW, REQUEST_ID } from './step.ts';

export const MOVE_ID = `${REQUEST_ID}-move-1`;
export const TICKET_ID = 'oi-0123456789ab';
export const OURS = { id: 'E1ACME2EXAMPLE', domainName: 'd111.cloudfront.net' };

/** A distribution of another account, as AWS masks it. */
export function holderOf(alias: string, fields: Partial<Holder> = {}): Holder {
  return {
    domain: alias,
    resourceType: 'distribution',
    resourceId: '*******FOREIGN',
    accountId: '******887777',
    kind: 'foreign',
    ...fields,
  };
}

export function held(alias: string, fields: Partial<MovingAlias> = {}): MovingAlias {
  return { holder: holderOf(alias), state: 'held', txt: 'unknown', refusal: null, ...fields };
}

/** CloudFront's refusal while the holder is enabled. */
export const ENABLED = {
  kind: 'sourceEnabled',
  text: 'IllegalUpdate: Alias move is not allowed since the source distribution is enabled',
  at: NOW,
  times: 1,
} as const;

/** Of both names; `each` is what they have in common. */
export function ownershipMove(fields: Partial<OwnershipMove> = {}, each: Partial<MovingAlias> = {}): OwnershipMove {
  return {
    moveId: MOVE_ID,
    execution: MOVE_ID,
    siteId: 'acme',
    requestId: REQUEST_ID,
    distribution: OURS,
    phase: 'TXT',
    aliases: Object.fromEntries(ALIASES.map((alias) => [alias, held(alias, each)])),
    ticketId: TICKET_ID,
    decision: null,
    supportCaseId: null,
    escalatedAt: null,
    notes: [],
    outcome: null,
    failing: null,
    startedAt: CREATED,
    endedAt: null,
    version: 1,
    ...fields,
  };
}
