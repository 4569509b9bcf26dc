/** The service's own words (statuses, actors, conditions, phases) as people read them, and the tone of each. */
import type { Actor } from '../../core/actor.ts';
import type { ConditionView } from '../../core/api/answers-certificates.ts';
import type { ConditionName } from '../../core/condition.ts';
import { type RecordToAdd, recordsToAdd } from '../../core/records-to-add.ts';
import { isRunning, isServing, type Status } from '../../core/status.ts';
import type { AliasView, RequestView } from '../../core/view.ts';
import { isSiteAdmin, sessionState } from '../service/reader.ts';
import { T } from '../texts.ts';

/** As Cloudscape's status indicator names them. */
export type Tone = 'success' | 'error' | 'warning' | 'info' | 'pending' | 'in-progress' | 'stopped';

export const STATUSES: Record<Status, { tone: Tone; text: string }> = {
  PENDING: { tone: 'in-progress', text: 'Pending' },
  ACTION_REQUIRED: { tone: 'warning', text: 'Action required' },
  READY: { tone: 'info', text: 'Ready to activate' },
  ACTIVE: { tone: 'success', text: 'Active' },
  FAILED: { tone: 'error', text: 'Failed' },
  CANCELED: { tone: 'stopped', text: 'Canceled' },
  SUPERSEDED: { tone: 'stopped', text: 'Replaced by a newer one' },
  EXPIRED: { tone: 'error', text: 'Expired' },
  RETIRED: { tone: 'stopped', text: 'Retired' },
};

const ACTORS: Record<Actor, string> = {
  'customer DNS': 'DNS owner',
  'mailbox owner': 'Mailbox owners',
  'site admin': 'Site admin',
  'vendor on-call': 'Our on-call engineer',
  AWS: 'AWS',
  nobody: 'Nobody: it goes on by itself',
};
export function actorText(actor: string): string {
  const text = ACTORS[actor as Actor] ?? actor;
  return actor === 'site admin' && isSiteAdmin(sessionState.get()) ? T.common.you(text) : text;
}

/** What leads what an actor is to do: of those outside the customer's reach only that they act; what follows is for the reader. */
export function actorLead(actor: Actor): string {
  if (actor === 'nobody') return T.request.byItself;
  return actor === 'AWS' || actor === 'vendor on-call' ? T.request.acts(actorText(actor)) : `${actorText(actor)}:`;
}

export const CONDITIONS: Record<ConditionName, { name: string; expected: string }> = {
  dns: { name: 'CNAME', expected: 'a CNAME to the target' },
  mail: { name: 'Mail route', expected: 'a domain that receives mail' },
  caa: { name: 'CAA', expected: 'Amazon may issue' },
  conflict: { name: 'Conflict', expected: 'no other holder' },
  approval: { name: 'Approval', expected: 'the name is approved' },
  attached: { name: 'Attached', expected: 'on the distribution' },
  serving: { name: 'Serving', expected: 'serves the certificate' },
  migration: { name: 'Migration', expected: 'validated by DNS' },
};

/** Waiting for somebody is no error; unknown is never told as wrong. */
export function toneOf({ status, actor, reason }: Pick<ConditionView, 'status' | 'actor' | 'reason'>): Tone {
  if (status === 'True') return 'success';
  if (
    ['ApprovalPending', 'RenewalPending', 'RecordMissing', 'RecordUnderWildcard', 'RecordSeen'].includes(reason) ||
    reason.startsWith('OwnershipTxt')
  )
    return 'pending';
  if (status === 'Unknown') return actor === 'nobody' ? 'pending' : 'warning';
  return 'error';
}

export type Conditions = AliasView['conditions'];

export function conditionsOf(conditions: Conditions): [ConditionName, ConditionView][] {
  return (Object.keys(CONDITIONS) as ConditionName[]).flatMap((name) => {
    const condition = conditions[name];
    return condition ? [[name, condition] as [ConditionName, ConditionView]] : [];
  });
}

/** Worth a person's eye: not true, and more than "nobody can know yet". */
export function openMatters(conditions: Conditions): [ConditionName, ConditionView][] {
  return conditionsOf(conditions).filter(
    ([name, { status, actor }]) =>
      status !== 'True' && !(name === 'conflict' && status === 'Unknown' && actor === 'nobody'),
  );
}

