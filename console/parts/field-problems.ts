/** Field problems of a refusal, as a form tells them. */
import type { FieldProblem } from '../../core/errors.ts';
import type { Problem } from '../service/api.ts';
import { T } from '../texts.ts';

/** What is wrong with a field, beneath it and so without its name: of `trustedSiteUrls[1]`, the second of its lines. */
export function fieldText(problem: Problem | undefined, name: string): string {
  const mine = (problem?.fields ?? []).filter(({ field }) => isOf(field, name));
  return mine.map(({ field, problem: what }) => toldAt(/\[(\d+)\]/.exec(field)?.[1], what)).join(' ');
}

function toldAt(index: string | undefined, what: string): string {
  const sentence = what.endsWith('.') ? what : `${what}.`;
  return index === undefined
    ? sentence.charAt(0).toUpperCase() + sentence.slice(1)
    : T.common.entry(Number(index) + 1, sentence);
}

/** Fields that none of the form's own shows. */
export function otherFields(problem: Problem | undefined, names: readonly string[]): FieldProblem[] {
  return (problem?.fields ?? []).filter(({ field }) => !names.some((name) => isOf(field, name)));
}

const isOf = (field: string, name: string): boolean => field.split(/[.[]/, 1)[0] === name;
