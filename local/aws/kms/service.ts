/**
 * KMS: Encrypt and Decrypt under one symmetric key of our account. The encryption context is authenticated as AWS does it: who
 * decrypts must say the same, in any order.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import * as sdk from '@aws-sdk/client-kms';
import { OUR_ACCOUNT, REGION, type World } from '../../world.ts';
import { awsError, type Caller, type Service, service } from '../service.ts';

/** The deployment's own key. Its id is fixed: infra's would be too, once deployed. */
const KEY_ID = '5a6c1d2e-0f3b-4c7d-8e9f-1a2b3c4d5e6f';
export const KEY_ARN = `arn:aws:kms:${REGION}:${OUR_ACCOUNT}:key/${KEY_ID}`;

/** Bytes of a plaintext (API_Encrypt.html). */
const MOST_PLAINTEXT = 4096;
/** Bytes of AES-256-GCM, which is what SYMMETRIC_DEFAULT means: key, nonce, tag. */
const [KEY_BYTES, NONCE_BYTES, TAG_BYTES] = [32, 12, 16];
/** A ciphertext names its key: KMS finds it without being told. */
const KEY_ID_BYTES = Buffer.from(KEY_ID.replaceAll('-', ''), 'hex');

export function createKms(world: World): { service: Service } {
  function encrypt(plaintext: Uint8Array, context: Buffer): Buffer {
    const nonce = Buffer.from(world.random.hex(NONCE_BYTES * 2), 'hex');
    const cipher = createCipheriv('aes-256-gcm', materialOf(world), nonce).setAAD(context);
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return Buffer.concat([KEY_ID_BYTES, nonce, cipher.getAuthTag(), sealed]);
  }

  function decrypt(blob: Uint8Array, context: Buffer): Buffer {
    const bytes = Buffer.from(blob);
    const at = KEY_ID_BYTES.length;
    const nonce = bytes.subarray(at, at + NONCE_BYTES);
    const tag = bytes.subarray(at + NONCE_BYTES, at + NONCE_BYTES + TAG_BYTES);
    if (!bytes.subarray(0, at).equals(KEY_ID_BYTES) || tag.length < TAG_BYTES) throw invalidCiphertext();
    const decipher = createDecipheriv('aes-256-gcm', materialOf(world), nonce).setAAD(context).setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(bytes.subarray(at + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    } catch {
      throw invalidCiphertext();
    }
  }

  return {
    service: service({
      name: 'kms',
      module: sdk,
      client: new sdk.KMSClient({ region: REGION }),
      handlers: {
        Encrypt({ KeyId, Plaintext = new Uint8Array(), EncryptionContext, EncryptionAlgorithm }, caller) {
          refuseUnlessOurs(KeyId, caller, 'kms:Encrypt');
          refuseOtherAlgorithm(EncryptionAlgorithm);
          if (Plaintext.length < 1 || Plaintext.length > MOST_PLAINTEXT) {
            throw validation(
              `Value at 'plaintext' failed to satisfy constraint: length between 1 and ${MOST_PLAINTEXT}`,
            );
          }
          const CiphertextBlob = encrypt(Plaintext, canonical(EncryptionContext));
          return { CiphertextBlob, KeyId: KEY_ARN, EncryptionAlgorithm: sdk.EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT };
        },
        Decrypt(
          { KeyId = KEY_ARN, CiphertextBlob = new Uint8Array(), EncryptionContext, EncryptionAlgorithm },
          caller,
        ) {
          refuseUnlessOurs(KeyId, caller, 'kms:Decrypt');
          refuseOtherAlgorithm(EncryptionAlgorithm);
          const Plaintext = decrypt(CiphertextBlob, canonical(EncryptionContext));
          return { Plaintext, KeyId: KEY_ARN, EncryptionAlgorithm: sdk.EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT };
        },
      },
    }),
  };
}

/** Drawn at the first use; it stays, or nothing could be read after a restart. */
function materialOf({ store, random }: World): Buffer {
  const keys = store.collection<string>('kms.keys');
  const known = keys.get(KEY_ID) ?? random.hex(KEY_BYTES * 2);
  if (keys.get(KEY_ID) === undefined) keys.put(KEY_ID, known);
  return Buffer.from(known, 'hex');
}

/** Pairs in order of their names: the order in which they were given does not count (KMS's guide, encrypt_context). */
function canonical(context: Readonly<Record<string, string>> = {}): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}

function refuseUnlessOurs(keyId: string | undefined, { account, principal }: Caller, action: string): void {
  if (keyId !== KEY_ARN && keyId !== KEY_ID) throw awsError('NotFoundException', `Key '${keyId}' does not exist`);
  if (account === OUR_ACCOUNT) return;
  throw awsError(
    'AccessDeniedException',
    `User: ${principal} is not authorized to perform: ${action} on resource: ${KEY_ARN}`,
  );
}

function refuseOtherAlgorithm(algorithm = 'SYMMETRIC_DEFAULT'): void {
  if (algorithm === 'SYMMETRIC_DEFAULT') return;
  throw awsError('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec SYMMETRIC_DEFAULT.`);
}

/** KMS says no more than its name: neither what was wrong nor under which context it would be right. */
const invalidCiphertext = () => awsError('InvalidCiphertextException', '');
const validation = (message: string) => awsError('ValidationException', message);
