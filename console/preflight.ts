/** Findings as people need them: what was expected, what was found, who does what; here also where it can be put right. */
import type { ConditionName, ConditionView } from '../core/condition.ts';
import type { AliasView } from '../core/view.ts';
import type { Preflight } from './api.ts';
import { type Child, h } from './element.ts';
import { editorLink, isLocal } from './simulation.ts';
import { withTimes } from './time.ts';
import { actorText, alertBox, badge, code, table, truthTone } from './widgets.ts';

export const CONDITION_WORDS: Record<ConditionName, string> = {
  dns: 'CNAME',
  mail: 'Mail route',
  caa: 'CAA',
  conflict: 'Conflict',
  approval: 'Approval',
  attached: 'Attached',
  serving: 'Serving',
};

export function conditionsOf({ conditions }: Pick<AliasView, 'conditions'>): [ConditionName, ConditionView][] {
  return Object.entries(conditions) as [ConditionName, ConditionView][];
}

/** Worth a person's eye: not true, and more than "nobody can know yet". */
export function isOpen([name, { status, actor }]: [ConditionName, ConditionView]): boolean {
  return status !== 'True' && !(name === 'conflict' && status === 'Unknown' && actor === 'nobody');
}

export function preflightResult(result: Preflight): Child {
  const ready = result.aliases.length - result.blocked.length;
  const title = `${ready} of ${result.aliases.length} names are ready.`;
  return [
    ...(result.plan?.problems ?? []).map(({ message, remedy }) => alertBox('error', message, remedy)),
    result.clean ? alertBox('success', `All ${result.aliases.length} names are ready.`) : alertBox('warning', title),
    result.warnings.map(({ message, remedy }) => h('p', { class: 'quiet' }, `${message} ${remedy}`)),
    table('Findings', ['Name', 'Check', 'Expected', 'Found', 'What to do'], result.aliases.flatMap(rowsOf)),
  ];
}

function rowsOf(alias: Preflight['aliases'][number]): Child[][] {
  const name = h('strong', {}, code(alias.alias));
  const all = conditionsOf(alias);
  const open = all.filter(isOpen).map(([check, condition]) => rowOf(name.cloneNode(true), check, condition));
  if (open.length > 0) return open;
  return [
    [name, badge('success', 'Ready'), code(alias.conditions.dns?.facts.expected), 'as expected', 'Nothing to do.'],
  ];
}

function rowOf(name: Node, check: ConditionName, condition: ConditionView): Child[] {
  const { facts, message, remedy, actor } = condition;
  return [
    name,
    badge(truthTone(condition), CONDITION_WORDS[check]),
    facts.expected ? code(facts.expected) : EXPECTATIONS[check],
    [
      facts.found && h('div', {}, code(facts.found)),
      h('div', facts.found ? { class: 'quiet' } : {}, withTimes(message)),
    ],
    [
      h('div', {}, remedy),
      mendLink(check, condition),
      h('div', { class: 'quiet' }, `Who must act: ${actorText(actor)}`),
    ],
  ];
}

const EXPECTATIONS: Partial<Record<ConditionName, string>> = {
  dns: 'a CNAME to the target',
  mail: 'a domain that receives mail',
  caa: 'Amazon may issue',
  conflict: 'no other holder',
};

/** The record that puts it right, ready in the simulated zone editor. */
export function mendLink(check: ConditionName, { status, facts }: ConditionView): Child {
  const record = status === 'False' && isLocal() && mendingRecord(check, facts);
  if (!record) return null;
  return h(
    'div',
    {},
    h('a', { class: 'simulated', href: editorLink(record) }, `Put it right (simulated DNS of ${record.name})`),
  );
}

function mendingRecord(check: ConditionName, facts: ConditionView['facts']) {
  const { alias, expected, at, registrableDomain, record, value } = facts;
  if (check === 'dns' && alias && expected) return { name: alias, type: 'CNAME', value: expected };
  if (check === 'approval' && record && value) return { name: record, type: 'CNAME', value };
  if (check === 'caa' && at) return { name: at, type: 'CAA', value: '0 issue "amazon.com"' };
  if (check === 'mail' && registrableDomain)
    return { name: registrableDomain, type: 'MX', value: `10 mail.${registrableDomain}` };
  return undefined;
}
