/** The page's client of the simulated world, which exists in local mode only: its clock, its mailboxes, its DNS. */
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
    await readClock();
    local = true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // an answer that is no clock: there is no world here
  }
}

export async function readClock(): Promise<Clock> {
  return kept(await send<Clock>('GET', '/world/clock'));
}

/** To the next thing due, or by so many hours. */
export async function jump(hours?: number): Promise<Clock> {
  return kept(await send<Clock>('POST', '/world/clock/jump', hours === undefined ? {} : { hours }));
}

export async function setSpeed(speed: number): Promise<Clock> {
  return kept(await send<Clock>('POST', '/world/clock/speed', { speed }));
}

function kept(clock: Clock): Clock {
  setNow(clock.now);
  return clock;
}

/** Newest first. */
export const readMails = async (): Promise<Mail[]> => (await send<{ mails: Mail[] }>('GET', '/world/mails')).mails;

export const readMail = (id: string): Promise<OpenMail> => send('GET', `/world/mails/${encodeURIComponent(id)}`);

export const readZones = async (): Promise<Zone[]> => (await send<{ zones: Zone[] }>('GET', '/world/zones')).zones;

export const putRecord = (zone: string, record: RecordSet): Promise<unknown> =>
  send('PUT', `/world/zones/${encodeURIComponent(zone)}/records`, record);

export const deleteRecord = (zone: string, { name, type }: RecordSet): Promise<unknown> =>
  send('DELETE', `/world/zones/${encodeURIComponent(zone)}/records?${new URLSearchParams({ name, type })}`);

/** The zone with the longest name that encloses `name`. */
export function zoneOf(name: string, zones: readonly Zone[]): Zone | undefined {
  return zones
    .filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** Where the zone editor opens with a record filled in. */
export function editorLink(record: { name: string; type: string; value: string }): string {
  return `#/world/zones?${new URLSearchParams({ ...record, back: location.hash })}`;
}
