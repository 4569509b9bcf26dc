/** The page's clock and the words of distances. World time where there is a world; else the machine's. */
import { withTimes as timesIn } from '../../core/text.ts';
import { createStore } from './store.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const SHORT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const DAY_FORM = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });
const UTC_DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeZone: 'UTC' });

/** The last that the world said, and when it did by the machine's clock. */
let said: { now: number } | undefined;

/** Changes each second: whoever shows a distance looks at it. */
export const second = createStore(0);

export function setNow(now: string): void {
  said = { now: Date.parse(now) };
  tick();
}

export const nowMs = (): number => said?.now ?? Date.now();

export function tick(): void {
  second.set(Math.floor(nowMs() / 1000));
}

export function format(iso: string, form: 'short' | 'exact' = 'short'): string {
  return (form === 'exact' ? EXACT : SHORT).format(new Date(iso));
}

/** The day of a moment, where the reader is. */
export const dayOf = (iso: string): string => DAY_FORM.format(new Date(iso));

/** A UTC day as the service has it, `2027-03-31`. */
export const utcDay = (day: string): string => UTC_DAY.format(new Date(`${day}T00:00:00Z`));

/** The service's sentences carry times as machines write them: where text must be plain, they become the reader's. */
export const withTimes = (sentence: string): string => timesIn(sentence, format);

export const utc = (iso: string): string => `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `in 2 days 23 h`, `5 min ago`. */
export function distance(iso: string): string {
  const seconds = Math.round((Date.parse(iso) - nowMs()) / 1000);
  if (seconds === 0) return 'now';
  const words = duration(Math.abs(seconds));
  return seconds > 0 ? `in ${words}` : `${words} ago`;
}

/** Days from which on hours say nothing to people. */
const FAR = 30;

/** The two largest units, the second only where it counts. */
function duration(seconds: number): string {
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return joined(Math.floor(seconds / HOUR), 'h', Math.floor((seconds % HOUR) / MINUTE), 'min');
  const days = Math.floor(seconds / DAY);
  if (days >= FAR) return `${days} days`;
  return joined(days, days === 1 ? 'day' : 'days', Math.floor((seconds % DAY) / HOUR), 'h');
}

function joined(first: number, unit: string, second: number, smaller: string): string {
  return second === 0 ? `${first} ${unit}` : `${first} ${unit} ${second} ${smaller}`;
}
