/**
 * Which distribution an edge serves for a host name. Only what is deployed counts; the exact name goes before the longest
 * wildcard, and a disabled owner still keeps the name from everybody else.
 */
import type { Certificates } from '../acm/service.ts';
import { aliasCovers } from './aliases.ts';
import type { StoredDistribution } from './distributions.ts';

export interface Route {
  distributionId: string;
  account: string;
  domainName: string;
  certificateArn?: string;
  /** Of the distribution, with the names that it covers; absent where CloudFront's own is served. */
  certificate?: { certificatePem: string; chainPem: string; privateKeyPem: string; names: string[] };
  /** Host name of the origin. */
  origin: string;
  /** False: the edges answer nothing for this name, whoever else covers it. */
  enabled: boolean;
}

export interface Routes {
  /** By alias or by the distribution's own domain name, in any case. */
  find(hostname: string): Route | undefined;
}

export function createRoutes(
  distributions: { values(): Iterable<StoredDistribution> },
  certificates: Pick<Certificates, 'find' | 'material'>,
): Routes {
  function toRoute({ id, account, domainName, deployed }: StoredDistribution): Route | undefined {
    if (!deployed) return undefined;
    const { aliases: _matched, certificateArn, ...serving } = deployed;
    const route = { distributionId: id, account, domainName, ...serving };
    if (!certificateArn) return route;
    const [certificate, material] = [certificates.find(certificateArn), certificates.material(certificateArn)];
    if (!certificate || !material) return { ...route, certificateArn };
    return { ...route, certificateArn, certificate: { ...material, names: certificate.names.map((one) => one.name) } };
  }

  return {
    find(hostname) {
      const host = hostname.toLowerCase().replace(/\.$/, '');
      const matches = [...distributions.values()].flatMap((distribution) =>
        [distribution.domainName, ...(distribution.deployed?.aliases ?? [])]
          .filter((pattern) => aliasCovers(pattern, host))
          .map((pattern) => ({ pattern, distribution })),
      );
      const best = matches.sort((a, b) => rank(b.pattern) - rank(a.pattern))[0];
      return best && toRoute(best.distribution);
    },
  };
}

/** An exact name outranks every wildcard; among wildcards the longer is the more specific. */
const rank = (pattern: string) => (pattern.startsWith('*.') ? pattern.length : LONGEST);

/** Octets of the longest name (RFC 1035, 2.3.4); no wildcard is as long. */
const LONGEST = 255;
