/** A preflight as the API shows it: findings alias by alias, and whether generate would start. */
import type { AliasConditions } from '../../../core/condition.ts';
import { viewConditions } from '../../../core/view.ts';
import { allFindings, blockedAliases, type PreflightFindings } from '../../duties/preflight.ts';

export function viewPreflight(aliases: readonly string[], found: PreflightFindings, now: Date) {
  const conditions: Record<string, AliasConditions> = Object.fromEntries(aliases.map((alias) => [alias, {}]));
  for (const { alias, name, finding } of allFindings(found)) {
    conditions[alias] = { ...conditions[alias], [name]: { ...finding, lastChange: now.toISOString() } };
  }
  const blocked = blockedAliases(found);
  return {
    clean: blocked.length === 0,
    blocked,
    aliases: aliases.map((alias) => ({ alias, conditions: viewConditions(conditions[alias] ?? {}) })),
  };
}
