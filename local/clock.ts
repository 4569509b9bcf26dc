/**
 * World time, and the one place where it moves.
 *
 * Everything that happens in the simulated world happens in a *run* (a lambda, an AWS call, a timer, a person's act).
 * While a run is at work, time stands; a jump waits until all is quiet, moves to the earliest timer, runs it, and so on.
 * The rule kept here: no timer ever fires early, none is skipped, and effects of an earlier one are seen by a later one.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as machineDelay } from 'node:timers/promises';
import { createSorted } from './sorted.ts';

/** Cancels a timer; harmless after it fired. */
export type Cancel = () => void;

interface Timer {
  due: number;
  /** Of two that are due at the same time the one that was set first goes first. */
  set: number;
  name: string;
  work: () => unknown;
}

/** Something that happens. `sleeping` counts what it waits for in world time: while that is not 0, it keeps nobody from moving time. */
interface Run {
  label: string | undefined;
  /** The run that this one is a part of, and that waits for it. */
  parent: Run | undefined;
  sleeping: number;
}

export interface ClockOptions {
  /** Told when time has jumped, and about once a second while it flows: to be remembered over a restart. */
  onMove?: (now: Date) => void;
  /**
   * Makes a world deterministic: started runs go one at a time, and this picks the next of so many ready ones (0 = the one
   * that has waited longest). Without it they go side by side, as they would in AWS.
   */
  pick?: (ready: number) => number;
}

/** How often a running clock looks for due timers, in machine milliseconds: fine enough that a page feels live. */
const LIVE_TICK_MS = 50;
/** How much world time a killed process may lose while time flows, in machine milliseconds. */
const SAVE_EVERY_MS = 1000;

export class WorldClock {
  /** Many, where many wait for days. */
  private timers = inOrder();
  private timersSet = 0;
  private ready: (() => Promise<unknown>)[] = [];
  private readonly runs = new Set<Run>();
  private readonly current = new AsyncLocalStorage<Run>();
  private quietWaiters: (() => void)[] = [];
  private failures: unknown[] = [];
  private stopped = false;
  private jumping: Promise<unknown> = Promise.resolve();
  /** World milliseconds per machine millisecond. 0 = time moves by jumps only. */
  private speed = 0;
  private worldBase: number;
  private machineBase = performance.now();
  private readonly options: ClockOptions;

  constructor(start: Date, options: ClockOptions = {}) {
    this.worldBase = start.getTime();
    this.options = options;
  }

  /** World time. Between jumps it stands still at speed 0. */
  now(): Date {
    return new Date(this.nowMs());
  }

  private nowMs(): number {
    return Math.floor(this.worldBase + (performance.now() - this.machineBase) * this.speed);
  }

  private setNow(ms: number): void {
    this.worldBase = ms;
    this.machineBase = performance.now();
    this.options.onMove?.(new Date(ms));
  }

