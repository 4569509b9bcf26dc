/** Asks for the MX records above every alias: which domain can receive its approval mail? */
import type { Finding } from '../../core/condition.ts';
import type { Dns } from '../../core/dns.ts';
import { routeMail, validationDomainCandidates } from '../../core/mail-route.ts';

export interface MailPlan {
  aliases: readonly string[];
  /** The first label of every alias. */
  prefix: string;
  method: 'EMAIL' | 'DNS';
}

/** The `mail` finding of every alias; DNS validation needs no mail and no lookup. One round trip. */
export async function checkMailRoutes(
  dns: Dns,
  { aliases, prefix, method }: MailPlan,
): Promise<Record<string, Finding>> {
  const findings = await Promise.all(
    aliases.map(async (alias): Promise<[string, Finding]> => {
      if (method === 'DNS') return [alias, { reason: 'MailNotNeeded', facts: { alias } }];
      const domains = validationDomainCandidates(alias.slice(prefix.length + 1));
      return [alias, routeMail(alias, await Promise.all(domains.map((name) => dns.lookup(name, 'MX'))))];
    }),
  );
  return Object.fromEntries(findings);
}
