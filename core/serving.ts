/**
 * Does an alias serve a certificate that browsers accept? Chains judged by RFC 5280, names by RFC 9525.
 * Pure although it uses node:crypto: certificates are only parsed and their signatures checked, with the time that is given.
 * Not judged, because Node shows neither: path length and name constraints. Revocation is left to ACM's own status.
 */
import { X509Certificate } from 'node:crypto';
import { getDomain } from 'tldts';
import type { Finding } from './condition.ts';
import { few, short } from './text.ts';

/** What a TLS handshake brought. Kept as evidence, so it is plain data. */
export interface Handshake {
  /** The address that was connected to. */
  address?: string;
  /** `TLSv1.3`. */
  protocol?: string;
  /** Every certificate sent, leaf first, PEM. Empty when the handshake did not come that far. */
  chain: string[];
  /** OpenSSL's code of the alert by which the server refused. */
  alert?: string;
  /** Why there is no chain, for people. */
  problem?: string;
}

/** What proves that the alias serves: the leaf, as `openssl x509 -fingerprint -sha256 -serial` prints it. Times in RFC 3339. */
export interface ServingProof {
  fingerprint256: string;
  /** DNS names of the subject alternative name. */
  names: string[];
  issuer: string;
  notBefore: string;
  notAfter: string;
  /** Upper-case hexadecimal. */
  serial: string;
}

/** `originProblem`: the name serves its certificate, but CloudFront has nothing to answer with behind it. It takes nothing from the proof. */
export type Judgement =
  | { serves: true; proof: ServingProof; originProblem?: string }
  | { serves: false; found: string };

/** The finding of a name that serves. */
export function servesFinding(alias: string, { fingerprint256, notAfter }: ServingProof): Finding {
  return { reason: 'Serves', facts: { alias, fingerprint: fingerprint256, notAfter } };
}

export interface HandshakeCase {
  alias: string;
  /** PEM, leaf first. */
  chain: readonly string[];
  /** Trusted roots, PEM. */
  anchors: readonly string[];
  /** World time: the machine's clock has no say. */
  now: Date;
}

/** Certificates in a path, the anchor not counted. Public chains have two to four; more is somebody's mistake. */
const MAX_PATH = 8;

/** id-kp-serverAuth, RFC 5280 section 4.2.1.12. */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

export function judgeHandshake({ alias, chain, anchors, now }: HandshakeCase): Judgement {
  const parsed = chain.map(parseCertificate);
  const sent = parsed.filter((each) => each !== undefined);
  const [leaf] = sent;
  if (!leaf || sent.length < parsed.length)
    return { serves: false, found: leaf ? 'a certificate that cannot be read' : 'no certificate was sent' };
  const found = nameProblem(leaf, alias) ?? usageProblem(leaf) ?? pathProblem(sent, anchors, now);
  return found ? { serves: false, found: short(found) } : { serves: true, proof: proofOf(leaf) };
}

/** Would a browser treat the alias and the customer's page as one site, so that its cookies are first-party? Private suffixes count, as in browsers. */
export function isFirstParty(alias: string, trustedDomain: string): boolean {
  const site = getDomain(alias, { allowPrivateDomains: true });
  return site !== null && site === getDomain(trustedDomain, { allowPrivateDomains: true });
}

/** An answer to a plain HTTP or HTTPS request. Header names in lower case; the body's beginning. */
export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What keeps an HTTPS answer from being the alias's own distribution's; undefined when nothing does. */
export function responseProblem({ status, headers }: HttpAnswer): string | undefined {
  if (!throughCloudFront(headers)) return 'the answer did not come through CloudFront';
  if (isCloudFrontsOwn(headers) && status === 403) return 'CloudFront answers 403: no distribution has this name yet';
  if (status === 421) return 'CloudFront answers 421: the certificate and the name belong to different distributions';
  return undefined;
}

/** What an answer that proves the name says of its origin: undefined unless CloudFront could not get an answer from there (502), or not in time (504). */
export function originProblem({ status, headers }: HttpAnswer): string | undefined {
  if (!isCloudFrontsOwn(headers) || (status !== 502 && status !== 504)) return undefined;
  return `CloudFront answers ${status}: it gets no answer from its origin`;
}

