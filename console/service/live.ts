/**
 * Live values: while something shows one and the page is seen, it is read again every second, and drawn anew only when it has
 * changed. What was read stays when a later reading fails, and is there at once when the reader comes back to it.
 */
import { useCallback, useSyncExternalStore } from 'react';
import { ConnectionLost, Problem } from './api.ts';
import { isLocal } from './simulation.ts';
import { createStore, type Store } from './store.ts';
import { tick } from './time.ts';

/** Milliseconds. In local mode a call costs nothing; in AWS each one runs a function. */
const EVERY_MS = { local: 1000, deployed: 5000 };
/** What takes long to read, as a thousand requests, is read less often: it takes a tenth of the time at most. */
const REST = 10;
/** Milliseconds without pointer or keyboard after which a deployed page rests: reading keeps a session alive, and nobody is here. */
const IDLE_MS = 15 * 60_000;
/** Values that nobody shows are forgotten beyond so many. */
const KEPT = 50;

export interface Live<Value> {
  /** Undefined until it was read once. */
  value: Value | undefined;
  /** Why the last reading brought nothing: a refusal. A lost connection is told once for the whole page. */
  problem: Problem | undefined;
}

interface Source {
  state: Store<Live<unknown>>;
  load: () => Promise<unknown>;
  text: string | undefined;
  watchers: number;
  dueAt: number;
  /** Milliseconds of the last reading. */
  took: number;
  /** Read until it is there, and after acts, only. */
  still: boolean;
  reading: Promise<void> | undefined;
}

const NOTHING: Live<unknown> = { value: undefined, problem: undefined };

const sources = new Map<string, Source>();

/** How often everything was forgotten: what was asked for before is not shown after. */
let forgotten = 0;

/** False while the service cannot be reached. */
export const connected = createStore(true);

/** True while the page rests because nobody is here. */
export const resting = createStore(false);

/** `key` names the value: the same key, the same reading. `still`: what costs too much to be read by itself, see Source. */
export function useLive<Value>(key: string, load: () => Promise<Value>, { still = false } = {}): Live<Value> {
  const source = sourceOf(key);
  source.load = load;
  source.still = still;
  const subscribe = useCallback(
    (tell: () => void) => {
      const watched = sourceOf(key);
      watched.watchers++;
      void read(watched);
      const leave = watched.state.subscribe(tell);
      return () => {
        watched.watchers--;
        leave();
      };
    },
    [key],
  );
  return useSyncExternalStore(subscribe, source.state.get) as Live<Value>;
}

function sourceOf(key: string): Source {
  const present = sources.get(key);
  if (present) return present;
  const state = createStore(NOTHING);
  const source: Source = {
    state,
    load: async () => undefined,
    text: undefined,
    watchers: 0,
    dueAt: 0,
    took: 0,
    still: false,
    reading: undefined,
  };
  sources.set(key, source);
  const idle = [...sources].filter(([other, { watchers }]) => watchers === 0 && other !== key);
  for (const [other] of idle.slice(0, Math.max(0, sources.size - KEPT))) sources.delete(other);
  return source;
}

function read(source: Source): Promise<void> {
  source.reading ??= readOnce(source).finally(() => {
    source.reading = undefined;
  });
  return source.reading;
}

async function readOnce(source: Source): Promise<void> {
  const begun = performance.now();
  const asked = forgotten;
  try {
    const value = await source.load();
    connected.set(true);
    const text = JSON.stringify(value);
    if (asked === forgotten && (text !== source.text || source.state.get().problem)) {
      source.text = text;
      source.state.set({ value, problem: undefined });
    }
  } catch (error) {
    if (error instanceof ConnectionLost) connected.set(false);
    else if (!(error instanceof Problem)) throw error;
    else if (asked === forgotten) source.state.set({ ...source.state.get(), problem: error });
  } finally {
    const took = performance.now() - begun;
    const every = isLocal() ? EVERY_MS.local : EVERY_MS.deployed;
    // One slow reading, as the first of a cold function, says nothing of the next.
    source.dueAt = performance.now() + Math.max(every, Math.min(took, source.took) * REST);
    source.took = took;
  }
}

/** Reads at once all that is shown: after an act of the reader. */
export async function refresh(): Promise<void> {
  const shown = [...sources.values()].filter(({ watchers }) => watchers > 0);
  await Promise.all(shown.map(({ reading }) => reading)); // what is under way may be older than the act
  await Promise.all(shown.map(read));
}

/** Forgets every value, those that are shown too: the next reader may see other things. */
export function forgetAll(): void {
  forgotten++;
  for (const source of sources.values()) {
    source.text = undefined;
    source.state.set(NOTHING);
  }
}

const isDue = ({ watchers, still, state, dueAt }: Source): boolean =>
  watchers > 0 && !(still && state.get() !== NOTHING) && performance.now() >= dueAt;

export function keepLive(): void {
  let lastInput = performance.now();
  const wake = () => {
    lastInput = performance.now();
    resting.set(false);
  };
  for (const input of ['pointermove', 'pointerdown', 'keydown', 'scroll'])
    window.addEventListener(input, wake, { passive: true, capture: true });
  const look = () => {
    if (document.hidden) return;
    if (!isLocal() && performance.now() - lastInput > IDLE_MS) return resting.set(true);
    tick();
    for (const source of sources.values()) if (isDue(source)) void read(source);
  };
  /** A quarter of the shortest pause, so that readings come about when they are due. */
  setInterval(look, EVERY_MS.local / 4);
  document.addEventListener('visibilitychange', () => document.hidden || void refresh());
}
