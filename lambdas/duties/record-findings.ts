/** How a check of the preflight ends: its findings become conditions of the request, and one verdict for the machine. */
import { blocks, type ConditionName, type Finding } from '../../core/condition.ts';
import type { FoundCondition } from '../../core/request.ts';
import type { Requests } from '../records/requests.ts';

export type Findings = Readonly<Record<string, Finding>>;
export type Verdict = { verdict: 'clean' | 'blocked' };
/** Of a check that the request has no need of. */
export const CLEAN: Verdict = { verdict: 'clean' };

function verdictOf(findings: Findings): Verdict {
  return { verdict: Object.values(findings).some(blocks) ? 'blocked' : 'clean' };
}

export function asConditions(name: ConditionName, findings: Findings): FoundCondition[] {
  return Object.entries(findings).map(([alias, finding]) => ({ alias, name, finding }));
}

export async function recordFindings(
  requests: Requests,
  requestId: string,
  name: keyof typeof CHECKED,
  findings: Findings,
  now: Date,
): Promise<Verdict> {
  const verdict = verdictOf(findings);
  const blocked = Object.values(findings).filter(blocks).length;
  await requests.change(requestId, () => ({
    type: 'PreflightFound',
    at: now.toISOString(),
    by: 'service',
    text:
      blocked === 0
        ? `Checked ${CHECKED[name]}: nothing to mend.`
        : `Checked ${CHECKED[name]}: ${blocked} of ${Object.keys(findings).length} names are not ready.`,
    set: { step: 'Preflight' },
    conditions: asConditions(name, findings),
  }));
  return verdict;
}

/** What each check of the preflight is about, for the timeline. */
const CHECKED = {
  dns: 'where every name points to',
  caa: 'whether Amazon may issue (CAA)',
  mail: 'who receives the approval mails',
  conflict: 'whether an edge serves a name for somebody else',
} as const satisfies Partial<Record<ConditionName, string>>;
