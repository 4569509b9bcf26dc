/**
 * The secrets of applications, between the table and their use: sealed by KMS for one user key, open for a minute at most. For an
 * application that does not exist a seal of its own is opened: it costs the same, and has no secrets.
 */
import { parseSecret, revealSecret, type Secret, type Secrets, secretOf } from '../../core/security/secret.ts';
import type { Kms } from '../clients/kms.ts';
import type { Machine } from '../runtime.ts';

/** Milliseconds that an opened secret stays in this instance's memory. Revocation does not wait for it: records are read each time. */
const OPEN_MS = 60_000;
/** More keys than a busy minute has; whoever sends invented ones only turns the oldest out. */
const MOST_OPEN = 1000;
/** Bytes of a new secret: as the vendor's are, and what HMAC-SHA1 takes without hashing it first. */
const SECRET_BYTES = 32;
/** No application has this key: it is none that the service draws. */
const NOBODY = '-';

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

  /** Made once an instance, at the first call, whosever it is. */
  function sealOfNobody(): Promise<string> {
    nobody ??= seal(NOBODY, [newSecret()]).catch((error) => {
      nobody = undefined;
      throw error;
    });
    return nobody;
  }

  return {
    newSecret,
    /** The newer first. Answers what the record of the application keeps. */
    seal,

    /** What was sealed for the key. Without a seal: no secrets, after as much work. */
    async open(userKey: string, sealed: string | undefined): Promise<Secrets> {
      const nobodys = await sealOfNobody();
      const wanted = sealed ?? nobodys;
      const now = machine.doorTime().getTime();
      const known = opened.get(userKey);
      if (known && known.sealed === wanted && now - known.openedAt < OPEN_MS) return known.secrets;
      const plain = await kms.decrypt(wanted, contextOf(sealed === undefined ? NOBODY : userKey));
      const read = parse(plain);
      const secrets: Secrets = sealed === undefined ? [] : read;
      opened.delete(userKey);
      opened.set(userKey, { sealed: wanted, openedAt: now, secrets });
      const [oldest] = opened.keys();
      if (opened.size > MOST_OPEN && oldest !== undefined) opened.delete(oldest);
      return secrets;
    },
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
