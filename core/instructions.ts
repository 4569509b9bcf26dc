/**
 * Instructions that can be forwarded to whoever owns the DNS or a mailbox, without an account. The rule kept here: they hold the
 * records and addresses that this person needs, what is seen of them and until when; never who holds a name, never who asked.
 */
import { awaitsClick, type Condition, type ConditionName, viewOf } from './condition.ts';
import { REASONS, type ReasonCode } from './reasons.ts';
import { type RecordToAdd, recordsToAdd } from './records-to-add.ts';
import { isBeyondEmail } from './renewal.ts';
import { type CertificateRequest, certificateNames } from './request.ts';
import { isRunning, isServing } from './status.ts';
import { fill } from './text.ts';

export interface Instruction {
  alias: string;
  /** `done`: as it should be. `unknown`: it could not be seen, which says nothing against it. */
  state: 'open' | 'done' | 'unknown';
  /** What is seen of it now. */
  seen: string;
  /** When that was first seen. */
  since: string;
  todo: string;
  /** What must stand in the DNS, in the order in which it is to be added; none where it is no record. */
  records: readonly RecordToAdd[];
  /** Who got the mail to approve, as AWS reports the addresses. */
  mailboxes: readonly string[];
}

/** How long a link lasts where nothing ends before: as long as the longest wait for DNS. */
const LINK_DAYS = 14;

/** A link ends with what it asks for. */
export function linkEnd({ deadline }: Pick<CertificateRequest, 'deadline'>, now: Date): string {
  const latest = new Date(now.getTime() + LINK_DAYS * 24 * 3600 * 1000).toISOString();
  return deadline !== null && deadline > now.toISOString() && deadline < latest ? deadline : latest;
}

/**
 * What is open first: of a request on its way, or of one that serves, whose certificate is to be renewed or moved to DNS validation, or whose
 * names are not as they were. `addresses`: by alias. Empty when there is nothing that somebody outside could do.
 */
export function instructionsOf(
  request: CertificateRequest,
  addresses: Readonly<Record<string, readonly string[]>>,
  now: Date,
): Instruction[] {
  if (!isServing(request) && (!isRunning(request) || request.cancelAskedAt !== null)) return [];
  const aliases = certificateNames(request);
  const conditionOf = (alias: string, name: ConditionName) => conditionToShow(request, alias, name, now);
  const names = SHOWN.filter((name) => aliases.some((alias) => isOutside(conditionOf(alias, name))));
  const all = names.flatMap((name) =>
    aliases.flatMap((alias) => {
      const condition = conditionOf(alias, name);
      const seen = condition && seenInWords(condition);
      return seen ? [instructionOf(alias, condition, seen, addresses[alias] ?? [])] : [];
    }),
  );
  return (['open', 'unknown', 'done'] as const).flatMap((state) => all.filter((one) => one.state === state));
}

/** In the order in which they stand in a request's way. */
const SHOWN: readonly ConditionName[] = ['dns', 'serving', 'caa', 'mail', 'approval', 'conflict', 'migration'];

/** Nothing that is of no use: the same record twice, or a click that AWS takes no more. */
function conditionToShow(request: CertificateRequest, alias: string, name: ConditionName, now: Date) {
  const { conditions, renewal, method } = request;
  const { [name]: condition, dns } = conditions[alias] ?? {};
  if (name === 'serving' && isOutside(dns)) return undefined;
  const takesClicks = renewal === null || (method === 'EMAIL' && !isBeyondEmail(renewal.notAfter, method, now));
  return condition?.reason === 'RenewalPending' && !takesClicks ? undefined : condition;
}

function isOutside(condition: Condition | undefined): boolean {
  const actor = condition && REASONS[condition.reason].actor;
  return actor === 'customer DNS' || actor === 'mailbox owner';
}

function seenInWords(condition: Condition): string | undefined {
  const { reason, facts } = condition;
  const words = REASONS[reason].condition === 'conflict' ? CONFLICT_WORDS[reason] : REASONS[reason].message;
  return words && fill(words, facts);
}

function instructionOf(alias: string, condition: Condition, seen: string, mailboxes: readonly string[]): Instruction {
  const { status, remedy, lastChange } = viewOf(condition);
  return {
    alias,
    state: isOutside(condition) ? 'open' : status === 'Unknown' ? 'unknown' : 'done',
    seen,
    since: lastChange,
    todo: remedy,
    records: recordsToAdd(condition),
    mailboxes: awaitsClick(condition) ? mailboxes : [],
  };
}

/**
 * The catalogue's words on a conflict name the holder, which is nobody's business outside. What has no words here is not shown:
 * a name that is not held, or whose holder must let go, asks nothing of whoever owns the DNS.
 */
const CONFLICT_WORDS: Partial<Record<ReasonCode, string>> = {
  DnsPointsElsewhere: REASONS.DnsPointsElsewhere.message,
  OwnershipTxtMissing: 'The TXT record {record} does not exist yet.',
  OwnershipTxtWrong: 'The TXT record {record} says {found} instead of "{value}".',
  OwnershipTxtAtDoubledName: 'The TXT record stands at {found}: the zone name was appended to its name.',
  OwnershipTxtSpreading: 'Some name servers of {zone} show the TXT record {record}, others not yet.',
  OwnershipTxtUnknown: 'The TXT record {record} could not be looked up: {found}.',
  OwnershipTxtSeen: 'The TXT record {record} stands at every name server that answers.',
};
