/**
 * What the audit keeps of a call: who, what, from where, how it ended. Of parameters the names, and values only where the list
 * below allows it: a parameter that nobody thought of is kept by its name alone, so no secret can get in by being new.
 */
import { type InputOf, OPERATIONS, type Operation, type OperationName } from './api/operations.ts';
import { USER_KEY } from './application.ts';
import type { Principal } from './principal.ts';

export interface AuditEntry {
  /** World time, RFC 3339. */
  at: string;
  callId: string;
  /** Name of the operation; `-` for a call of none. */
  operation: string;
  /** Null where nobody has proven who it is. */
  principal: Pick<Principal, 'kind' | 'id' | 'partnerId'> | null;
  /** The user key that the call named without proof. */
  claimed?: string;
  sourceIp: string;
  /** Code of core/errors.ts, `OK`, or `InternalError`. */
  outcome: string;
  /** Response code of the vendor's catalogue; 0 for OK. */
  errorCode: number;
  /** More than the caller was told, where that says less than we know: `unknownKey`. */
  reason?: string;
  siteId?: string;
  requestId?: string;
  /** Values that the list allows; null for what was given and is not told. */
  parameters: Readonly<Record<string, unknown>>;
}

/** One that asks for changes is the caller's act even where it was refused; one that reads is of interest only then. */
export function isOfChange({ operation, errorCode }: Pick<AuditEntry, 'operation' | 'errorCode'>): boolean {
  const row: Operation | undefined = OPERATIONS[operation as OperationName];
  const reads = row !== undefined && (row.method === 'GET' || row.permission.endsWith('.read'));
  return !reads || errorCode !== 0;
}

type ParameterName = { [Name in OperationName]: keyof InputOf<Name> }[OperationName];

/** Parameters, of whatever operation, whose values say what was done. None of these can be or hold a secret. */
const TOLD = [
  'siteId',
  'requestId',
  'ticketId',
  'deliveryId',
  'supportCaseId',
  'partnerId',
  'apiKey',
  'targetUserKey',
  'UID',
  'signatureTimestamp',
  'name',
  'kind',
  'id',
  'dataCenter',
  'ssoGroup',
  'prefix',
  'method',
  'onFindings',
  'without',
  'offAir',
  'alias',
  'decision',
  'status',
  'state',
  'role',
  'sites',
  'permissions',
  'overlapMinutes',
  'from',
  'to',
] as const satisfies readonly ParameterName[];

/** A call as it ended. */
export interface AuditedCall
  extends Pick<AuditEntry, 'callId' | 'operation' | 'sourceIp' | 'outcome' | 'errorCode' | 'reason'> {
  now: Date;
  principal?: Principal | undefined;
  claimed?: string | undefined;
  /** Names of the operation's parameters. */
  known: readonly string[];
  /** As the operation's schema has taken them; undefined where it did not. */
  input?: Readonly<Record<string, unknown>> | undefined;
  /** Names that the caller sent. */
  sent: readonly string[];
}

/** A user key is kept only if it is one: people have put the secret into its field. So are values of refused input not kept. */
export function auditEntry({ now, principal, claimed, known, input, sent, ...call }: AuditedCall): AuditEntry {
  const parameters = auditedParameters(known, input ?? Object.fromEntries(sent.map((name) => [name, null])));
  const { siteId, requestId } = input ?? {};
  return {
    at: now.toISOString(),
    ...call,
    principal: principal ? { kind: principal.kind, id: principal.id, partnerId: principal.partnerId } : null,
    ...(claimed === undefined ? {} : { claimed: USER_KEY.test(claimed) ? claimed : '(no user key)' }),
    ...(typeof siteId === 'string' ? { siteId } : {}),
    ...(typeof requestId === 'string' ? { requestId } : {}),
    parameters,
  };
}

/** Names that the operation does not have are only counted. */
function auditedParameters(
  known: readonly string[],
  given: Readonly<Record<string, unknown>>,
): AuditEntry['parameters'] {
  const names = Object.keys(given);
  const told: readonly string[] = TOLD;
  const named = names
    .filter((name) => known.includes(name))
    .map((name) => [name, told.includes(name) ? bounded(given[name]) : null]);
  const others = names.length - named.length;
  return { ...Object.fromEntries(named), ...(others > 0 ? { '(unknown)': others } : {}) };
}

/** Characters of a value. A longer one is no honest name or id, and 400 kB is all that an item may have. */
const MOST_CHARACTERS = 256;
/** A site list has at most so many (core/api/operations-access.ts). */
const MOST_ENTRIES = 100;

function bounded(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map(bounded);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' ? value.slice(0, MOST_CHARACTERS).toWellFormed() : null;
}
