/**
 * What surrounds every function: the input is parsed, one structured line tells how it went, errors keep their names.
 * A module exports `create(env)`; nothing is read or made at import. What a machine gives besides time (sleep, chance)
 * comes in as `Machine`, so that local mode can give its own.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { jobOf } from '../core/execution.ts';
import { type Env, isAwsError } from './clients/aws.ts';
import { type Publish, publisher } from './clients/figures.ts';

/** Hex digits of a label that nobody has a record for: 64 bits, never met by chance. */
export const PROBE_LABEL_LENGTH = 16;

export interface Machine {
  /** The time of this very moment, for leases: a state's own time stands still while it is retried. */
  now(): Date;
  /** The time at the service's door, which is the callers' own: signatures, sessions and locks are judged by it. */
  doorTime(): Date;
  /** Waits that many milliseconds: between calls that AWS wants spread, nothing else. */
  pause(ms: number): Promise<void>;
  /** Unpredictable lower-case hex digits. */
  randomHex(length: number): string;
}

export const REAL_MACHINE: Machine = {
  now: () => new Date(),
  doorTime: () => new Date(),
  pause: (ms) => delay(ms),
  randomHex: (length) =>
    randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length),
};

/** Ten hex digits a day: two of one day are alike once in 10^12 pairs, and conditional puts would refuse. */
const ID_DIGITS = 10;

/** `20261121-0123456789`. */
export function newId({ randomHex }: Machine, now: Date): string {
  return `${now.toISOString().slice(0, 10).replaceAll('-', '')}-${randomHex(ID_DIGITS)}`;
}

export type Handler = (event: unknown) => Promise<unknown>;
/** `publish` gets the figures of a function that has some; by default they go to its log. */
export type Create = (env: Env, machine?: Machine, publish?: Publish) => Handler;

/**
 * The function as it is deployed: as its module makes it; and where an invocation ends because AWS throttled a call at all its tries, that is
 * published: a step that is tried again for hours shows nothing else of it.
 */
export function deployed(create: Create): Create {
  return (env, machine = REAL_MACHINE, publish = publisher(env, machine)) => {
    const handler = create(env, machine, publish);
    return async (event) => {
      try {
        return await handler(event);
      } catch (error) {
        if (isAwsError(error, 'AwsThrottled')) publish?.({ InvocationsThrottled: 1 });
        throw error;
      }
    };
  };
}

/**
 * Input of every Task state. `now` is when the state was entered, in world time; `execution` is the name of one that is not the
 * request's own (core/execution.ts).
 */
export const StepInput = z.strictObject({
  requestId: z.string().min(1),
  execution: z.string().min(1).optional(),
  now: z.iso.datetime(),
});
/** Input of a Task state that parks: the token that ends the wait. */
const ParkInput = StepInput.extend({ token: z.string().min(1) });
/** How the states before it ended: what RecordFailure, FreeAliases and CloseTicket write down. */
const Ending = z.looseObject({
  reason: z.string().optional(),
  facts: z.record(z.string(), z.string()).optional(),
  /** Of an ownership move. */
  outcome: z.string().optional(),
  verdict: z.string().optional(),
});
/** Input of RecordFailure. */
const EndingInput = StepInput.extend({ ending: Ending });
/** Inputs of the Task states of an ownership move; `moveId` is the name of its execution, which may have begun it anew. */
const MoveInput = z.strictObject({ moveId: z.string().min(1), now: z.iso.datetime(), ending: Ending.optional() });
const MoveParkInput = z.strictObject({ moveId: z.string().min(1), now: z.iso.datetime(), token: z.string().min(1) });

export interface StepContext {
  requestId: string;
  /** Name of the execution that the state belongs to. */
  execution: string;
  now: Date;
}

/** Wraps the work of a Task state. */
export function step<Out>(name: string, env: Env, work: (input: StepContext) => Promise<Out>): Handler {
  return wrapped(name, env, StepInput, ({ requestId, execution = requestId, now }) =>
    work({ requestId, execution, now: new Date(now) }),
  );
}

export function parkingStep<Out>(
  name: string,
  env: Env,
  work: (input: StepContext & { token: string }) => Promise<Out>,
): Handler {
  return wrapped(name, env, ParkInput, ({ requestId, execution = requestId, token, now }) =>
    work({ requestId, execution, token, now: new Date(now) }),
  );
}

export function endingStep<Out>(
  name: string,
  env: Env,
  work: (input: StepContext & { ending: z.infer<typeof Ending> }) => Promise<Out>,
): Handler {
  return wrapped(name, env, EndingInput, ({ requestId, execution = requestId, ending, now }) =>
    work({ requestId, execution, ending, now: new Date(now) }),
  );
}

export interface MoveContext {
  moveId: string;
  /** Name of the execution that works for it. */
  execution: string;
  now: Date;
  /** Empty where the machine hands none over. */
  ending: z.infer<typeof Ending>;
}

/** Wraps the work of a Task state of an ownership move. */
export function moveStep<Out>(name: string, env: Env, work: (input: MoveContext) => Promise<Out>): Handler {
  return wrapped(name, env, MoveInput, ({ moveId: execution, now, ending = {} }) =>
    work({ moveId: jobOf(execution), execution, ending, now: new Date(now) }),
  );
}

export function parkingMoveStep<Out>(
  name: string,
  env: Env,
  work: (input: Omit<MoveContext, 'ending'> & { token: string }) => Promise<Out>,
): Handler {
  return wrapped(name, env, MoveParkInput, ({ moveId: execution, token, now }) =>
    work({ moveId: jobOf(execution), execution, token, now: new Date(now) }),
  );
}

const SiteInput = z.strictObject({
  siteId: z.string().min(1),
  execution: z.string().min(1),
  now: z.iso.datetime(),
});
const SiteParkInput = SiteInput.extend({ token: z.string().min(1) });

export interface SiteContext {
  siteId: string;
  /** Name of the execution that retires it. */
  execution: string;
  now: Date;
}

/** Wraps the work of a Task state of a site's retirement. */
export function siteStep<Out>(name: string, env: Env, work: (input: SiteContext) => Promise<Out>): Handler {
  return wrapped(name, env, SiteInput, ({ now, ...rest }) => work({ ...rest, now: new Date(now) }));
}

export function parkingSiteStep<Out>(
  name: string,
  env: Env,
  work: (input: SiteContext & { token: string }) => Promise<Out>,
): Handler {
  return wrapped(name, env, SiteParkInput, ({ now, ...rest }) => work({ ...rest, now: new Date(now) }));
}

/** Parses, works, logs one line. Errors go on as they are: Step Functions matches their names. */
export function wrapped<In, Out>(
  name: string,
  env: Env,
  schema: z.ZodType<In>,
  work: (input: In) => Promise<Out>,
): Handler {
  const logger = createLogger(name, env);
  return async (event) => {
    const input = schema.parse(event);
    try {
      const output = await work(input);
      logger.info(name, { input: withoutToken(input), output });
      return output;
    } catch (error) {
      logger.error(name, { input: withoutToken(input), error: error as Error });
      throw error;
    }
  };
}

export function createLogger(name: string, env: Env): Logger {
  return new Logger({ serviceName: name, logLevel: env.LOG_LEVEL === 'SILENT' ? 'SILENT' : 'INFO' });
}

/** Tokens never leave the back end, and never reach a log. */
function withoutToken<In>(input: In): In {
  return typeof input === 'object' && input !== null && 'token' in input ? { ...input, token: '(withheld)' } : input;
}
