/**
 * The secrets of applications, between the table and their use: sealed by KMS for one user key, open for a minute at most. For an
 * application that does not exist a seal of its own is opened: it costs the same, and has no secrets. What is open already costs nothing;
 * whoever is refused must not see that, so for him nobody's seal is opened.
 */
import { parseSecret, revealSecret, type Secret, type Secrets, secretOf } from '../../core/security/secret.ts';
import type { Kms } from '../clients/kms.ts';
import type { Machine } from '../runtime.ts';

/** Milliseconds that an opened secret stays in this instance's memory. Revocation does not wait for it: records are read each time. */
const OPEN_MS = 60_000;
/** More keys than a busy minute has. */
const MOST_OPEN = 1000;
/** Bytes of a new secret: as the vendor's are, and what HMAC-SHA1 takes without hashing it first. */
const SECRET_BYTES = 32;
/** No application has this key: it is none that the service draws. */
const NOBODY = '-';

/** What was opened, and whether KMS was asked: else it was open already. */
export interface Opening {
  secrets: Secrets;
  asked: boolean;
}

interface Opened {
  sealed: string;
  openedAt: number;
  secrets: Secrets;
}

export function createVault(kms: Kms, machine: Machine) {
  const opened = new Map<string, Opened>();
  let nobody: Promise<string> | undefined;

  function newSecret(): Secret {
    return secretOf(Buffer.from(machine.randomHex(SECRET_BYTES * 2), 'hex'));
  }

  function seal(userKey: string, secrets: readonly Secret[]): Promise<string> {
    return kms.encrypt(Buffer.from(secrets.map(revealSecret).join('\n')), contextOf(userKey));
  }

  /** Made once an instance. */
  function sealOfNobody(): Promise<string> {
    nobody ??= seal(NOBODY, [newSecret()]).catch((error) => {
      nobody = undefined;
      throw error;
    });
    return nobody;
  }

  /** What a refusal costs where nothing else was opened for it. */
  async function openNobody(): Promise<void> {
    parse(await kms.decrypt(await sealOfNobody(), contextOf(NOBODY)));
  }

  async function openFor(userKey: string, sealed: string | undefined): Promise<Opening> {
    await sealOfNobody(); // by the first call of an instance, whosever it is
    if (sealed === undefined) {
      await openNobody();
      return { secrets: [], asked: true };
    }
    const now = machine.doorTime().getTime();
    const known = opened.get(userKey);
    if (known && known.sealed === sealed && now - known.openedAt < OPEN_MS)
      return { secrets: known.secrets, asked: false };
    const secrets = parse(await kms.decrypt(sealed, contextOf(userKey)));
    opened.delete(userKey);
    opened.set(userKey, { sealed, openedAt: now, secrets });
    const [oldest] = opened.keys();
    if (opened.size > MOST_OPEN && oldest !== undefined) opened.delete(oldest);
    return { secrets, asked: true };
  }

  return {
    newSecret,
    /** The newer first. Answers what the record of the application keeps. */
    seal,
    /** What was sealed for the key. Without a seal: no secrets, after as much work. */
    openFor,
    openNobody,

    /** For whom it is no matter what it costs. */
    open: async (userKey: string, sealed: string | undefined): Promise<Secrets> =>
      (await openFor(userKey, sealed)).secrets,
  };
}

export type Vault = ReturnType<typeof createVault>;

function contextOf(userKey: string): { userKey: string } {
  return { userKey };
}

function parse(plain: Uint8Array): Secrets {
  const [current, previous] = Buffer.from(plain).toString('utf8').split('\n').map(secretIn);
  if (!current) return [];
  return previous ? [current, previous] : [current];
}

function secretIn(text: string): Secret {
  const parsed = parseSecret(text);
  if (!parsed.valid) throw new Error('what KMS opened is no secret');
  return parsed.secret;
}
