/**
 * The catalogue of condition reasons: the one place where a finding about an alias gets its words, its owner and its weight.
 * Console, API, CLI, mails and docs all read from here. A reason stands in the file of its condition (core/reasons): the message says
 * what was found, the remedy who does what. Both have places for facts, `{alias}`; which there are stands above the rows.
 */
import type { Actor } from './actor.ts';
import type { ConditionName } from './condition.ts';
import { APPROVAL_REASONS } from './reasons/approval.ts';
import { ATTACHED_REASONS } from './reasons/attached.ts';
import { CAA_REASONS } from './reasons/caa.ts';
import { CONFLICT_REASONS } from './reasons/conflict.ts';
import { DNS_REASONS } from './reasons/dns.ts';
import { MAIL_REASONS } from './reasons/mail.ts';
import { MIGRATION_REASONS } from './reasons/migration.ts';
import { SERVING_REASONS } from './reasons/serving.ts';

export interface Reason {
  /** Which condition of an alias this is a reason of. */
  condition: ConditionName;
  status: 'True' | 'False' | 'Unknown';
  /** Keeps the request from going on (only a False can; an Unknown never does). */
  blocks: boolean;
  /** Who must act next. */
  actor: Actor;
  message: string;
  remedy: string;
}

export const REASONS = {
  ...DNS_REASONS,
  ...MAIL_REASONS,
  ...CAA_REASONS,
  ...CONFLICT_REASONS,
  ...APPROVAL_REASONS,
  ...ATTACHED_REASONS,
  ...SERVING_REASONS,
  ...MIGRATION_REASONS,
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof REASONS;
