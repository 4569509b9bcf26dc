/**
 * Where two answers to one call differ: how the call ended, which members came, and what is in them. The rule kept here: what no two
 * worlds can have in common (ids, instants, ETags, account numbers) is compared by its form.
 */
import { ended, type Made } from './scene.ts';

export interface Difference {
  /** `acm DescribeCertificate Certificate.Options.Export`; without a member where the call ended otherwise. */
  at: string;
  ours: string;
  theirs: string;
}

/** Both made the same call. `label`: where it is told, without its number. */
export function differences(ours: Made, theirs: Made): Difference[] {
  const at = ours.name.replace(/ \d+$/, '');
  const [outcome, other] = [ours.outcome, theirs.outcome];
  const how = outcome.error ? `${ended(outcome)} ${outcome.error.status}` : 'OK';
  const howElse = other.error ? `${ended(other)} ${other.error.status}` : 'OK';
  if (how !== howElse) return [{ at: outcome.error ? `${at} ${ended(outcome)}` : at, ours: how, theirs: howElse }];
  const [members, others] = [membersOf(outcome.answer ?? {}), membersOf(other.answer ?? {})];
  return [...new Set([...members.keys(), ...others.keys()])]
    .filter((path) => members.get(path) !== others.get(path))
    .map((path) => ({ at: `${at} ${path}`, ours: members.get(path) ?? NONE, theirs: others.get(path) ?? NONE }));
}

/** What stands where a member is not there. */
const NONE = '(none)';

/** Members by their paths, lists by their first item; values by their form. */
export function membersOf(answer: object): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      if (value.length > 0) walk(value[0], `${path}[]`); // an empty list and none are the same to who reads it
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) walk(member, path ? `${path}.${name}` : name);
    } else found.set(path, formOf(value));
  };
  walk(answer, '');
  return found;
}

/** From the most particular to the least. */
const FORMS: readonly [RegExp, string][] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<instant>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>'],
  [/\b\d{12}\b/g, '<account>'],
  [/\b[A-Z0-9]{12,}\b/g, '<id>'],
  [/\boi-[0-9a-f]{12}\b/g, '<id>'],
  [/\bd[a-z0-9]{12,13}\.cloudfront\.net\b/g, '<id>.cloudfront.net'],
];

function formOf(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (value.length > 200 || /^-----BEGIN/.test(value)) return '<long text>';
  return FORMS.reduce((text, [form, name]) => text.replace(form, name), value);
}
