/**
 * A scene: calls in their order, each with what must come of it, made by independent clients on our endpoint and on moto. The rule kept
 * here: a scene knows AWS only; what differs between the two is said at the step.
 */
import type { Product } from '../local/product.ts';
import type { Client, Outcome } from './peers.ts';

/** Answers of the steps that have a name, so far. */
export type Answers = Readonly<Record<string, Answer>>;
// biome-ignore lint/suspicious/noExplicitAny: answers are what a foreign client has parsed; a scene reads its way into them
type Answer = any;

export interface CallStep {
  call: string;
  /** Of another service than the scene's. */
  service?: string;
  input: object | ((answers: Answers) => object);
  /** Name of the answer. */
  as?: string;
  /** The code of the error that must come; without one the call must succeed. */
  error?: string;
  /** Made on this one only. */
  on?: 'ours' | 'moto';
  /** The AWS CLI cannot say it, or says it in another way. */
  notBy?: 'cli';
  /** AWS has it since then (`2026-07`): an older client cannot say it. */
  since?: string;
}

/** What happens in our world between calls; moto has no time and no people. */
export type Step = CallStep | { seconds: number } | { act(product: Product, answers: Answers): unknown };

export interface Scene {
  /** As the AWS CLI and boto3 name it. */
  service: string;
  /** World time after each call, in seconds: where a service takes one write in a while. */
  pace?: number;
  steps: readonly Step[];
}

/** A call that was made, and how it ended. */
export interface Made {
  /** `acm DescribeCertificate`, and which of its kind: the second is `acm DescribeCertificate 2`. */
  name: string;
  step: CallStep;
  outcome: Outcome;
}

export interface Stage {
  where: 'ours' | 'moto';
  client: Client;
  by: 'boto3' | 'cli';
  /** Absent at moto. */
  product?: Product;
  /** Answers that stand from the beginning. */
  given?: Answers;
}

export async function play(scene: Scene, { where, client, by, product, given = {} }: Stage): Promise<Made[]> {
  const made: Made[] = [];
  const answers: Record<string, Answer> = { ...given };
  const counts = new Map<string, number>();
  const pass = async (seconds: number) => {
    const clock = product?.world.clock;
    if (clock && seconds > 0) await clock.jumpTo(new Date(clock.now().getTime() + seconds * 1000));
  };
  for (const step of scene.steps) {
    if ('seconds' in step) await pass(step.seconds);
    else if ('act' in step) await (product && step.act(product, answers));
    else {
      const { call: operation, service = scene.service, input, as } = step;
      const count = (counts.get(`${service} ${operation}`) ?? 0) + 1;
      counts.set(`${service} ${operation}`, count);
      if (step.on !== undefined && step.on !== where) continue;
      if (step.notBy === by) continue;
      const name = `${service} ${operation}${count > 1 ? ` ${count}` : ''}`;
      const said = typeof input === 'function' ? input(answers) : input;
      const outcome = await client({ service, operation, input: said });
      if (as) answers[as] = outcome.answer ?? {};
      made.push({ name, step, outcome });
      await pass(scene.pace ?? 0);
    }
  }
  return made;
}

/** What came, in a word: `OK`, or the error's code. */
export const ended = ({ error, unsent }: Outcome): string => (unsent ? 'unsent' : (error?.code ?? 'OK'));

/** What came though something else must; undefined where it is right. */
export function surprise({ step, outcome }: Made): string | undefined {
  const wanted = step.error ?? 'OK';
  if (ended(outcome) === wanted || isTooNew(step, outcome)) return undefined;
  const words = outcome.unsent ?? outcome.error?.message;
  return `${ended(outcome)} instead of ${wanted}${words ? `: ${words}` : ''}`;
}

/** The client is older than the operation. */
export const isTooNew = (step: CallStep, { unsent }: Outcome): boolean => Boolean(unsent && step.since);
