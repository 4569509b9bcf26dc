/** The check of a prefix while it is typed: records at once, findings when the reader pauses; what is overtaken is dropped. */
import { useEffect, useRef, useState } from 'react';
import type { PlanAnswer, PreflightAnswer } from '../../core/api/answers-certificates.ts';
import type { DomainsAnswer } from '../../core/api/answers-sites.ts';
import type { Method } from '../../core/status.ts';
import { ConnectionLost, call, Problem } from '../service/api.ts';
import { useStore } from '../service/store.ts';
import { nowMs, second } from '../service/time.ts';
import { T } from '../texts.ts';

/** Milliseconds: longer than between two letters of one who types, shorter than one waits. A check asks some fifty servers. */
const PAUSE_MS = 500;
/** Milliseconds after which a check is begun again that the connection has broken off. */
const RETRY_MS = 3000;

export interface Checked {
  /** Less the names that are left out. */
  domains: DomainsAnswer | undefined;
  /** Every name that the prefix makes, those left out too. */
  names: readonly string[];
  /** What a certificate would make of what serves. */
  planned: PlanAnswer | undefined;
  result: PreflightAnswer | undefined;
  problem: Problem | undefined;
  busy: boolean;
  checkedAt: string | undefined;
  /** How the names fit into a certificate, in words. */
  plan: string | undefined;
  check: () => void;
  /** Findings that came another way: with a refusal to generate. */
  show: (result: PreflightAnswer) => void;
}

interface State {
  domains?: DomainsAnswer | undefined;
  planned?: PlanAnswer | undefined;
  result?: PreflightAnswer | undefined;
  problem?: Problem | undefined;
  busy: boolean;
  checkedAt?: string | undefined;
}

/** What a refusal, and another prefix, leave of the check before. */
const NOTHING = { planned: undefined, result: undefined, checkedAt: undefined };

export interface Wish {
  prefix: string;
  method: Method | undefined;
  /** Names to leave out. */
  without: readonly string[];
}

export function useCheck(siteId: string, { prefix, method, without }: Wish): Checked {
  const leftOut = without.join();
  const [state, setState] = useState<State>({ busy: false });
  const [round, setRound] = useState(0);
  const check = () => setRound((before) => before + 1);
  const shownPrefix = useRef('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is the wish to check again; `leftOut` says what `without` holds
  useEffect(() => {
    if (prefix === '') return setState({ busy: false });
    let overtaken = false;
    const update = (change: Partial<State>) => overtaken || setState((before) => ({ ...before, ...change }));
    let retry: ReturnType<typeof setTimeout> | undefined;
    const refused = (error: unknown) => {
      if (error instanceof Problem) update({ problem: error, busy: false, ...NOTHING });
      else if (!(error instanceof ConnectionLost)) throw error;
      else if (!overtaken) retry ??= setTimeout(check, RETRY_MS);
    };
    const isNew = shownPrefix.current !== prefix;
    shownPrefix.current = prefix;
    update({ busy: true, problem: undefined, ...(isNew && NOTHING) });
    void call('sites.listTrustedDomains', { siteId, prefix }).then((domains) => update({ domains }), refused);
    const timer = setTimeout(
      () =>
        void call('certificates.plan', { siteId, prefix, without: [...without], ...(method && { method }) }).then(
          (planned) =>
            update({ planned, result: resultOf(planned), busy: false, checkedAt: new Date(nowMs()).toISOString() }),
          refused,
        ),
      isNew ? PAUSE_MS : 0,
    );
    return () => {
      overtaken = true;
      clearTimeout(timer);
      clearTimeout(retry);
    };
  }, [siteId, prefix, method, leftOut, round]);
  useCheckWhenForgotten(state, check);
  const plan = state.result?.plan;
  return {
    domains: isPrefixWrong(state.problem) ? undefined : state.domains && lessThose(state.domains, without),
    names: state.domains?.aliases ?? [],
    planned: state.planned,
    result: state.result,
    problem: state.problem,
    busy: state.busy,
    checkedAt: state.checkedAt,
    plan: plan && T.generate.plan(plan.names, plan.limit, plan.commonName),
    check,
    show: (result) => setState((before) => ({ ...before, result, busy: false })),
  };
}

/** What a preflight answers is part of a plan. */
const resultOf = ({ findings, method, warnings, plan }: PlanAnswer): PreflightAnswer => ({
  ...findings,
  method,
  warnings,
  plan,
});

const isPrefixWrong = (problem: Problem | undefined): boolean =>
  problem?.fields.some(({ field }) => field === 'prefix') ?? false;

function lessThose(domains: DomainsAnswer, without: readonly string[]): DomainsAnswer {
  const isIn = (name: string) => !without.includes(name);
  const lines = domains.zoneFile.split('\n').filter((line) => !without.some((name) => line.startsWith(`${name}.`)));
  return {
    ...domains,
    aliases: domains.aliases.filter(isIn),
    records: domains.records.filter(({ name }) => isIn(name)),
    zoneFile: lines.join('\n'),
  };
}

/** When the caches will have forgotten what was there before, of all names that are right already; in order. */
export function forgottenAt({ aliases }: Pick<PreflightAnswer, 'aliases'>): string[] {
  return aliases
    .flatMap(({ conditions: { dns } }) =>
      dns?.reason === 'CnameNotPropagated' && dns.facts.until ? [dns.facts.until] : [],
    )
    .toSorted();
}

/** Once for each such time: what is still there then is not to be asked for over and over. */
function useCheckWhenForgotten({ result, busy }: State, check: () => void): void {
  useStore(second);
  const asked = useRef('');
  const next = result && forgottenAt(result).find((time) => time > asked.current);
  const isDue = next !== undefined && !busy && nowMs() >= Date.parse(next);
  // biome-ignore lint/correctness/useExhaustiveDependencies: checking is the same whenever it is asked for
  useEffect(() => {
    if (!isDue) return;
    asked.current = new Date(nowMs()).toISOString();
    check();
  }, [isDue, next]);
}
