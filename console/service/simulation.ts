/** The page's client of the simulated world, which exists in local mode only: its clock, mailboxes, DNS, other people, troubles. */
import { Problem, send } from './api.ts';
import { setNow } from './time.ts';

export interface Clock {
  now: string;
  /** World seconds in a second of the machine. */
  speed: number;
  next: { due: string; name: string } | null;
}

export interface Mail {
  id: string;
  to: string[];
  from: string;
  subject: string;
  date: string;
}

/** `approvalPath`: where the link of ACM's mail leads; null in other mails. */
export type OpenMail = Mail & { text: string; approvalPath: string | null };

export interface RecordSet {
  name: string;
  type: string;
  ttl: number;
  values: string[];
}

export interface Zone {
  name: string;
  records: RecordSet[];
}

let local = false;

/** Whether there is a simulated world behind this page. */
export const isLocal = (): boolean => local;

/** Asks once, at the start. */
export async function findWorld(): Promise<void> {
  try {
    await world.clock();
    local = true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // an answer that is no clock: there is no world here
  }
}

const path = (...parts: string[]) => `/world/${parts.map(encodeURIComponent).join('/')}`;

export const world = {
  clock: async () => kept(await send<Clock>('GET', '/world/clock')),
  /** To the next thing due, by so many hours, or to a time. */
  jump: async (where: { hours?: number; to?: string } = {}) =>
    kept(await send<Clock>('POST', '/world/clock/jump', where)),
  setSpeed: async (speed: number) => kept(await send<Clock>('POST', '/world/clock/speed', { speed })),

  /** Newest first. */
  mails: async () => (await send<{ mails: Mail[] }>('GET', '/world/mails')).mails,
  mail: (id: string) => send<OpenMail>('GET', path('mails', id)),

  zones: async () => (await send<{ zones: Zone[] }>('GET', '/world/zones')).zones,
  putRecord: (zone: string, record: RecordSet) => send<unknown>('PUT', path('zones', zone, 'records'), record),
  deleteRecord: (zone: string, { name, type }: Pick<RecordSet, 'name' | 'type'>) =>
    send<unknown>('DELETE', `${path('zones', zone, 'records')}?${new URLSearchParams({ name, type })}`),

  holders: async () => (await send<{ holders: Holder[] }>('GET', '/world/holders')).holders,
  hold: (holding: { alias: string; account?: string; kind?: Holder['kind']; wildcard?: boolean }) =>
    send<Holder>('POST', '/world/holders', holding),
  setEnabled: (id: string, enabled: boolean) => send<Holder>('PUT', path('holders', id), { enabled }),
  release: (id: string) => send<Holder>('DELETE', path('holders', id)),
  supportCases: async () => (await send<{ cases: SupportCase[] }>('GET', '/world/support-cases')).cases,
  fileCase: (filed: { targetDistributionId: string; caseText: string }) =>
    send<SupportCase>('POST', '/world/support-cases', filed),
  answerCase: (caseId: string) => send<SupportCase>('POST', `${path('support-cases', caseId)}/answer`),
  txtDemand: async () => (await send<{ txtDemand: TxtDemand }>('GET', '/world/txt-demand')).txtDemand,
  setTxtDemand: (txtDemand: TxtDemand) => send<unknown>('PUT', '/world/txt-demand', { txtDemand }),

  faults: async () => (await send<{ faults: Fault[] }>('GET', '/world/faults')).faults,
  addFault: (fault: Fault) => send<unknown>('POST', '/world/faults', fault),
  clearFaults: () => send<unknown>('DELETE', '/world/faults'),
  servers: () => send<Servers>('GET', '/world/servers'),
  setServer: (host: string, behaviour: string) => send<unknown>('PUT', '/world/servers', { host, behaviour }),
  setSignature: (zone: string, dnssec: string) => send<unknown>('PUT', '/world/signatures', { zone, dnssec }),
  rejected: async () => (await send<{ rejected: string[] }>('GET', '/world/mailboxes')).rejected,
  setRejects: (address: string, rejects: boolean) => send<unknown>('PUT', '/world/mailboxes', { address, rejects }),
  receivers: () => send<Receivers>('GET', '/world/receivers'),
  setAnswer: (host: string, answer: ReceiverAnswer) => send<unknown>('PUT', path('receivers', host), { answer }),
  quotas: async () => (await send<{ quotas: Quota[] }>('GET', '/world/quotas')).quotas,
  setQuota: (code: string, value: number) => send<unknown>('PUT', '/world/quotas', { code, value }),
};

/** An HTTP status, or what a receiver does instead of answering. */
export type ReceiverAnswer = number | 'hang up' | 'no answer';

/** A message that a receiver of webhooks got, as local/receivers.ts keeps it. */
export interface Received {
  at: string;
  host: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  answered: ReceiverAnswer;
}

export interface Receivers {
  /** Newest first. */
  received: Received[];
  /** By host name, what those answer that were told. */
  answers: Record<string, ReceiverAnswer>;
}

/** What somebody else owns in CloudFront. */
export interface Holder {
  id: string;
  account: string;
  kind: 'distribution' | 'tenant';
  service?: string;
  domainName: string;
  aliases: string[];
  enabled: boolean;
  status: 'InProgress' | 'Deployed';
}

export interface SupportCase {
  caseId: string;
  aliases: string[];
  targetDistributionId: string;
  filedAt: string;
  /** When Support will have looked at it. */
  dueAt: string;
  answeredAt: string | null;
  answers: { alias: string; moved: boolean; text: string }[];
}

export type TxtDemand = 'everybody' | 'other accounts';

/** As local/aws/faults.ts has them; the panel refuses what does not fit its kind. */
export interface Fault {
  kind: 'refuse' | 'delay' | 'drop' | 'repeat' | 'lose' | 'crash';
  service: string;
  operation: string;
  times?: number;
  error?: string;
  ms?: number;
  when?: 'before' | 'after';
}

export interface Servers {
  servers: { host: string; address: string; behaviour: string; zones: string[] }[];
  zones: { name: string; dnssec: string }[];
}

export interface Quota {
  code: string;
  service: string;
  name: string;
  value: number;
}

/** Presses the button of the page behind an approval mail. Throws what the page says when it is too late. */
export async function decide(approvalPath: string, decision: 'approve' | 'deny'): Promise<void> {
  const answer = await fetch(approvalPath, { method: 'POST', body: new URLSearchParams({ decision }) });
  if (answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  throw new Problem(answer.status, { detail: page.querySelector('main p')?.textContent ?? `${answer.status}` });
}

function kept(clock: Clock): Clock {
  setNow(clock.now);
  return clock;
}

/** The zone with the longest name that encloses `name`. */
export function zoneOf(name: string, zones: readonly Zone[]): Zone | undefined {
  return zones
    .filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}
