/** What the service says of a hand-over that it refused, by the code that it put into the address: the code is all that came. */

import { ACCESS_ERRORS } from '../../core/errors/access.ts';
import type { Failure } from '../../core/errors.ts';
import { T } from '../texts.ts';

type Words = Pick<Failure, 'publicText' | 'remedy'>;

const { NotAMember, Replayed, SignatureExpired, WrongSignature } = ACCESS_ERRORS;

/** Of LockedOut the catalogue's words have a place for a time, which no address tells. */
const WORDS = new Map<string | null, Words>(
  Object.entries({ NotAMember, Replayed, SignatureExpired, WrongSignature, LockedOut: T.signIn.lockedOut }),
);

export const refusalOf = (code: string | null): Words => WORDS.get(code) ?? T.signIn.refused;
