/** Why a call is not let in: a closed union. `reason` is for the audit; the caller reads what `errorOf` makes of it, which tells less. */
import { ServiceError } from '../../core/errors.ts';
import type { Principal } from '../../core/principal.ts';
import type { Reason, Refusal } from '../../core/security/refusal.ts';
import { list } from '../../core/text.ts';

export type DoorReason =
  | Reason
  /** A header `Authorization` that is not Basic. */
  | 'unreadableAuthorization'
  /** Neither key nor cookie. */
  | 'notSignedIn'
  /** A cookie call that another site's page may have made. */
  | 'foreignOrigin'
  /** Signed in or handed over rightly, and nobody here. */
  | 'notAMember'
  /** The API key of no site, or of one that the caller may not see. */
  | 'unknownApiKey'
  | 'lockedOut'
  | 'tooManyCalls';

export interface Refused {
  valid: false;
  reason: DoorReason;
  /** Names of the parameters at fault, never their values. */
  parameters?: readonly string[];
  /** What the caller's text needs: `until`, `limit`, `apiKey`. */
  facts?: Readonly<Record<string, string>>;
  /** With what it tried: an unknown key is told as a wrong secret or signature. */
  by?: 'secret' | 'signature';
  /** The user key that it named, unproven: for the audit. */
  claimed?: string;
  /** Who it is, of too many calls: for the audit too. */
  principal?: Principal;
}

export function refused(reason: DoorReason, more: Omit<Refused, 'valid' | 'reason'> = {}): Refused {
  return { valid: false, reason, ...more };
}

/** A refusal of the library, as one of the door. */
export function asRefused(
  { reason, parameters }: Refusal,
  more: Omit<Refused, 'valid' | 'reason' | 'parameters'> = {},
): Refused {
  return { valid: false, reason, ...(parameters ? { parameters } : {}), ...more };
}

/** What the caller reads. Unknown key and wrong secret, unknown key and wrong signature are the same words. */
export function errorOf({ reason, parameters = [], facts = {}, by }: Refused): ServiceError {
  switch (reason) {
    case 'secretOverHttp':
      return new ServiceError('SecretOverHttp');
    case 'malformedRequest':
      return new ServiceError('RequestUnreadable', { problem: 'its form is not percent-encoded UTF-8' });
    case 'unreadableAuthorization':
      return new ServiceError('RequestUnreadable', {
        problem: 'Authorization is not Basic with BASE64 of userKey:secret',
      });
    case 'missingParameter':
      return new ServiceError('MissingParameter', { parameters: list(parameters) });
    case 'duplicateParameter':
      return invalid(parameters, 'is given more than once');
    case 'twoCredentials':
      return invalid(parameters, 'stands beside another credential: send one of them');
    case 'unsignableName':
      return invalid(parameters, 'is a name that cannot be signed');
    case 'unsignableValue':
      return invalid(parameters, 'is no text that can be signed');
    case 'unsignableUrl':
      return new ServiceError('RequestUnreadable', { problem: 'this address is not one of the API’s' });
    case 'invalidTimestamp':
      return invalid(parameters, 'must be Unix time in seconds');
    case 'invalidNonce':
      return invalid(parameters, 'must have 1 to 128 visible ASCII characters');
    case 'invalidSecret':
      return invalid(parameters, 'must be BASE64 as it was shown');
    case 'invalidSessionExpiration':
      return invalid(parameters, 'must be -2, -1, 0 or a number of seconds');
    case 'signatureExpired':
      return new ServiceError('SignatureExpired');
    case 'requestExpired':
      return new ServiceError('RequestExpired');
    case 'unknownKey':
      return new ServiceError(by === 'secret' ? 'WrongSecret' : 'WrongSignature');
    case 'wrongSecret':
      return new ServiceError('WrongSecret');
    case 'wrongSignature':
      return new ServiceError('WrongSignature');
    case 'replayed':
      return new ServiceError('Replayed');
    case 'sessionExpired':
      return new ServiceError('SessionEnded');
    case 'invalidSession':
      return new ServiceError('SessionInvalid');
    case 'notSignedIn':
      return new ServiceError('NotSignedIn');
    case 'foreignOrigin':
      return new ServiceError('ForeignOrigin');
    case 'notAMember':
      return new ServiceError('NotAMember');
    case 'unknownApiKey':
      return new ServiceError('ApiKeyUnknown', facts);
    case 'lockedOut':
      return new ServiceError('LockedOut', facts);
    case 'tooManyCalls':
      return new ServiceError('TooManyCalls', facts);
    default:
      return reason satisfies never;
  }
}

function invalid(parameters: readonly string[], problem: string): ServiceError {
  const fields = parameters.map((field) => ({ field, problem }));
  const problems = fields.map(({ field }) => `${field} ${problem}`).join('; ');
  return new ServiceError('InvalidParameter', { problems }, { details: { fields } });
}
