/**
 * World time, and the one place where it moves.
 *
 * Everything that happens in the simulated world happens in a *run* (a lambda, an AWS call, a timer, a person's act).
 * While a run is in flight, time stands; a jump waits until all is quiet, moves to the earliest timer, runs it, and so on.
 * The rule kept here: no timer ever fires early, none is skipped, and effects of an earlier one are seen by a later one.
 */
import { setTimeout as machineDelay } from 'node:timers/promises';

/** Cancels a timer; harmless after it fired. */
export type Cancel = () => void;

interface Timer {
  due: number;
  order: number;
  name: string;
  work: () => unknown;
}

/** How often a running clock looks for due timers, in machine milliseconds: fine enough that a page feels live. */
const LIVE_TICK_MS = 50;
/** How much world time a killed process may lose while time flows, in machine milliseconds. */
const SAVE_EVERY_MS = 1000;

export class WorldClock {
  private timers: Timer[] = [];
  private order = 0;
  private inFlight = 0;
  private quietWaiters: (() => void)[] = [];
  private failures: unknown[] = [];
  private stopped = false;
  private jumping: Promise<unknown> = Promise.resolve();
  /** World milliseconds per machine millisecond. 0 = time moves by jumps only. */
  private speed = 0;
  private worldBase: number;
  private machineBase = performance.now();

  private readonly onMove: (now: Date) => void;

  /** `onMove` is told when time has jumped, and about once a second while it flows: to be remembered over a restart. */
  constructor(start: Date, onMove: (now: Date) => void = () => {}) {
    this.worldBase = start.getTime();
    this.onMove = onMove;
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
    this.onMove(new Date(ms));
  }

  /** Runs `work` at world time `due` (at once if that has passed). Timers live in memory: a simulator sets its own again at start. */
  at(due: Date, name: string, work: () => unknown): Cancel {
    const timer: Timer = { due: due.getTime(), order: this.order++, name, work };
    const index = this.timers.findLastIndex((other) => other.due <= timer.due);
    this.timers.splice(index + 1, 0, timer);
    return () => {
      const at = this.timers.indexOf(timer);
      if (at >= 0) this.timers.splice(at, 1);
    };
  }

  /** Does `work` as part of the world: time stands until it has ended. */
  async run<T>(work: () => Promise<T> | T): Promise<T> {
    this.inFlight++;
    try {
      return await work();
    } finally {
      this.landed();
    }
  }

  /** Starts `work` and does not wait for it. Its failure surfaces at the next `quiet()`, never silently. */
  start(work: () => Promise<unknown>): void {
    this.run(work).catch((error) => this.failures.push(error));
  }

  /** Sleeps in world time, from inside a run: while it sleeps, time may move. */
  async pause(ms: number): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.at(new Date(this.nowMs() + ms), 'pause', () => {
        this.inFlight++;
        resolve();
      });
    });
    this.landed();
    await woken;
  }

  private landed(): void {
    if (--this.inFlight === 0) for (const waiter of this.quietWaiters.splice(0)) waiter();
  }

  /** Resolves when nothing is in flight; throws the first failure of a started run. */
  async quiet(): Promise<void> {
    do {
      if (this.inFlight > 0) await new Promise<void>((resolve) => this.quietWaiters.push(resolve));
      await new Promise((resolve) => setImmediate(resolve)); // what has just ended may have started more
    } while (this.inFlight > 0);
    if (this.failures.length > 0) throw this.failures.shift();
  }

  /** When the next timer is due, and which. */
  next(): { due: Date; name: string } | undefined {
    const timer = this.timers[0];
    return timer && { due: new Date(timer.due), name: timer.name };
  }

  /** Moves to `target`, running everything due on the way in order of time. */
  jumpTo(target: Date): Promise<void> {
    return this.serially(async () => {
      await this.quiet();
      while (this.timers[0] && this.timers[0].due <= target.getTime()) await this.fireNext();
      this.setNow(Math.max(this.nowMs(), target.getTime()));
    });
  }

  /** Moves to the earliest timer and runs it. False when nothing is ever due. */
  jump(): Promise<boolean> {
    return this.serially(async () => {
      await this.quiet();
      if (!this.timers[0]) return false;
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

  private async fireNext(): Promise<void> {
    const timer = this.timers.shift();
    if (!timer) return;
    this.setNow(Math.max(this.nowMs(), timer.due));
    await this.run(async () => timer.work());
    await this.quiet();
  }

  /** Runs what is due by now; does not wait for what is in flight, so that a page stays live while a lambda works. */
  private runDue(): Promise<void> {
    return this.serially(async () => {
      while (this.timers[0] && this.timers[0].due <= this.nowMs()) await this.fireNext();
    });
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
        this.onMove(this.now());
      }
      await machineDelay(LIVE_TICK_MS, undefined, { ref: false });
    }
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
    this.timers = [];
  }
}
