/** Aliases: the names to be certified and served, made of the site's one prefix and its trusted domains. */
import { isLabel, LABEL_OCTETS, NAME_OCTETS } from './domain-name.ts';

/** Octets of a certificate's common name: RFC 5280 appendix A, ub-common-name. */
const COMMON_NAME_OCTETS = 64;

/** What is wrong with a prefix, in words for its chooser; undefined when it is fine. */
export function prefixProblem(prefix: string): string | undefined {
  if (prefix === '') return 'must not be empty';
  if (prefix.includes('.')) return 'must be one label, without dots';
  if (prefix.length > LABEL_OCTETS) return `must have at most ${LABEL_OCTETS} characters`;
  if (!isLabel(prefix)) return 'must consist of lower-case letters, digits and inner hyphens';
  if (prefix.slice(2, 4) === '--')
    return 'must not have hyphens in the third and fourth place (reserved for internationalised names)';
  return undefined;
}

/** `<prefix>.<domain>` of every eligible trusted domain. */
export function aliasesOf(prefix: string, domains: readonly string[]): string[] {
  return domains.map((domain) => `${prefix}.${domain}`);
}

/** What keeps the aliases from being one certificate and one distribution; undefined when nothing does. */
export function namesProblem(aliases: readonly string[]): string | undefined {
  const long = aliases.find((alias) => alias.length > NAME_OCTETS);
  if (long) return `${long} has more than ${NAME_OCTETS} characters: choose a shorter prefix`;
  if (!aliases.some((alias) => alias.length <= COMMON_NAME_OCTETS))
    return `at least one name must have at most ${COMMON_NAME_OCTETS} characters (the common name): choose a shorter prefix, or trust a site with a shorter name as well`;
  return undefined;
}

/** The common name: the first alias that fits. */
export function commonNameOf(aliases: readonly string[]): string {
  const fitting = aliases.find((alias) => alias.length <= COMMON_NAME_OCTETS);
  if (!fitting) throw new Error('no alias fits a common name: namesProblem was not asked');
  return fitting;
}

/** What every alias of a site must point to. */
export function cnameTarget(siteId: string, dataCenterHost: string): string {
  return `${siteId}${targetSuffix(dataCenterHost)}`;
}

/** The end of every site's target in a data center: `.sslproxy.us1.gigya.com`. */
export function targetSuffix(dataCenterHost: string): string {
  return `.sslproxy.${dataCenterHost}`;
}

/** The records to add, as lines of a zone file. */
export function zoneFileSnippet(aliases: readonly string[], target: string): string {
  return aliases.map((alias) => `${alias}. 300 IN CNAME ${target}.`).join('\n');
}
