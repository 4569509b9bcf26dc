import { revealSecret, secretOf } from '../../../../core/security/secret.ts';
import { createVault } from '../../../../lambdas/authentication/vault.ts';
import type { Kms } from '../../../../lambdas/clients/kms.ts';
import { REAL_MACHINE } from '../../../../lambdas/runtime.ts';

/** Notes what is asked of it; its ciphertext is context and text. */
function vaultOf() {
  const asked: string[] = [];
  let now = 0;
  const kms: Kms = {
    async encrypt(plain, { userKey }) {
      asked.push(`encrypt ${userKey}`);
      return JSON.stringify([userKey, Buffer.from(plain).toString()]);
    },
    async decrypt(text, { userKey }) {
      asked.push(`decrypt ${userKey}`);
      const [key, plain] = JSON.parse(text);
      if (key !== userKey) throw new Error('another context');
      return Buffer.from(plain);
    },
  };
  const vault = createVault(kms, { ...REAL_MACHINE, doorTime: () => new Date(now) });
  const pass = (ms: number) => {
    now += ms;
  };
  return { vault, asked, pass };
}
const [first, second] = [secretOf(Buffer.alloc(32, 1)), secretOf(Buffer.alloc(32, 2))];

it('seals one secret or two for a key, and opens them for no other', async () => {
  const { vault } = vaultOf();
  const sealed = await vault.seal('k', [second, first]);
  expect((await vault.open('k', sealed)).map(revealSecret)).toEqual([revealSecret(second), revealSecret(first)]);
  expect(await vault.open('l', await vault.seal('l', [first]))).toHaveLength(1);
  await expect(vault.open('m', sealed)).rejects.toThrow('another context');
});

it('keeps what is open for a minute, unless the seal has changed', async () => {
  const { vault, asked, pass } = vaultOf();
  const sealed = await vault.seal('k', [first]);
  const opens = () => asked.filter((call) => call === 'decrypt k').length;
  await vault.open('k', sealed);
  pass(59_999);
  await vault.open('k', sealed);
  expect(opens()).toBe(1);
  pass(1);
  await vault.open('k', sealed);
  expect(opens()).toBe(2);
  expect((await vault.open('k', await vault.seal('k', [second]))).map(revealSecret)).toEqual([revealSecret(second)]);
  expect(opens()).toBe(3);
});

it('asks as much of KMS for a key that there is not', async () => {
  const { vault, asked } = vaultOf();
  const sealed = await vault.seal('k', [first]);
  await vault.openFor('warm', undefined);
  asked.length = 0;
  expect(await vault.openFor('unknown', undefined)).toEqual({ secrets: [], asked: true });
  await vault.openFor('unknown', undefined);
  expect(asked).toEqual(['decrypt -', 'decrypt -']);
  asked.length = 0;
  expect(await vault.openFor('k', sealed)).toMatchObject({ asked: true });
  expect(await vault.openFor('k', sealed)).toMatchObject({ asked: false });
  expect(asked).toEqual(['decrypt k']);
  await vault.openNobody();
  expect(asked).toEqual(['decrypt k', 'decrypt -']);
});

it('makes another secret each time, of 256 bits', async () => {
  const { vault } = vaultOf();
  const [one, other] = [vault.newSecret(), vault.newSecret()];
  expect(Buffer.from(revealSecret(one), 'base64')).toHaveLength(32);
  expect(one.equals(other)).toBe(false);
});
