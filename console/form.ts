/** What a reader does: presses buttons and fills in forms. A refusal stands where it was caused, field by field. */
import { Problem } from './api.ts';
import { type Child, h } from './element.ts';
import { refresh } from './live.ts';
import { withTimes } from './time.ts';
import { notify, problemAlert } from './widgets.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A button that works while its act runs, and then shows what has changed. The id keeps the focus when its place is redrawn. */
export function action(
  id: string,
  label: string,
  act: () => Promise<unknown>,
  { kind = '', disabled = false } = {},
): HTMLButtonElement {
  const press = async () => {
    if (button.getAttribute('aria-busy') === 'true') return;
    button.setAttribute('aria-busy', 'true');
    try {
      await act();
      await refresh();
    } catch (error) {
      notify(wordsOf(error), 'error');
    } finally {
      button.removeAttribute('aria-busy');
    }
  };
  const button = h('button', { type: 'button', id, class: kind, disabled, onclick: press }, label);
  return button;
}

/** Asks before an act that reaches other people. */
export function confirm(title: string, text: Child, label: string, act: () => Promise<unknown>): void {
  const agree = action('confirm', label, () => act().finally(() => dialog.close()), { kind: 'primary' });
  const cancel = h('button', { type: 'button', onclick: () => dialog.close() }, 'Back');
  const heading = h('h2', { id: 'confirm-title' }, title);
  const dialog: HTMLDialogElement = h(
    'dialog',
    { 'aria-labelledby': heading.id },
    heading,
    h('p', {}, text),
    h('div', { class: 'actions' }, cancel, agree),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** A refusal or a lost connection in words; anything else is a bug and goes on being thrown. */
function wordsOf(error: unknown): Child {
  if (error instanceof Problem) return [withTimes(error.message), ' ', withTimes(error.remedy)];
  if (error instanceof Error && error.name === 'ConnectionLost') return error.message;
  throw error;
}

export interface Field {
  label: string;
  hint?: Child;
  control: Control;
}

export function form(
  id: string,
  submitLabel: string,
  fields: readonly Field[],
  submit: () => Promise<void>,
): HTMLFormElement {
  const refusal = h('div');
  const send = async (event: Event) => {
    event.preventDefault();
    refusal.replaceChildren();
    for (const { control } of fields) tell(control, '');
    try {
      await submit();
      await refresh();
    } catch (error) {
      if (!(error instanceof Problem)) return notify(wordsOf(error), 'error');
      if (!showFields(fields, error)) refusal.replaceChildren(problemAlert(error));
    }
  };
  const button = h('button', { type: 'submit', class: 'primary' }, submitLabel);
  return h(
    'form',
    { id, novalidate: true, onsubmit: send },
    refusal,
    fields.map((field) => fieldOf(id, field)),
    button,
  );
}

/** Label, hint, control and the place for what is wrong with it, tied together for screen readers. */
export function fieldOf(formId: string, { label, hint, control }: Field): HTMLElement {
  control.id = `${formId}-${control.name}`;
  control.setAttribute('aria-describedby', `${control.id}-hint ${control.id}-problem`);
  return h(
    'div',
    { class: 'field' },
    h('label', { for: control.id }, label),
    h('div', { class: 'hint', id: `${control.id}-hint` }, hint),
    control,
    h('div', { class: 'problem', id: `${control.id}-problem`, role: 'alert' }),
  );
}

/** Says beneath a control what is wrong with it; nothing when `problem` is empty. */
export function tell(control: Control, problem: string): void {
  control.toggleAttribute('aria-invalid', problem !== '');
  document.getElementById(`${control.id}-problem`)?.replaceChildren(problem);
}

/** `trustedSiteUrls[2]` is told at `trustedSiteUrls`. False when the problem names no field that is here. */
export function showFields(fields: readonly Field[], { fields: problems }: Problem): boolean {
  const told = fields.filter(({ control }) => {
    const mine = problems.filter(({ field }) => field.split(/[.[]/, 1)[0] === control.name);
    if (mine.length > 0) tell(control, mine.map(({ field, problem }) => `${field} ${problem}`).join('; '));
    return mine.length > 0;
  });
  told[0]?.control.focus();
  return told.length > 0;
}

export function input(name: string, value = '', more: Record<string, string | boolean> = {}): HTMLInputElement {
  const control = h('input', { name, autocomplete: 'off', spellcheck: 'false', ...more });
  control.value = value;
  return control;
}

export function lines(name: string, values: readonly string[] = []): HTMLTextAreaElement {
  const control = h('textarea', { name, rows: Math.max(3, values.length), spellcheck: 'false' });
  control.value = values.join('\n');
  return control;
}

/** The lines of a text area, without empty ones. */
export const linesOf = (control: HTMLTextAreaElement): string[] =>
  control.value
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export function choice(
  name: string,
  options: readonly (readonly [string, string])[],
  chosen: string,
): HTMLSelectElement {
  const control = h(
    'select',
    { name },
    options.map(([value, text]) => h('option', { value }, text)),
  );
  control.value = chosen;
  return control;
}
