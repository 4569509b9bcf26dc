/** Certificates for tests: an authority, and what it issues. ECDSA P-256, so that making them costs milliseconds. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

export interface Authority {
  /** PEM. */
  pem: string;
  /** Another authority, certified by this one. */
  intermediate(name: string): Promise<Authority>;
  issue(leaf: LeafWish): Promise<Issued>;
}

export interface LeafWish {
  names: string[];
  notBefore?: Date;
  notAfter?: Date;
  usages?: string[];
}

/** PEM, both. */
export interface Issued {
  cert: string;
  key: string;
}

const FROM = new Date('2026-01-01T00:00:00Z');
const UNTIL = new Date('2036-01-01T00:00:00Z');

export async function createAuthority(name: string, notAfter = UNTIL): Promise<Authority> {
  const keys = await generate();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    { name: `CN=${name}`, keys, notBefore: FROM, notAfter, signingAlgorithm: ALGORITHM, extensions: caExtensions() },
    webcrypto,
  );
  return authorityOf(certificate, keys);
}

function authorityOf(issuer: x509.X509Certificate, keys: webcrypto.CryptoKeyPair): Authority {
  const certify = (
    subject: string,
    publicKey: webcrypto.CryptoKey,
    from: Date,
    until: Date,
    extensions: x509.Extension[],
  ) =>
    x509.X509CertificateGenerator.create(
      {
        subject,
        issuer: issuer.subject,
        publicKey,
        signingKey: keys.privateKey,
        notBefore: from,
        notAfter: until,
        signingAlgorithm: ALGORITHM,
        extensions,
      },
      webcrypto,
    );
  return {
    pem: `${issuer.toString('pem')}\n`,
    async intermediate(name) {
      const own = await generate();
      return authorityOf(await certify(`CN=${name}`, own.publicKey, FROM, UNTIL, caExtensions()), own);
    },
    async issue({ names, notBefore = FROM, notAfter = UNTIL, usages = [SERVER_AUTH] }) {
      const own = await generate();
      const extensions = [
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
        new x509.ExtendedKeyUsageExtension(usages),
      ];
      const certificate = await certify(`CN=${names[0] ?? ''}`, own.publicKey, notBefore, notAfter, extensions);
      const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      return {
        cert: `${certificate.toString('pem')}\n`,
        key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
      };
    },
  };
}

function generate(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
}

function caExtensions(): x509.Extension[] {
  return [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
  ];
}
