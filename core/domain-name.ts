/** Domain names: one normal form (lower case, A-labels, no trailing dot) and the question who can register them. */
import { domainToASCII } from 'node:url';
import { parse } from 'tldts';

/** Octets in a label and in a name: RFC 1035 section 2.3.4 (253 = 255 on the wire less length and root octets). */
export const LABEL_OCTETS = 63;
export const NAME_OCTETS = 253;

/** The normal form, or undefined where it is no host name. IDN becomes punycode. */
export function normaliseName(name: string): string | undefined {
  if (/[/?#@:\\]/.test(name)) return undefined; // a URL parser would cut the name there
  const ascii = domainToASCII(name.trim().replace(/\.$/, ''));
  return ascii !== '' && ascii.length <= NAME_OCTETS && ascii.split('.').every(isLabel) ? ascii : undefined;
}

/** Letters, digits and inner hyphens (RFC 1123 section 2.1), whatever their number. */
export const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

export function isLabel(label: string): boolean {
  return label.length <= LABEL_OCTETS && LABEL.test(label);
}

/**
 * The registrable domain (one label under a public suffix), or undefined for IPs, public suffixes and unknown top levels.
 * The private section counts too: browsers keep cookies of `shop.github.io` from `github.io`, and nobody owns the latter's mail.
 */
export function registrableDomain(name: string): string | undefined {
  const { domain, isIcann, isPrivate, isIp } = parse(name, { allowPrivateDomains: true });
  return domain && (isIcann || isPrivate) && !isIp ? domain : undefined;
}

/** Is it that domain, or a name below it? */
export function isWithin(domain: string, name: string): boolean {
  return domain === '.' || name === domain || name.endsWith(`.${domain}`);
}

export function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
