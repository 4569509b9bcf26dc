/**
 * The first application of a world, made by Bootstrap as in a deployment: local mode itself and the command line call as it. It
 * is kept in the world; beside it, files for programs that take a secret from one. No other user of the machine reads them.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionArn, type Lambdas } from './lambda.ts';
import type { World } from './world.ts';

export interface Operator {
  userKey: string;
  secret: string;
}

/** Makes it at the first start, and finds it again at all others. */
export async function findOperator({ store, clock }: World, lambdas: Lambdas): Promise<Operator> {
  const kept = store.collection<Operator>('operator');
  const known = kept.get('operator');
  if (known) return known;
  const made = (await clock.run(() => lambdas.invoke(functionArn('Bootstrap'), {}))) as Operator;
  const operator = { userKey: made.userKey, secret: made.secret };
  kept.put('operator', operator);
  return operator;
}

/** `secret` for the command line's profile, `netrc` for curl. */
export function writeSecrets(folder: string, operator: Operator): void {
  const files = { secret: `${operator.secret}\n`, netrc: netrcOf(operator) };
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    rmSync(file, { force: true }); // one that is there keeps its mode
    writeFileSync(file, text, { mode: 0o600 });
  }
}

/** As curl reads it. */
export function netrcOf({ userKey, secret }: Operator): string {
  return `machine localhost\nlogin ${userKey}\npassword ${secret}\n`;
}

/** RFC 7617. */
export function basicOf({ userKey, secret }: Operator): string {
  return `Basic ${Buffer.from(`${userKey}:${secret}`).toString('base64')}`;
}
