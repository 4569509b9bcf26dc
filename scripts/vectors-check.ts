/**
 * Compares what the library computes for one vector with what the vector expects, field by field. An expected field that nothing
 * computes is a difference too.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { KINDS } from './vectors-kinds.ts';

/** As in test/vectors/gigya-signatures.json; what is beside these members are remarks. */
export interface Vector {
  id: string;
  kind: string;
  input: unknown;
  expected: Record<string, unknown>;
}

/** Each difference in a sentence; none where all that is expected was computed. */
export async function differencesOf({ kind, input, expected }: Vector): Promise<string[]> {
  const compute = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!compute) return [`the kind ${kind} is not known`];
  if (Object.keys(expected).length === 0) return ['nothing is expected'];
  let computed: Record<string, unknown>;
  try {
    computed = await compute(input);
  } catch (error) {
    return [error instanceof z.ZodError ? `its input: ${z.prettifyError(error)}` : `nothing computed: ${error}`];
  }
  return Object.entries(expected).flatMap(([field, value]) =>
    agrees(field, value, computed[field]) ? [] : [`${field} is ${shown(computed[field])}, expected ${shown(value)}`],
  );
}

/** `policy` is prose that says whether to reject, maybe with which code; of -1 the vectors show no word to print, so its first counts. */
function agrees(field: string, expected: unknown, computed: unknown): boolean {
  if (typeof expected !== 'string' || typeof computed !== 'string') return isDeepStrictEqual(computed, expected);
  if (field === 'policy') {
    const said = /^reject(?: (\d+))?/.exec(expected);
    return said ? computed.startsWith(said[1] ? `reject ${said[1]}` : 'reject ') : computed === 'accept';
  }
  return computed === expected || (field === 'session' && computed === 'dynamic' && /^dynamic\b/.test(expected));
}

function shown(value: unknown): string {
  return value === undefined ? 'not computed' : JSON.stringify(value);
}