  /** Runs `work` at world time `due` (at once if that has passed). Timers live in memory: a simulator sets its own again at start. */
  at(due: Date, name: string, work: () => unknown): Cancel {
    const timer: Timer = { due: due.getTime(), set: this.timersSet++, name, work };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Does `work` now, as part of the world: time stands until it has ended. `label` names it for `pause`. */
  async run<T>(work: () => Promise<T> | T, label?: string): Promise<T> {
    const run: Run = { label, parent: this.current.getStore(), sleeping: 0 };
    this.runs.add(run);
    try {
      return await this.current.run(run, async () => work());
    } finally {
      this.runs.delete(run);
      this.calm();
    }
  }

  /** Does `work` soon, and does not wait for it. Its failure surfaces at the next `quiet()`, never silently. */
  start(work: () => Promise<unknown>): void {
    this.ready.push(work);
    this.startReady();
  }

  /** Starts what is ready: all of it, or in a deterministic world one, when nothing else is at work. */
  private startReady(): void {
    const { pick } = this.options;
    while (this.ready.length > 0 && !(pick && this.atWork())) {
      const [work] = this.ready.splice(pick?.(this.ready.length) ?? 0, 1);
      if (work) this.current.exit(() => this.run(work)).catch((error) => this.failures.push(error));
    }
  }

  private atWork(): boolean {
    for (const { sleeping } of this.runs) if (sleeping === 0) return true;
    return false;
  }

  /** Sleeps in world time, from inside a run: while it sleeps, time may move. Runs of that label, which wait for it, sleep too. */
  async pause(ms: number, label?: string): Promise<void> {
    const own = this.current.getStore();
    const asleep = [...this.runs].filter((run) => run === own || (label !== undefined && run.label === label));
    const sleepers = new Set(asleep.flatMap(withAncestors));
    const woken = new Promise<void>((resolve) => {
      this.at(new Date(this.nowMs() + ms), 'pause', () => {
        for (const run of sleepers) run.sleeping--;
        resolve();
      });
    });
    for (const run of sleepers) run.sleeping++;
    this.calm();
    await woken;
  }

  /** After a run has ended or fallen asleep. */
  private calm(): void {
    this.startReady();
    if (!this.atWork()) for (const waiter of this.quietWaiters.splice(0)) waiter();
  }

  /** Resolves when nothing is at work; throws the first failure of a started run. */
  async quiet(): Promise<void> {
    do {
      if (this.atWork()) await new Promise<void>((resolve) => this.quietWaiters.push(resolve));
      await new Promise((resolve) => setImmediate(resolve)); // what has just ended may have started more
    } while (this.atWork());
    if (this.failures.length > 0) throw this.failures.shift();
  }

  /** When the next timer is due, and which. */
  next(): { due: Date; name: string } | undefined {
    const timer = this.timers.first();
    return timer && { due: new Date(timer.due), name: timer.name };
  }

  /** Moves to `target`, running everything due on the way in order of time. */
  jumpTo(target: Date): Promise<void> {
    return this.serially(async () => {
      await this.quiet();
      while (this.isDueBy(target.getTime())) await this.fireNext();
      this.setNow(Math.max(this.nowMs(), target.getTime()));
    });
  }

  /** Moves to the earliest timer and runs it. False when nothing is ever due. */
  jump(): Promise<boolean> {
    return this.serially(async () => {
      await this.quiet();
      if (!this.timers.first()) return false;
      await this.fireNext();
      return true;
    });
  }

  /** Jumps from timer to timer until `done()` holds; throws when `limit` has passed or nothing is due. */
  async jumpUntil(done: () => boolean | Promise<boolean>, limit: Date): Promise<void> {
    await this.quiet();
    while (!(await done())) {
      if (this.nowMs() > limit.getTime()) throw new Error(`not reached by ${limit.toISOString()}`);
      if (!(await this.jump())) throw new Error('nothing is due any more and the awaited state is not reached');
    }
  }

  private isDueBy(ms: number): boolean {
    const timer = this.timers.first();
    return timer !== undefined && timer.due <= ms;
  }

  private async fireNext(): Promise<void> {
    const timer = this.timers.first();
    if (!timer) return;
    this.timers.delete(timer);
    this.setNow(Math.max(this.nowMs(), timer.due));
    // Not awaited: it may fall asleep, and then only a later timer wakes it.
    this.run(async () => timer.work()).catch((error) => this.failures.push(error));
    await this.quiet();
  }

  private serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.jumping.then(work);
    this.jumping = result.catch(() => undefined);
    return result;
  }

  /** Lets world time flow at `speed` times machine time until `stop()`; failures of started runs go to `onFailure`. */
  async flow(speed: number, onFailure: (error: unknown) => void): Promise<void> {
    this.setSpeed(speed);
    let saved = performance.now();
    while (!this.stopped) {
      await this.runDue().catch(onFailure);
      if (performance.now() - saved > SAVE_EVERY_MS) {
        saved = performance.now();
        this.options.onMove?.(this.now());
      }
      await machineDelay(LIVE_TICK_MS, undefined, { ref: false });
    }
  }

  /** Runs what is due by now. */
  private runDue(): Promise<void> {
    return this.serially(async () => {
      while (this.isDueBy(this.nowMs())) await this.fireNext();
    });
  }

  setSpeed(speed: number): void {
    this.setNow(this.nowMs());
    this.speed = speed;
  }

  getSpeed(): number {
    return this.speed;
  }

  stop(): void {
    this.stopped = true;
    this.timers = inOrder();
  }
}

function inOrder() {
  return createSorted<Timer>((one, other) => one.due > other.due || (one.due === other.due && one.set > other.set));
}

function withAncestors(run: Run): Run[] {
  return run.parent ? [run, ...withAncestors(run.parent)] : [run];
}
