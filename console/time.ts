/** Times as people read them: in the reader's own zone, with UTC on hover, and how far away by the service's clock. */
import { type Child, h } from './element.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const SHORT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

let worldNow: string | undefined;

/** World time, where there is a world; else the machine's time counts. */
export function setNow(now: string): void {
  worldNow = now;
}

const nowMs = (): number => (worldNow === undefined ? Date.now() : Date.parse(worldNow));

export function when(iso: string, format: 'short' | 'exact' = 'short'): HTMLTimeElement {
  const text = (format === 'exact' ? EXACT : SHORT).format(new Date(iso));
  return h('time', { datetime: iso, title: utc(iso) }, text);
}

/** A time with its distance from now, kept up to date by `refreshDistances`. */
export function whenAndHowFar(iso: string): HTMLElement {
  return h('span', {}, when(iso), ' ', howFar(iso));
}

export function howFar(iso: string): HTMLElement {
  return h('span', { class: 'quiet', 'data-distance': iso, title: utc(iso) }, distance(iso));
}

/** The service's sentences carry times as machines write them; here they become times for people. */
export function withTimes(sentence: string): Child[] {
  const pieces = sentence.split(/(\d{4}-\d\d-\d\dT[\d:.]+Z)/);
  return pieces.map((piece, at) => (at % 2 === 0 ? piece : when(piece)));
}

export function refreshDistances(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-distance]')) {
    const text = distance(element.dataset.distance ?? '');
    if (element.textContent !== text) element.textContent = text;
  }
}

/** `(in 2 days 23 h)`, `(5 min ago)`. */
function distance(iso: string): string {
  const seconds = Math.round((Date.parse(iso) - nowMs()) / 1000);
  if (seconds === 0) return '(now)';
  const words = duration(Math.abs(seconds));
  return seconds > 0 ? `(in ${words})` : `(${words} ago)`;
}

/** The two largest units, the second only where it counts. */
function duration(seconds: number): string {
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return joined(Math.floor(seconds / HOUR), 'h', Math.floor((seconds % HOUR) / MINUTE), 'min');
  const days = Math.floor(seconds / DAY);
  return joined(days, days === 1 ? 'day' : 'days', Math.floor((seconds % DAY) / HOUR), 'h');
}

function joined(first: number, unit: string, second: number, smaller: string): string {
  return second === 0 ? `${first} ${unit}` : `${first} ${unit} ${second} ${smaller}`;
}

const utc = (iso: string): string => `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
