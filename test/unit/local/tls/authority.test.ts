import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorldClock } from '../../../../local/clock.ts';
import { openStore } from '../../../../local/store.ts';
import { createAuthority } from '../../../../local/tls/authority.ts';
import { createWorld } from '../../../../local/world.ts';

const VALIDITY = { notBefore: new Date('2026-11-21T00:00:00Z'), notAfter: new Date('2027-06-06T23:59:59Z') };

function world(file?: string) {
  return createWorld(new WorldClock(new Date('2026-11-21T00:00:00Z')), openStore(file), 'seed');
}

describe('an issued certificate', () => {
  it.each([
    ['RSA_2048', 'rsa', { modulusLength: 2048 }],
    ['EC_prime256v1', 'ec', { namedCurve: 'prime256v1' }],
    ['EC_secp384r1', 'ec', { namedCurve: 'secp384r1' }],
  ] as const)('with a key %s verifies up to the root', async (keyAlgorithm, keyType, details) => {
    const authority = await createAuthority(world());
    const issued = await authority.issue({ names: ['id.customer.example'], keyAlgorithm, ...VALIDITY });
    const [leaf, intermediate, root] = [issued.certificatePem, issued.chainPem, authority.rootPem].map(
      (pem) => new X509Certificate(pem),
    ) as [X509Certificate, X509Certificate, X509Certificate];

    expect(leaf.checkIssued(intermediate) && leaf.verify(intermediate.publicKey)).toBe(true);
    expect(intermediate.checkIssued(root) && intermediate.verify(root.publicKey)).toBe(true);
    expect(root.checkIssued(root) && root.verify(root.publicKey)).toBe(true);
    expect([leaf.ca, intermediate.ca, root.ca]).toEqual([false, true, true]);
    expect(leaf.publicKey.asymmetricKeyType).toBe(keyType);
    expect(leaf.publicKey.asymmetricKeyDetails).toMatchObject(details);
    expect(leaf.checkPrivateKey(createPrivateKey(issued.privateKeyPem))).toBe(true);
    expect(leaf).toMatchObject({ serialNumber: issued.serial, fingerprint256: issued.fingerprint256 });
  });

  it('is for its names, for TLS servers, and for its time', async () => {
    const authority = await createAuthority(world());
    const names = ['id.customer.example', 'id.shop.example', '*.wild.example'];
    const issued = await authority.issue({ names, keyAlgorithm: 'EC_prime256v1', ...VALIDITY });
    const leaf = new X509Certificate(issued.certificatePem);

    expect(leaf.subject).toBe('CN=id.customer.example');
    expect(leaf.subjectAltName).toBe('DNS:id.customer.example, DNS:id.shop.example, DNS:*.wild.example');
    expect(leaf.checkHost('id.shop.example')).toBe('id.shop.example');
    expect(leaf.checkHost('a.wild.example')).toBe('*.wild.example');
    expect(leaf.checkHost('id.other.example')).toBeUndefined();
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']); // serverAuth: Node calls the extended key usage so
    expect([leaf.validFrom, leaf.validTo]).toEqual(['Nov 21 00:00:00 2026 GMT', 'Jun  6 23:59:59 2027 GMT']);
    expect(issued.serial).toMatch(/^[4-7][0-9A-F]{31}$/);
  });

  it('has no common name when the first name is longer than 64 octets', async () => {
    const authority = await createAuthority(world());
    const long = `${'a'.repeat(50)}.${'b'.repeat(14)}.example`;
    const { certificatePem } = await authority.issue({ names: [long], keyAlgorithm: 'EC_prime256v1', ...VALIDITY });
    const leaf = new X509Certificate(certificatePem);
    expect(leaf.subject).toBeUndefined();
    expect(leaf.checkHost(long, { subject: 'never' })).toBe(long);
  });

  it('may lie decades ahead', async () => {
    const authority = await createAuthority(world());
    const { certificatePem } = await authority.issue({
      names: ['id.customer.example'],
      keyAlgorithm: 'EC_prime256v1',
      notBefore: new Date('2071-01-01T00:00:00Z'),
      notAfter: new Date('2071-02-16T00:00:00Z'),
    });
    expect(new X509Certificate(certificatePem).validTo).toBe('Feb 16 00:00:00 2071 GMT');
    expect(new X509Certificate(authority.rootPem).validTo).toBe('Jan  1 00:00:00 2120 GMT');
  });
});

it('names itself so that nobody takes it for a public authority', async () => {
  const { rootPem } = await createAuthority(world());
  expect(new X509Certificate(rootPem).subject).toBe('CN=Local Root CA (simulation)\nO=Simulated World');
});

it('is the same authority after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const first = world(join(folder, 'state.db'));
  const { rootPem } = await createAuthority(first);
  first.store.close();

  const second = world(join(folder, 'state.db'));
  const reopened = await createAuthority(second);
  const { chainPem } = await reopened.issue({ names: ['a.example'], keyAlgorithm: 'EC_prime256v1', ...VALIDITY });
  expect(reopened.rootPem).toBe(rootPem);
  expect(new X509Certificate(chainPem).verify(new X509Certificate(rootPem).publicKey)).toBe(true);
  second.store.close();
  rmSync(folder, { recursive: true });
});