/** CloudFront puts its own name there only in errors that it makes itself; an origin's keep the origin's. */
function isCloudFrontsOwn(headers: Readonly<Record<string, string>>): boolean {
  return headers.server === 'CloudFront';
}

export function throughCloudFront(headers: Readonly<Record<string, string>>): boolean {
  return (
    headers['x-amz-cf-id'] !== undefined || headers.server === 'CloudFront' || /\(CloudFront\)/.test(headers.via ?? '')
  );
}

/** Does the certificate name the host (wildcards in the first label)? The common name does not count. */
export function namesHost(certificate: X509Certificate, host: string): boolean {
  return certificate.checkHost(host, { subject: 'never', partialWildcards: false }) !== undefined;
}

/** DNS names of the subject alternative name. */
export function dnsNames(certificate: X509Certificate): string[] {
  const entries = (certificate.subjectAltName ?? '').split(', ');
  return entries.filter((entry) => entry.startsWith('DNS:')).map((entry) => entry.slice('DNS:'.length));
}

export function parseCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function nameProblem(leaf: X509Certificate, alias: string): string | undefined {
  return namesHost(leaf, alias) ? undefined : `a certificate for ${namesOf(leaf)}`;
}

function namesOf(leaf: X509Certificate): string {
  const names = dnsNames(leaf);
  return names.length > 0 ? few(names) : 'no host name';
}

function usageProblem(leaf: X509Certificate): string | undefined {
  const usages: readonly string[] | undefined = leaf.keyUsage;
  return usages && !usages.includes(SERVER_AUTH) ? 'a certificate that is not for servers' : undefined;
}

/** Walks from the leaf to the nearest anchor over what was sent, in whatever order that was. */
function pathProblem(
  [leaf, ...others]: readonly X509Certificate[],
  anchors: readonly string[],
  now: Date,
): string | undefined {
  const roots = parsedAnchors(anchors);
  let problem: string | undefined;
  for (let at = leaf, length = 1; at && length <= MAX_PATH; length++) {
    const current: X509Certificate = at;
    problem ??= dateProblem(current, now);
    const root = roots.find((each) => each.fingerprint256 === current.fingerprint256 || isIssuedBy(current, each));
    if (root) return problem ?? dateProblem(root, now);
    at = others.find((each) => each.fingerprint256 !== current.fingerprint256 && each.ca && isIssuedBy(current, each));
  }
  return leaf && `a certificate of ${commonName(leaf.issuer)}, which leads to no trusted root`;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function dateProblem(certificate: X509Certificate, now: Date): string | undefined {
  const { validFromDate: from, validToDate: to } = certificate;
  if (now < from)
    return `a certificate (${commonName(certificate.subject)}) that is valid only from ${from.toISOString()}`;
  if (now > to) return `a certificate (${commonName(certificate.subject)}) that expired on ${to.toISOString()}`;
  return undefined;
}

/** Root stores have about 150 certificates; one list is parsed once, however many aliases are judged by it. */
const parsedLists = new WeakMap<readonly string[], X509Certificate[]>();

function parsedAnchors(anchors: readonly string[]): X509Certificate[] {
  const known = parsedLists.get(anchors);
  if (known) return known;
  const parsed = anchors.map((pem) => new X509Certificate(pem));
  parsedLists.set(anchors, parsed);
  return parsed;
}

function proofOf(leaf: X509Certificate): ServingProof {
  return {
    fingerprint256: leaf.fingerprint256,
    names: dnsNames(leaf),
    issuer: commonName(leaf.issuer),
    notBefore: leaf.validFromDate.toISOString(),
    notAfter: leaf.validToDate.toISOString(),
    serial: leaf.serialNumber,
  };
}

/** The CN of a distinguished name as Node prints it, one attribute a line; all of it where there is none. */
export function commonName(distinguishedName: string): string {
  return /^CN=(.*)$/m.exec(distinguishedName)?.[1] ?? distinguishedName.replaceAll('\n', ', ');
}