/** What is looked after of what serves, the worst first; as core/health.ts has it. */
const CARED = ['serving', 'dns', 'caa', 'mail'] as const;

/** What somebody must act on of names that serve, or did; the worst first. */
export const troublesOf = (
  aliases: readonly AliasView[],
): { alias: string; condition: ConditionView; isNow: boolean }[] =>
  CARED.flatMap((name) =>
    aliases.flatMap(({ alias, conditions: { [name]: condition } }) =>
      condition && condition.status !== 'Unknown' && condition.actor !== 'nobody'
        ? [{ alias, condition, isNow: name === 'serving' || name === 'dns' }]
        : [],
    ),
  );

interface Phase {
  name: string;
  /** States of provision-certificate. */
  steps: readonly string[];
}

/** The way of a request to its certificate, in words. */
export const PHASES: readonly Phase[] = [
  {
    name: 'Checks',
    steps: [
      'EnsureTarget',
      'Preflight',
      'CheckCnames',
      'CheckCaa',
      'CheckMailRoutes',
      'ProbeConflicts',
      'AwaitPreflightFix',
    ],
  },
  { name: 'Request', steps: ['ClaimAliases', 'RequestCertificate', 'AwaitValidationRecords'] },
  { name: 'Approval', steps: ['AwaitValidation'] },
  {
    name: 'Attachment',
    steps: [
      'AttachCertificate',
      'DetectConflicts',
      'AddAliases',
      'AwaitRelease',
      'StartOwnershipMove',
      'AwaitOwnershipMove',
      'AwaitDeployment',
    ],
  },
  { name: 'Proof', steps: ['VerifyServing', 'AwaitServing'] },
  { name: 'Ready', steps: ['FinishRequest', 'FinishReplacement'] },
];

/** Off that way: what a request did that ends is taken back, or what a new one has replaced is taken away. */
export const CLEAN_UP: Phase = {
  name: 'Clean-up',
  steps: ['DetachAliases', 'AwaitUnused', 'RecordFailure', 'AwaitReplacedUnused'],
};

export interface Progress {
  phases: readonly Phase[];
  /** Index of the phase that it is in; behind the last when it serves. */
  at: number;
}

/** How far a request is on its way, or that it is cleaned up after; undefined once it has ended, or where no phase has its step. */
export function progressOf(request: Pick<RequestView, 'step' | 'status'>): Progress | undefined {
  if (isServing(request)) return { phases: PHASES, at: PHASES.length };
  if (!isRunning(request)) return undefined;
  const phases = CLEAN_UP.steps.includes(request.step) ? [CLEAN_UP] : PHASES;
  const at = phases.findIndex(({ steps }) => steps.includes(request.step));
  return at < 0 ? undefined : { phases, at };
}

/** Who must act next, where anybody must or something goes on. Of what has failed see its failure. */
export const whoOf = (request: Pick<RequestView, 'status' | 'waitingOn'>): string | undefined =>
  isRunning(request) || (isServing(request) && request.waitingOn !== 'nobody')
    ? actorText(request.waitingOn)
    : undefined;

/** A mail of AWS waits for a click, and can be sent again; as core/condition.ts has it. */
const awaitsClick = ({ conditions: { approval } }: AliasView): boolean =>
  approval?.reason === 'ApprovalPending' || approval?.reason === 'RenewalPending';

/** Names whose mails wait for a click: of a first certificate, and of a renewal while it serves. */
export const waitingForClick = (request: RequestView): string[] =>
  request.method === 'EMAIL' && (isRunning(request) || isServing(request))
    ? [...request.aliases, ...request.leftOut].filter(awaitsClick).map(({ alias }) => alias)
    : [];

/** Names that something else holds: those that the conflict screen is about. */
export const isHeld = ({ conditions }: Pick<AliasView, 'conditions'>): boolean =>
  conditions.conflict?.status === 'False' && conditions.conflict.reason !== 'AliasHeldByOtherSite';

/** The records that would put a finding right, in their order, where records do. */
export const mendingRecords = ({ status, reason, facts }: ConditionView): RecordToAdd[] =>
  status === 'False' ? recordsToAdd({ reason, facts }) : [];
