import { isReplay, nonceEntry, signatureEntry } from '../../../../core/security/replay.ts';
import { NOW } from './invented-secrets.ts';

it('remembers a nonce for who signed with it, until the request would no longer pass', () => {
  const signed = { apiKey: '3_site', userKey: 'AKey_1', nonce: 'n-1', timestamp: 1431496000 };
  expect(nonceEntry(signed, 120)).toEqual({
    key: '833d7c2626c3b1e0574a944dc692241e9c37542bd38cf9ddc7370c7af596249c',
    expiresAt: 1431496120,
  });
});

it('keeps the nonces of the partner apart from those of its applications', () => {
  expect(nonceEntry({ apiKey: '3_site', nonce: 'n-1', timestamp: 1431496000 }, 120).key).toBe(
    '6a7dd2a192ee20e135750de17057c6bdb876c4ca49e69a9f70faf0180b8bfac8',
  );
});

it('never takes two lists of parts for one', () => {
  const keys = [
    nonceEntry({ apiKey: 'a', userKey: 'b","c', nonce: 'd', timestamp: 0 }, 120).key,
    nonceEntry({ apiKey: 'a","b', userKey: 'c', nonce: 'd', timestamp: 0 }, 120).key,
  ];
  expect(new Set(keys).size).toBe(2);
});

it('remembers a UID signature by its base string, apart from a friendship of the same text', () => {
  const signed = { signer: '3_site', baseString: '1431496000_abc', timestamp: 1431496000 };
  const entry = signatureEntry({ ...signed, purpose: 'user' });
  expect(entry).toEqual({
    key: '1024586168440f2a249c5cbea9ddb461736e2efed7fc5a9e8133eda61f28768c',
    expiresAt: 1431496180,
  });
  expect(signatureEntry({ ...signed, purpose: 'friend' }).key).not.toBe(entry.key);
});

// Some of the second is over: the window still holds it, so the memory must.
const later = new Date(NOW.getTime() + 999);

it.each([
  ['nothing is remembered', undefined, false],
  ['it is remembered', 1431496120, true],
  ['it is remembered until this second', 1431496000, true],
  ['what is remembered has expired and is not deleted yet', 1431495999, false],
])('judges when %s', (_, expiresAt, replay) => {
  expect(isReplay(expiresAt === undefined ? undefined : { key: 'k', expiresAt }, later)).toBe(replay);
});
