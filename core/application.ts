/**
 * An application: a user key with secrets, and what calls under it may do. Its secrets are kept encrypted; nothing in this
 * record can be read as one. A deleted application stays, so that its key is never given again and the audit can name it.
 */
import { type Grant, type Principal, ROLES } from './principal.ts';
import type { Secrets } from './security/secret.ts';

export interface Application extends Grant {
  /** Unguessable for those that the service draws; see `signingKeyOf` for the others. */
  userKey: string;
  /** `signing`: its secret signs the UIDs of its owner's people, and calls that carry no user key. */
  kind: 'application' | 'signing';
  name: string;
  description: string;
  /** Its one or two secrets, encrypted together under KMS for this user key: BASE64. Gone with the application. */
  sealedSecrets?: string;
  /** RFC 3339. Until then the secret before the last rotation counts too. */
  previousUntil?: string;
  createdAt: string;
  createdBy: string;
  deletedAt?: string;
  deletedBy?: string;
}

/**
 * How many a partner may have at once. Each may call 20 times a second (infra/stages.ts): together 400 of the 500 that the API takes, so
 * that a partner alone keeps nobody out. One a system and a few for people is a dozen.
 */
export const APPLICATIONS_OF_A_PARTNER = 20;

/**
 * The user key of the one application whose secret is an owner's own: what the vendor's SDKs call the partner secret. No drawn
 * key looks like it: those are hexadecimal.
 */
export function signingKeyOf(partnerId: string | null): string {
  return `partner_${partnerId ?? ''}`;
}

/** Hexadecimal digits of a drawn user key. 96 bits: not to be guessed, though a key alone opens nothing. */
export const KEY_DIGITS = 24;

/** A drawn user key, or a signing key. No secret looks like it, should somebody confuse the two. */
export const USER_KEY = new RegExp(`^(?:[0-9a-f]{${KEY_DIGITS}}|partner_[a-z0-9-]{0,63})$`);

/** A signing secret makes anyone of its owner's people: it is worth the strongest of their roles, on all sites. */
export function signingGrantOf(partnerId: string | null): Grant {
  return { partnerId, sites: '*', permissions: ROLES[partnerId === null ? 'platform' : 'customer-admin'] };
}

export function principalOfApplication({ userKey, partnerId, sites, permissions }: Application): Principal {
  return { kind: 'application', id: userKey, partnerId, sites, permissions };
}

/** Those of its secrets that count at this time. */
export function countingSecrets({ previousUntil }: Application, secrets: Secrets, now: Date): Secrets {
  const [current] = secrets;
  const overlaps = previousUntil !== undefined && now.getTime() < Date.parse(previousUntil);
  return current && !overlaps ? [current] : secrets;
}

/** An application as the API shows it. */
export function viewApplication({ sealedSecrets: _, ...shown }: Application) {
  return shown;
}
