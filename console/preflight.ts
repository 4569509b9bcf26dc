/** The check of a prefix while it is typed: records at once, findings when the reader pauses; what is overtaken is dropped. */
import { useEffect, useRef, useState } from 'react';
import type { DomainsAnswer, PreflightAnswer } from '../core/answers.ts';
import type { Method } from '../core/request.ts';
import { ConnectionLost, call, Problem } from './api.ts';
import { useStore } from './store.ts';
import { T } from './texts.ts';
import { nowMs, second } from './time.ts';

/** Milliseconds: longer than between two letters of one who types, shorter than one waits. A check asks some fifty servers. */
const PAUSE_MS = 500;

export interface Checked {
  domains: DomainsAnswer | undefined;
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
  result?: PreflightAnswer | undefined;
  problem?: Problem | undefined;
  busy: boolean;
  checkedAt?: string;
}

export function useCheck(siteId: string, prefix: string, method: Method | undefined): Checked {
  const [state, setState] = useState<State>({ busy: false });
  const [round, setRound] = useState(0);
  const shownPrefix = useRef('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is the wish to check again
  useEffect(() => {
    if (prefix === '') return setState({ busy: false });
    let overtaken = false;
    const update = (change: Partial<State>) => overtaken || setState((before) => ({ ...before, ...change }));
    const refused = (error: unknown) => {
      if (error instanceof Problem) update({ problem: error, busy: false });
      else if (error instanceof ConnectionLost) update({ busy: false });
      else throw error;
    };
    const isNew = shownPrefix.current !== prefix;
    shownPrefix.current = prefix;
    update({ busy: true, problem: undefined, ...(isNew && { result: undefined }) });
    void call('sites.listTrustedDomains', { siteId, prefix }).then((domains) => update({ domains }), refused);
    const timer = setTimeout(
      () =>
        void call('certificates.preflight', { siteId, prefix, ...(method && { method }) }).then(
          (result) => update({ result, busy: false, checkedAt: new Date(nowMs()).toISOString() }),
          refused,
        ),
      isNew ? PAUSE_MS : 0,
    );
    return () => {
      overtaken = true;
      clearTimeout(timer);
    };
  }, [siteId, prefix, method, round]);
  const check = () => setRound((before) => before + 1);
  useCheckWhenForgotten(state, check);
  const plan = state.result?.plan;
  return {
    domains: state.problem?.fields.length ? undefined : state.domains,
    result: state.result,
    problem: state.problem,
    busy: state.busy,
    checkedAt: state.checkedAt,
    plan: plan && T.generate.plan(plan.names, plan.limit, plan.commonName),
    check,
    show: (result) => setState((before) => ({ ...before, result, busy: false })),
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
