/**
 * Which distribution an edge serves for a host name. Only what is deployed counts; the exact name goes before the longest
 * wildcard, and a disabled owner still keeps the name from everybody else (HowToDeleteDistribution.html).
 */
import type { Certificates } from '../acm/service.ts';
import { aliasesFor } from './aliases.ts';
import type { StoredDistribution } from './distributions.ts';
import type { Resources } from './resources.ts';

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
  resources: Pick<Resources, 'named' | 'withDomainName'>,
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

  /** Who serves exactly this alias. While a name moves, two do: the one that it comes to goes first. */
  function serving(alias: string): StoredDistribution | undefined {
    const deployed = resources.named(alias).filter((one) => one.deployed?.aliases.includes(alias));
    return deployed.find(({ movedAway }) => !movedAway?.includes(alias)) ?? deployed[0];
  }

  return {
    find(hostname) {
      const host = hostname.toLowerCase().replace(/\.$/, '');
      const own = resources.withDomainName(host);
      if (own) return toRoute(own);
      for (const alias of aliasesFor(host)) {
        const found = serving(alias);
        if (found) return toRoute(found);
      }
      return undefined;
    },
  };
}
