/**
 * The certificate authority of the simulated world: a root and an intermediate of its own, made once per world, in names that
 * nobody mistakes for Amazon's. The rule kept here: what it issues verifies like a public certificate (RFC 5280), at the
 * world's time.
 */
import 'reflect-metadata'; // @peculiar/x509 needs it loaded first
import { X509Certificate as ParsedCertificate, type webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { World } from '../world.ts';
import { ALGORITHMS, generateKeys, type KeyAlgorithm, takeKeys } from './keys.ts';

export interface CertificateRequest {
  /** Subject alternative names, the first of which is the common name too if it fits. */
  names: string[];
  keyAlgorithm: KeyAlgorithm;
  notBefore: Date;
  notAfter: Date;
}

export interface IssuedCertificate {
  certificatePem: string;
  /** The intermediate; the root is `Authority.rootPem`. */
  chainPem: string;
  /** PKCS #8, not encrypted. */
  privateKeyPem: string;
  /** Hexadecimal, as `node:crypto` writes it. */
  serial: string;
  /** SHA-256 of the certificate: `AB:CD:...`. */
  fingerprint256: string;
}

export interface Authority {
  readonly rootPem: string;
  issue(request: CertificateRequest): Promise<IssuedCertificate>;
}

/** Long enough for any jump that a world may make. */
const CA_NOT_BEFORE = new Date('2020-01-01T00:00:00Z');
const CA_NOT_AFTER = new Date('2120-01-01T00:00:00Z');
const ROOT_NAME = 'CN=Local Root CA (simulation),O=Simulated World';
const INTERMEDIATE_NAME = 'CN=Local Issuing CA (simulation),O=Simulated World';
/** Upper bound of a common name (RFC 5280 appendix A.1, ub-common-name). */
const MAX_COMMON_NAME = 64;
/** Octets of a serial: more than the 64 bits of CA/B BR 7.1, fewer than the 20 octets of RFC 5280 4.1.2.2. */
const SERIAL_OCTETS = 16;

interface StoredAuthority {
  rootPem: string;
  intermediatePem: string;
  intermediateKeyPem: string;
}

/** Opens the world's authority, or makes it. */
export async function createAuthority(world: World): Promise<Authority> {
  const collection = world.store.collection<StoredAuthority>('tls.authority');
  const stored = collection.get('authority') ?? (await makeAuthority(world));
  collection.put('authority', stored);
  const signingKey = await crypto.subtle.importKey(
    'pkcs8',
    PemConverter.decodeFirst(stored.intermediateKeyPem),
    ALGORITHMS.EC_prime256v1,
    false,
    ['sign'],
  );
  const issuerKey = await publicKeyOf(stored.intermediatePem);
  return {
    rootPem: stored.rootPem,
    async issue({ names, keyAlgorithm, notBefore, notAfter }) {
      const keys = await takeKeys(keyAlgorithm);
      const [first = ''] = names;
      const commonName = first.length <= MAX_COMMON_NAME ? first : '';
      const certificate = await X509CertificateGenerator.create({
        serialNumber: serialFrom(world),
        subject: commonName && [{ CN: [commonName] }],
        issuer: INTERMEDIATE_NAME,
        notBefore,
        notAfter,
        publicKey: keys.publicKey,
        signingKey,
        signingAlgorithm: SIGNATURE,
        extensions: await leafExtensions(names, keyAlgorithm, keys.publicKey, issuerKey, commonName === ''),
      });
      return describe(certificate.toString('pem'), stored.intermediatePem, await privatePem(keys));
    },
  };
}

const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };

async function makeAuthority(world: World): Promise<StoredAuthority> {
  const rootKeys = await generateKeys('EC_prime256v1');
  const keys = await generateKeys('EC_prime256v1');
  const validity = { notBefore: CA_NOT_BEFORE, notAfter: CA_NOT_AFTER, issuer: ROOT_NAME, signingAlgorithm: SIGNATURE };
  const root = await X509CertificateGenerator.create({
    ...validity,
    serialNumber: serialFrom(world),
    subject: ROOT_NAME,
    publicKey: rootKeys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: await authorityExtensions(rootKeys.publicKey, rootKeys.publicKey, 1),
  });
  const intermediate = await X509CertificateGenerator.create({
    ...validity,
    serialNumber: serialFrom(world),
    subject: INTERMEDIATE_NAME,
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: await authorityExtensions(keys.publicKey, rootKeys.publicKey, 0),
  });
  return {
    rootPem: `${root.toString('pem')}\n`,
    intermediatePem: `${intermediate.toString('pem')}\n`,
    intermediateKeyPem: await privatePem(keys),
  };
}

async function authorityExtensions(
  key: webcrypto.CryptoKey,
  issuerKey: webcrypto.CryptoKey,
  pathLength: number,
): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(true, pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    await SubjectKeyIdentifierExtension.create(key),
    await AuthorityKeyIdentifierExtension.create(issuerKey),
  ];
}

/** The names are critical when there is no subject to go by (RFC 5280 section 4.2.1.6). */
async function leafExtensions(
  names: string[],
  keyAlgorithm: KeyAlgorithm,
  key: webcrypto.CryptoKey,
  issuerKey: webcrypto.CryptoKey,
  namesAreCritical: boolean,
): Promise<Extension[]> {
  const encipherment = keyAlgorithm === 'RSA_2048' ? KeyUsageFlags.keyEncipherment : 0; // RSA key exchange of TLS 1.2
  return [
    new SubjectAlternativeNameExtension(
      names.map((value) => ({ type: 'dns' as const, value })),
      namesAreCritical,
    ),
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature | encipherment, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    await SubjectKeyIdentifierExtension.create(key),
    await AuthorityKeyIdentifierExtension.create(issuerKey),
  ];
}

/** Positive, and never shorter than it should be: the first octet is from 0x40 to 0x7f. */
function serialFrom(world: World): string {
  const octets = Buffer.from(world.random.hex(2 * SERIAL_OCTETS), 'hex');
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40;
  return octets.toString('hex');
}

function publicKeyOf(certificatePem: string): Promise<webcrypto.CryptoKey> {
  const spki = new ParsedCertificate(certificatePem).publicKey.export({ type: 'spki', format: 'der' });
  return crypto.subtle.importKey('spki', spki, ALGORITHMS.EC_prime256v1, true, ['verify']);
}

async function privatePem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  return `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY')}\n`;
}

function describe(pem: string, chainPem: string, privateKeyPem: string): IssuedCertificate {
  const certificatePem = `${pem}\n`;
  const { serialNumber, fingerprint256 } = new ParsedCertificate(certificatePem);
  return { certificatePem, chainPem, privateKeyPem, serial: serialNumber, fingerprint256 };
}
