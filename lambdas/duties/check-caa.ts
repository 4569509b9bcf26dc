/** Asks for the CAA records that decide about every alias: all names of every climb at once. */
import { caaNames, judgeCaa } from '../../core/caa.ts';
import type { Finding } from '../../core/condition.ts';
import type { Dns } from '../../core/dns.ts';

export interface CaaPlan {
  aliases: readonly string[];
  target: string;
  /** When it is looked; every check is told, and CAA holds for no longer than that moment. */
  now: Date;
}

/** The `caa` finding of every alias. One round trip: names that aliases have in common are asked once. */
export async function checkCaa(dns: Dns, { aliases, target }: CaaPlan): Promise<Record<string, Finding>> {
  const findings = await Promise.all(
    aliases.map(async (alias) => {
      const [ofTarget, answers] = await Promise.all([
        dns.lookup(target, 'CAA'),
        Promise.all(caaNames(alias).map((name) => dns.lookup(name, 'CAA'))),
      ]);
      return [alias, judgeCaa({ alias, target, answers, ofTarget })] as const;
    }),
  );
  return Object.fromEntries(findings);
}
