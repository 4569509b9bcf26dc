/**
 * Task tokens: text that names the waiting frame and one call of it. The rule kept here: a token is good for nothing but the
 * call that made it, because its chance part is drawn afresh each time.
 */
import type { Random } from '../../world.ts';

/** Hex digits of chance in a token: 128 bits, not to be guessed. */
const CHANCE = 32;

export function createToken(frame: string, random: Random): string {
  return Buffer.from(`${random.hex(CHANCE)} ${frame}`).toString('base64url');
}

/** Id of the frame that the token names; undefined when the text is no token. */
export function frameOfToken(token: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString();
  return /^[0-9a-f]{32} (arn:aws:states:\S+#\S*)$/.exec(text)?.[1];
}

/** ARN of the state machine whose execution waits. */
export function machineOfToken(token: string): string | undefined {
  const [, machine] = /^(arn:.*):[^:#]*#/.exec(frameOfToken(token) ?? '') ?? [];
  return machine?.replace(':execution:', ':stateMachine:');
}
