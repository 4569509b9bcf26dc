import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { createAwsEndpoint } from '../../../../../local/aws/endpoint.ts';
import { createKms, KEY_ARN } from '../../../../../local/aws/kms/service.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { openStore, type Store } from '../../../../../local/store.ts';
import { createWorld } from '../../../../../local/world.ts';

let store: Store;
let close: () => Promise<void>;
let client: KMSClient;

/** A KMS over the store, as after a restart; calls come from that account. */
async function open(accessKeyId = 'Api'): Promise<void> {
  const world = createWorld(new WorldClock(new Date('2026-11-21T10:00:00Z')), store, 'kms');
  const endpoint = createAwsEndpoint(world, [createKms(world).service]);
  const { port } = await endpoint.listen(0);
  client = new KMSClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId, secretAccessKey: 'simulated' },
    maxAttempts: 1,
  });
  close = async () => {
    client.destroy();
    await endpoint.close();
  };
}

beforeEach(async () => {
  store = openStore();
  await open();
});
afterEach(async () => {
  await close();
  store.close();
});

const PLAIN = Buffer.from('a secret of 32 bytes, or about so');
const encrypt = (context?: Record<string, string>, plaintext: Uint8Array = PLAIN) =>
  client.send(new EncryptCommand({ KeyId: KEY_ARN, Plaintext: plaintext, EncryptionContext: context }));
const decrypt = (blob: Uint8Array | undefined, context?: Record<string, string>, keyId?: string) =>
  client.send(new DecryptCommand({ CiphertextBlob: blob, EncryptionContext: context, KeyId: keyId }));

it('opens what it sealed under the same context, in any order, also after a restart', async () => {
  const { CiphertextBlob, KeyId } = await encrypt({ userKey: 'k', table: 't' });
  expect(KeyId).toBe(KEY_ARN);
  expect(Buffer.from(CiphertextBlob ?? []).includes(PLAIN)).toBe(false);
  await close();
  await open();
  const { Plaintext } = await decrypt(CiphertextBlob, { table: 't', userKey: 'k' });
  expect(Buffer.from(Plaintext ?? []).toString()).toBe('a secret of 32 bytes, or about so');
});

it('seals the same text differently each time', async () => {
  const [one, other] = [await encrypt(), await encrypt()];
  expect(Buffer.from(one.CiphertextBlob ?? [])).not.toEqual(Buffer.from(other.CiphertextBlob ?? []));
});

it.each([
  ['another value', { userKey: 'other' }],
  ['another name', { key: 'k' }],
  ['one more pair', { userKey: 'k', more: 'm' }],
  ['no context', undefined],
])('opens nothing under another context: %s', async (_, context) => {
  const { CiphertextBlob } = await encrypt({ userKey: 'k' });
  await expect(decrypt(CiphertextBlob, context)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
});

it('opens nothing that was changed, and nothing that it never sealed', async () => {
  const { CiphertextBlob = new Uint8Array() } = await encrypt();
  const changed = Buffer.from(CiphertextBlob);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  for (const blob of [changed, Buffer.from('not a ciphertext'), changed.subarray(0, 20)]) {
    await expect(decrypt(blob)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  }
});

it('refuses more than 4,096 bytes, a key that there is not, and another account', async () => {
  await expect(encrypt({}, Buffer.alloc(4097))).rejects.toMatchObject({ name: 'ValidationException' });
  expect((await encrypt({}, Buffer.alloc(4096))).KeyId).toBe(KEY_ARN);
  const { CiphertextBlob } = await encrypt();
  await expect(decrypt(CiphertextBlob, {}, 'alias/none')).rejects.toMatchObject({ name: 'NotFoundException' });
  await close();
  await open('444455556666');
  await expect(decrypt(CiphertextBlob, {}, KEY_ARN)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
