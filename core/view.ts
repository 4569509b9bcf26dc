/** A request as every face shows it: fields as they are, conditions and failure in words. */
import { type AliasConditions, type ConditionName, type ConditionView, viewOf } from './condition.ts';
import { ENDINGS } from './endings.ts';
import type { CertificateRequest } from './request.ts';
import { fill } from './text.ts';

export interface RequestView
  extends Omit<CertificateRequest, 'conditions' | 'aliases' | 'failure' | 'seq' | 'onFindings'> {
  /** When we look again by ourselves; null when nothing is awaited. */
  nextCheckAt: string | null;
  aliases: AliasView[];
  failure: { reason: string; message: string; remedy: string } | null;
}

export interface AliasView {
  alias: string;
  conditions: Partial<Record<ConditionName, ConditionView>>;
  /** The addresses that got the approval mail, as ACM reported them. */
  addresses: readonly string[];
}

export function viewRequest(
  request: CertificateRequest,
  nextCheckAt: string | null,
  addresses: Readonly<Record<string, readonly string[]>>,
): RequestView {
  const { conditions, aliases, failure, seq: _, onFindings: __, ...fields } = request;
  return {
    ...fields,
    nextCheckAt,
    aliases: aliases.map((alias) => ({
      alias,
      conditions: viewConditions(conditions[alias] ?? {}),
      addresses: addresses[alias] ?? [],
    })),
    failure: failure && {
      reason: failure.reason,
      message: fill(ENDINGS[failure.reason].text, failure.facts),
      remedy: ENDINGS[failure.reason].remedy,
    },
  };
}

export function viewConditions(conditions: AliasConditions): AliasView['conditions'] {
  return Object.fromEntries(Object.entries(conditions).map(([name, condition]) => [name, viewOf(condition)]));
}
