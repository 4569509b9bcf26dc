/** One certificate request, live: where it stands, who must act and until when, every name's conditions, what happened. */
import type { ConditionName, ConditionView } from '../core/condition.ts';
import type { RequestEvent } from '../core/request.ts';
import type { AliasView, RequestView } from '../core/view.ts';
import { call } from './api.ts';
import { type Child, h } from './element.ts';
import { action, confirm } from './form.ts';
import { live } from './live.ts';
import { CONDITION_WORDS, conditionsOf, isOpen, mendLink } from './preflight.ts';
import { isLocal } from './simulation.ts';
import { activateButton, deactivateButton } from './site-page.ts';
import { siteLink } from './sites-page.ts';
import { when, whenAndHowFar, withTimes } from './time.ts';
import {
  actorText,
  alertBox,
  announce,
  badge,
  card,
  copyable,
  details,
  notify,
  statusBadge,
  statusText,
  truthTone,
} from './widgets.ts';

export async function requestPage(siteId: string, requestId: string): Promise<Child> {
  const load = async () => {
    const [request, { events }] = await Promise.all([
      call('certificates.get', { siteId, requestId }),
      call('certificates.history', { siteId, requestId }),
    ]);
    return { request, events };
  };
  const place = await live(h('div'), load, ({ request, events }) => [
    statusCard(request),
    namesCard(request),
    timeline(events),
  ]);
  return [
    h(
      'nav',
      { 'aria-label': 'Breadcrumb' },
      h('a', { href: '#/' }, 'Sites'),
      ' / ',
      h('a', { href: siteLink({ siteId }) }, siteId),
      ' / Request',
    ),
    h('h1', {}, `Request ${requestId}`),
    place,
  ];
}

function statusCard(request: RequestView): HTMLElement {
  const { status, waitingOn, deadline, since, nextCheckAt, failing, failure, step } = request;
  const running = status === 'PENDING' || status === 'ACTION_REQUIRED';
  announce(`${statusText(status)}. ${running ? `Who must act: ${actorText(waitingOn)}.` : ''}`);
  return card(
    'Status',
    failure && alertBox('error', failure.message, h('p', {}, withTimes(failure.remedy))),
    failing &&
      alertBox(
        'warning',
        "We have a technical problem. The vendor's on-call must act.",
        h('p', {}, `${failing.error}, since `, when(failing.since), '. There is nothing for you to do.'),
      ),
    details(
      ['Status', statusBadge(status)],
      ['Who must act', actorText(waitingOn)],
      ['Until', deadline ? whenAndHowFar(deadline) : '–'],
      ['Since', whenAndHowFar(since)],
      ['We look again', nextCheckAt ? whenAndHowFar(nextCheckAt) : '–'],
      ['Prefix', request.prefix],
      ['Requested', when(request.createdAt)],
      ['Certificate valid until', request.notAfter ? when(request.notAfter) : '–'],
      ['CNAME target', copyable(request.target)],
    ),
    phases(request),
    h('div', { class: 'actions' }, actsOn(request)),
    h('p', { class: 'quiet' }, `Step: ${step}`),
  );
}

/** The way of a request in words; each covers these states of the machine. */
const PHASES: readonly [string, readonly string[]][] = [
  ['Checks', ['EnsureTarget', 'Preflight', 'AwaitPreflightFix']],
  ['Request', ['ClaimAliases', 'RequestCertificate', 'AwaitValidationRecords']],
  ['Approval', ['AwaitValidation']],
  ['Attachment', ['AttachCertificate', 'DetectConflicts', 'AddAliases', 'AwaitDeployment']],
  ['Proof', ['VerifyServing']],
  ['Ready', ['FinishRequest']],
];

/** None once a request has ended without a certificate. */
function phases({ step, status }: RequestView): Child {
  const done = status === 'READY' || status === 'ACTIVE';
  const at = done ? PHASES.length : PHASES.findIndex(([, steps]) => steps.includes(step));
  if (at < 0) return null;
  const items = PHASES.map(([name], index) => {
    const state = index < at ? 'done' : index === at ? 'now' : 'later';
    return h(
      'li',
      { class: state, 'aria-current': state === 'now' ? 'step' : undefined },
      name,
      state === 'done' && h('span', { class: 'unseen' }, ' (done)'),
    );
  });
  return h('ol', { class: 'phases', 'aria-label': 'Progress' }, items);
}

function actsOn(request: RequestView): Child[] {
  const { siteId, requestId, status, prefix, aliases } = request;
  const running = status === 'PENDING' || status === 'ACTION_REQUIRED';
  const look = async () => {
    const { looking } = await call('certificates.checkAgain', { siteId, requestId });
    notify(looking ? 'Looking now.' : 'Nothing is waited for just now.');
  };
  return [
    status === 'READY' && activateButton(siteId, prefix),
    status === 'ACTIVE' && deactivateButton(siteId),
    request.failure &&
      h('a', { class: 'button primary', href: `${siteLink(request)}?prefix=${prefix}` }, 'Generate again'),
    running && action('check-again', 'Check again', look),
    aliases.some(waitsForApproval) && resendButton(request),
    running && !request.cancelAskedAt && cancelButton(request),
  ];
}

