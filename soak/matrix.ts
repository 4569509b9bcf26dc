/**
 * Every AWS call of every function on a journey, with each fault. It must end where it would have, after on-call's redrive where
 * it stood still under a name; with one certificate, all names, and no ticket but the one of its conflict.
 */
import { ERRORS } from '../core/errors.ts';
import { FUNCTIONS } from '../core/topology.ts';
import type { FaultRule } from '../local/aws/faults.ts';
import { faultOf, KINDS, type Kind } from './faults.ts';
import { ENDS, type Journey, openJourney, travel } from './journeys.ts';
import { look } from './seen.ts';

interface Case {
  journey: Journey;
  /** Function, service and operation. */
  caller: string;
  service: string;
  operation: string;
  kind: Kind;
}

/** One more than the SDK tries, so that our own code meets it; a function dies once. */
const TIMES: Record<Kind, number> = {
  throttled: 4,
  fails: 4,
  unheard: 4,
  twice: 4,
  'killed before': 1,
  'killed after': 1,
};

/** What is not in our catalogue: Lambda's own names for a function that was lost. */
const LOST = ['Runtime.ExitError'];

/** Every call that the journey makes, in the order in which they are first made. */
export async function casesOf(journey: Journey): Promise<Case[]> {
  const stage = await openJourney(journey);
  const calls = new Map<string, Omit<Case, 'kind' | 'journey'>>();
  stage.onCalled(({ principal: caller, service, operation }) => {
    if (Object.hasOwn(FUNCTIONS, caller))
      calls.set(`${caller} ${service} ${operation}`, { caller, service, operation });
  });
  const { status } = await travel(stage, journey);
  await stage.stop();
  if (status !== ENDS[journey].status) throw new Error(`the undisturbed ${journey} journey ends ${status}`);
  return [...calls.values()].flatMap((call) => KINDS.map((kind) => ({ journey, ...call, kind })));
}

/** What is wrong with how it went; empty when all is well. */
export async function meet({ journey, caller, service, operation, kind }: Case): Promise<string[]> {
  const stage = await openJourney(journey);
  try {
    const rule: FaultRule = { service, operation, principal: caller, times: TIMES[kind], ...faultOf(service, kind) };
    stage.faults.add(rule);
    const { status, failing } = await travel(stage, journey);
    stage.faults.clear();
    await stage.pass(DAY_MS); // clean-up, and the last letters
    stage.judge('settled');
    const { tickets, mutations } = look(stage);
    const made = (name: string) => mutations.filter((mutation) => mutation.operation === name).length;
    const end = ENDS[journey];
    return [
      ...(status === end.status ? [] : [`ends ${status}`]),
      ...failing.filter((error) => !Object.hasOwn(ERRORS, error) && !LOST.includes(error)).map((e) => `fails as ${e}`),
      ...(made('RequestCertificate') === end.certificates
        ? []
        : [`${made('RequestCertificate')} certificates requested`]),
      ...(tickets.length === end.tickets ? [] : [`${tickets.length} tickets`]),
      ...stage.broken,
    ];
  } finally {
    await stage.stop();
  }
}

const DAY_MS = 86_400_000;

export function nameOf({ journey, caller, service, operation, kind }: Case): string {
  return `${journey}: ${caller} ${service}:${operation} ${kind}`;
}
