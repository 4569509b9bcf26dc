/**
 * Does a CloudFront edge already serve a name? Read from a TLS handshake with that SNI and a plain HTTP request with that
 * Host, at any edge address: CloudFront routes by name only.
 * The rule kept here: this is advice. A disabled holder is not seen and a wildcard's looks like one, so nothing here says "no conflict".
 */
import type { Finding } from './condition.ts';
import {
  commonName,
  dnsNames,
  type Handshake,
  type HttpAnswer,
  namesHost,
  parseCertificate,
  throughCloudFront,
} from './serving.ts';
import { short } from './text.ts';

export interface Probe {
  tls: Handshake;
  /** Or why there was no answer. */
  http: HttpAnswer | { problem: string };
}

export type ProbeVerdict = 'FREE' | 'HELD' | 'UNKNOWN';

export interface ProbeCase extends Probe {
  alias: string;
}

/** Evidence is for people: what was seen, in a few words. */
export function judgeProbe({ alias, tls, http }: ProbeCase): {
  verdict: ProbeVerdict;
  evidence: string;
} {
  const leaf = tls.chain[0] === undefined ? undefined : parseCertificate(tls.chain[0]);
  if (leaf && namesHost(leaf, alias)) {
    const names = dnsNames(leaf).slice(0, NAMES_SHOWN).join(', ');
    return { verdict: 'HELD', evidence: `TLS: a certificate for ${names} of ${commonName(leaf.issuer)}` };
  }
  const seen = leaf ? 'TLS: the default certificate' : `TLS: ${tls.alert ?? tls.problem ?? 'no certificate'}`;
  if ('problem' in http) return { verdict: tls.alert ? 'FREE' : 'UNKNOWN', evidence: `${seen}; HTTP: ${http.problem}` };
  const evidence = `${seen}; HTTP: ${http.status}${http.headers.server ? ` ${http.headers.server}` : ''}`;
  if (!throughCloudFront(http.headers)) return { verdict: 'UNKNOWN', evidence };
  return { verdict: httpVerdict(http, leaf === undefined && tls.address !== undefined), evidence };
}

/** Certificates of a hundred names must not fill a page. */
const NAMES_SHOWN = 5;

/**
 * CloudFront answers 403 "Bad request" for a Host that nobody holds. A firewall's 403 is a holder's; without that text a
 * 403 counts as free only when TLS was refused as well.
 */
function httpVerdict({ status, headers, body }: HttpAnswer, tlsRefused: boolean): ProbeVerdict {
  if (status === 421) return 'UNKNOWN';
  const madeByEdge = status === 403 && headers.server === 'CloudFront';
  if (!madeByEdge) return 'HELD';
  if (/bad request/i.test(body)) return 'FREE';
  return tlsRefused ? 'FREE' : 'UNKNOWN';
}

const REASON = { FREE: 'NoHolderSeen', HELD: 'HolderSeen', UNKNOWN: 'ProbeUnknown' } as const;

/** One finding of the `conflict` condition. */
export function probeFinding(seen: ProbeCase): Finding {
  const { verdict, evidence } = judgeProbe(seen);
  return { reason: REASON[verdict], facts: { alias: seen.alias, evidence: short(evidence) } };
}
