/**
 * Whose turn it is while a request serves: several jobs may be at work for it at once (its renewal, its migration), and names may be in
 * trouble. The rule kept here: it follows from what the request knows, so that no job has to know of another; shown is whoever has the
 * least time (for a name that is off the air that is none at all), and when one job ends, the other shows again.
 */
import { atRest, isAmiss, troublesOf } from './health.ts';
import { dueBy, isBeyondEmail, openNames, renewalDeadline, whoMustAct } from './renewal.ts';
import { apply, type CertificateRequest, certificateNames, type Happening, type RequestFields } from './request.ts';
import { isServing } from './status.ts';
import { whoActs } from './validation-record.ts';

type Turn = Pick<RequestFields, 'waitingOn' | 'deadline'> & { step?: string };

/** The happening, with whose turn it is afterwards. As it is where the request does not serve, or on-call must act first. */
export function withTurn(request: CertificateRequest, happening: Happening): Happening {
  const after = apply(request, { ...happening, requestId: request.requestId, seq: request.seq + 1 });
  if (!isServing(after) || after.failing) return happening;
  return { ...happening, set: { ...happening.set, ...turnOf(after, new Date(happening.at)) } };
}

/** Without a step where no job asks anybody for anything. */
export function turnOf(request: CertificateRequest, now: Date): Turn {
  if (isAmiss(request)) return atRest(request, now);
  const jobs = [turnOfRenewal(request, now), turnOfMigration(request)].filter((turn) => turn !== undefined);
  const [first] = jobs.filter(({ waitingOn }) => waitingOn !== 'AWS').sort(byDeadline);
  if (first) return first;
  return (troublesOf(request).length === 0 ? jobs[0] : undefined) ?? atRest(request, now);
}

/** Undefined while AWS renews by itself. */
function turnOfRenewal(request: CertificateRequest, now: Date): Turn | undefined {
  const { renewal, method } = request;
  if (!renewal || renewal.renewedAt) return undefined;
  const step = 'AwaitRenewal';
  if (isBeyondEmail(renewal.notAfter, method, now))
    return { step, waitingOn: 'site admin', deadline: dueBy(renewal.notAfter, 'DNS') };
  if (openNames(request).length === 0) return undefined;
  return { step, waitingOn: whoMustAct(method), deadline: renewalDeadline(renewal, method, now) };
}

function turnOfMigration(request: CertificateRequest): Turn | undefined {
  const { migration, conditions } = request;
  if (migration?.state !== 'RECORDS' && migration?.state !== 'WINDOW') return undefined;
  const { state, until, windowUntil, records } = migration;
  const findings = certificateNames(request).flatMap((name) => conditions[name]?.migration ?? []);
  // Before the first look nobody has added anything.
  const { waitingOn } = records === 0 ? { waitingOn: 'customer DNS' as const } : whoActs(findings);
  return {
    step: state === 'RECORDS' ? 'AwaitDnsRecords' : 'AwaitMigration',
    waitingOn,
    deadline: (waitingOn === 'AWS' && windowUntil) || until,
  };
}

function byDeadline(a: Turn, b: Turn): number {
  return (a.deadline ?? LAST).localeCompare(b.deadline ?? LAST);
}

/** After every time. */
const LAST = '~';
