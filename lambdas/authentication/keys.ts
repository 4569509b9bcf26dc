/**
 * Whose key a call names: the application with its secrets, and the site of the API key. Each question costs the same reads, and each
 * refusal the same opening of a seal, whether there is such a key or not.
 */
import { createHash } from 'node:crypto';
import { type Application, countingSecrets, signingKeyOf } from '../../core/application.ts';
import { type OwnedSite, type Principal, sees } from '../../core/principal.ts';
import type { KeyOwner } from '../../core/security/credentials.ts';
import type { Secrets } from '../../core/security/secret.ts';
import type { Door } from './door.ts';

/** What an API key stands for: a site, or the vendor itself. */
export type Target = OwnedSite | { siteId: null; partnerId: null };

/** The vendor's own key is configured and not in the table. */
export async function targetOf({ apiKeys, consoleApiKey }: Door, apiKey: string): Promise<Target | undefined> {
  const site = await apiKeys.find(lookupOf(apiKey));
  return apiKey === consoleApiKey ? { siteId: null, partnerId: null } : site;
}

export interface Key {
  /** Undefined: there is none, or it was deleted. */
  application: Application | undefined;
  /** Those that count now: none, one or two. */
  secrets: Secrets;
  /** Was KMS asked for them? */
  asked: boolean;
}

/** What the table has of a key; its seal is not opened yet. */
interface Stored {
  lookup: string;
  /** Undefined: there is none, or it was deleted. */
  application: Application | undefined;
}

export async function keyOf(door: Door, userKey: string): Promise<Key> {
  return openKey(door, await storedKey(door, userKey));
}

async function storedKey({ applications }: Door, userKey: string): Promise<Stored> {
  const lookup = lookupOf(userKey);
  const found = await applications.find(lookup);
  return { lookup, application: found?.deletedAt === undefined ? found : undefined };
}

export async function openKey({ vault, machine }: Door, { lookup, application }: Stored): Promise<Key> {
  const { secrets, asked } = await vault.openFor(lookup, application?.sealedSecrets);
  return { application, secrets: application ? countingSecrets(application, secrets, machine.doorTime()) : [], asked };
}

/** Before a key is refused: what was open already, for its owner called just now, has cost less than an unknown one. */
export async function payFor({ vault }: Door, { asked }: Key): Promise<void> {
  if (!asked) await vault.openNobody();
}

/**
 * The user key of the signing key of whoever owns the API key. For an API key that nobody owns, one that cannot exist (no partner's id has
 * an asterisk), so that to look for it costs the same.
 */
export function ownersKey(apiKey: string, target: Target | undefined): string {
  return signingKeyOf(target ? target.partnerId : `*${apiKey}`);
}

/** Callers choose what they name, of any length. What none of our keys looks like is looked up under its hash: at the same cost. */
function lookupOf(named: string): string {
  return /^[\x21-\x7e]{1,160}$/.test(named) ? named : createHash('sha256').update(named).digest('hex');
}

/** Of a call with a user key its application, of one without the signing key of the API key's owner. Basic names no API key. */
export async function storedKeyOfCall(
  door: Door,
  { apiKey, userKey }: KeyOwner,
): Promise<Stored & { target: Target | undefined }> {
  const targeting = apiKey === '' ? undefined : targetOf(door, apiKey);
  if (userKey === undefined) {
    const target = await targeting;
    return { ...(await storedKey(door, ownersKey(apiKey, target))), target };
  }
  const [stored, target] = await Promise.all([storedKey(door, userKey), targeting]);
  return { ...stored, target };
}

/** Does the target exist for this caller? One that it may not see is none. */
export function isKnownTo(principal: Principal, target: Target | undefined): target is Target {
  if (!target) return false;
  return target.siteId === null ? principal.partnerId === null : sees(principal, target);
}
