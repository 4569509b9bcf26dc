/** The pieces that every screen is made of. They show; what happens at a press is given to them. */
import type { Truth } from '../core/condition.ts';
import type { Actor } from '../core/reasons.ts';
import type { Status } from '../core/request.ts';
import type { Problem } from './api.ts';
import { byId, type Child, h } from './element.ts';
import { withTimes } from './time.ts';

type Tone = 'success' | 'error' | 'warning' | 'info' | 'quiet';

const ICONS: Record<Tone, string> = { success: '✓', error: '✕', warning: '!', info: 'i', quiet: '–' };

function icon(tone: Tone): HTMLElement {
  return h('span', { class: `icon ${tone}`, 'aria-hidden': 'true' }, ICONS[tone]);
}

export function badge(tone: Tone, text: string): HTMLElement {
  return h('span', { class: `badge ${tone}` }, icon(tone), h('span', {}, text));
}

const STATUS: Record<Status, [Tone, string]> = {
  PENDING: ['info', 'Pending'],
  ACTION_REQUIRED: ['warning', 'Action required'],
  READY: ['success', 'Ready to activate'],
  ACTIVE: ['success', 'Active'],
  FAILED: ['error', 'Failed'],
  CANCELED: ['quiet', 'Canceled'],
  SUPERSEDED: ['quiet', 'Replaced by a newer one'],
  EXPIRED: ['error', 'Expired'],
  RETIRED: ['quiet', 'Retired'],
};

export const statusBadge = (status: Status): HTMLElement => badge(...STATUS[status]);
export const statusText = (status: Status): string => STATUS[status][1];

const ACTORS: Record<Actor, string> = {
  'customer DNS': 'DNS owner',
  'mailbox owner': 'Mailbox owners',
  'site admin': 'Site admin (you)',
  'vendor on-call': 'Our on-call engineer',
  AWS: 'AWS',
  nobody: 'Nobody: it goes on by itself',
};

export const actorText = (actor: string): string => ACTORS[actor as Actor] ?? actor;

const TRUTHS: Record<Truth, Tone> = { True: 'success', False: 'error', Unknown: 'quiet' };

/** Waiting for somebody's approval is no error. */
export function truthTone({ status, reason }: { status: Truth; reason: string }): Tone {
  return reason === 'ApprovalPending' ? 'warning' : TRUTHS[status];
}

export function card(title: string, ...children: Child[]): HTMLElement {
  const id = `card-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
  return h('section', { class: 'card', 'aria-labelledby': id }, h('h2', { id }, title), children);
}

/** Names and what they stand for, as an AWS console's details. */
export function details(...pairs: [string, Child][]): HTMLElement {
  const items = pairs.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)));
  return h('dl', { class: 'details' }, items);
}

/** A table that becomes a stack of cards on a narrow screen; each cell then carries its column's name. */
export function table(label: string, columns: readonly string[], rows: readonly Child[][]): HTMLElement {
  const head = columns.map((column) => h('th', { role: 'columnheader', scope: 'col' }, column));
  const body = rows.map((cells) =>
    h(
      'tr',
      { role: 'row' },
      ...cells.map((cell, at) => h('td', { role: 'cell', 'data-label': columns[at] }, h('div', {}, cell))),
    ),
  );
  return h(
    'table',
    { role: 'table', 'aria-label': label },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, head)),
    h('tbody', { role: 'rowgroup' }, body),
  );
}

export function alertBox(
  tone: 'error' | 'warning' | 'info' | 'success',
  title: string,
  ...children: Child[]
): HTMLElement {
  const role = tone === 'error' ? 'alert' : undefined;
  return h(
    'div',
    { class: `alert ${tone}`, role },
    icon(tone),
    h('div', {}, h('strong', {}, withTimes(title)), children),
  );
}

export function problemAlert(problem: Problem, ...children: Child[]): HTMLElement {
  return alertBox('error', problem.message, problem.remedy && h('p', {}, withTimes(problem.remedy)), children);
}

export const empty = (text: string): HTMLElement => h('p', { class: 'empty' }, text);

/** Marks what exists in the simulated world only. */
export const simulated = (text = 'Simulation'): HTMLElement => h('span', { class: 'badge simulated' }, text);

/** A name or a value as a machine reads it; a long one breaks after its dots. */
export function code(text = ''): HTMLElement {
  const pieces = text.split(/(?<=\.)/);
  return h(
    'code',
    {},
    pieces.flatMap((piece, at) => (at === 0 ? [piece] : [h('wbr'), piece])),
  );
}

/** Text to be pasted elsewhere, with a button that copies it. */
export function copyable(text: string): HTMLElement {
  return h('span', { class: 'copyable' }, code(text), ' ', copyButton('Copy', text, `Copy ${text}`));
}

export function copyButton(label: string, text: string, spoken = label): HTMLButtonElement {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      notify('Copied.');
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      notify(['This browser does not let the page copy. The text: ', code(text)], 'error');
    }
  };
  return h('button', { type: 'button', class: 'small', 'aria-label': spoken, onclick: copy }, label);
}

/** Long enough to read a sentence. */
const NOTICE_MS = 5000;

/** A word on what has just been done, for eyes and for screen readers. */
export function notify(content: Child, tone: 'success' | 'error' = 'success'): void {
  const close = h('button', { type: 'button', class: 'small', onclick: () => notice.remove() }, 'Dismiss');
  const notice: HTMLElement = h('div', { class: `notice ${tone}` }, icon(tone), h('div', {}, content), close);
  byId('notices').replaceChildren(notice);
  if (tone === 'success') setTimeout(() => notice.remove(), NOTICE_MS);
}

/** Told by screen readers, not shown: what changed without a press. */
export function announce(text: string): void {
  const element = byId('announcement');
  if (element.textContent !== text) element.textContent = text;
}