function cancelButton({ siteId, requestId, aliases }: RequestView): HTMLButtonElement {
  const cancel = async () => {
    await call('certificates.cancel', { siteId, requestId });
    notify('Canceling: what was begun is taken back.');
  };
  const text = `Nothing is left behind: no certificate, no claim on ${aliases.length === 1 ? 'the name' : 'the names'}. Generate again whenever you like.`;
  return action('cancel', 'Cancel request', async () =>
    confirm('Cancel this request?', text, 'Cancel request', cancel),
  );
}

const waitsForApproval = ({ conditions }: AliasView): boolean => conditions.approval?.reason === 'ApprovalPending';

/** For one name, or for all that wait. */
function resendButton({ siteId, requestId }: RequestView, one?: AliasView): HTMLButtonElement {
  const resend = async () => {
    const { planned } = await call('certificates.resend', { siteId, requestId, ...(one && { alias: one.alias }) });
    notify(
      `The approval mail is sent again for ${planned.length === 1 ? planned[0]?.alias : `${planned.length} names`}.`,
    );
  };
  const whom = one
    ? [`The mail for ${one.alias} goes to `, one.addresses.join(', '), '.']
    : 'Every name that still waits gets its five mails again.';
  const ask = async () => confirm('Send the approval mail again?', whom, 'Resend', resend);
  return action(`resend-${one?.alias ?? 'all'}`, one ? 'Resend mail' : 'Resend all mails', ask);
}

function namesCard(request: RequestView): HTMLElement {
  return card(
    'Names',
    request.aliases.map((alias) => nameArticle(request, alias)),
  );
}

function nameArticle(request: RequestView, alias: AliasView): HTMLElement {
  const chips = (Object.keys(CONDITION_WORDS) as ConditionName[]).map((name) =>
    h('li', {}, chip(name, alias.conditions[name])),
  );
  const all = conditionsOf(alias);
  return h(
    'article',
    { class: 'alias', 'aria-label': alias.alias },
    h('h3', {}, alias.alias),
    h('ul', { class: 'chips' }, chips),
    all.filter(isOpen).map(([name, condition]) => openMatter(name, condition)),
    waitsForApproval(alias) &&
      h('div', { class: 'actions' }, isLocal() && mailLink(alias), resendButton(request, alias)),
    h('details', { id: `more-${alias.alias}` }, h('summary', {}, 'All conditions'), evidence(alias, all)),
  );
}

function chip(name: ConditionName, condition: ConditionView | undefined): HTMLElement {
  const tone = condition ? truthTone(condition) : 'quiet';
  const word = condition
    ? { True: 'yes', False: 'no', Unknown: 'not known yet' }[condition.status]
    : 'not yet looked at';
  const shown = badge(tone, CONDITION_WORDS[name]);
  shown.append(h('span', { class: 'unseen' }, `: ${word}`));
  if (!condition) shown.classList.add('pale');
  return shown;
}

function openMatter(name: ConditionName, condition: ConditionView): HTMLElement {
  const { message, remedy, actor } = condition;
  return h(
    'div',
    { class: 'matter' },
    h('p', {}, withTimes(message)),
    h('p', {}, h('b', {}, `${actorText(actor)}: `), withTimes(remedy)),
    mendLink(name, condition),
  );
}

function mailLink({ alias }: AliasView): HTMLElement {
  return h(
    'a',
    { class: 'simulated', href: `#/world/mails?for=${encodeURIComponent(alias)}` },
    'Read its mails (simulation)',
  );
}

function evidence({ addresses, validationRecord: record }: AliasView, all: [ConditionName, ConditionView][]): Child {
  const items = all.map(([name, condition]): [string, Child] => [
    CONDITION_WORDS[name],
    [withTimes(condition.message), ' ', h('span', { class: 'quiet' }, 'since ', when(condition.lastChange))],
  ]);
  if (record) return details(...items, ['Validation record', copyable(`${record.name} CNAME ${record.value}`)]);
  return details(...items, ['Approval mails went to', addresses.join(', ') || 'nobody yet']);
}

function timeline(events: readonly Omit<RequestEvent, 'requestId'>[]): HTMLElement {
  const items = events
    .toReversed()
    .map(({ at, text, by }) =>
      h(
        'li',
        {},
        h('div', { class: 'quiet' }, when(at, 'exact'), by !== 'service' && ` by ${by}`),
        h('div', {}, withTimes(text)),
      ),
    );
  return card('Timeline', h('ol', { class: 'timeline' }, items));
}
