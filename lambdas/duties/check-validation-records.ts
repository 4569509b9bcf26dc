/** Asks the name servers of each alias whether the CNAME that validates it stands there, all at once. */
import type { Finding } from '../../core/condition.ts';
import { type Dns, says } from '../../core/dns.ts';
import { parentOf } from '../../core/domain-name.ts';
import type { CertificateRequest } from '../../core/request.ts';
import {
  type Beyond,
  besideOf,
  judgeRecord,
  MAX_HOPS,
  targetOf,
  type ValidationRecord,
} from '../../core/validation-record.ts';
import { askDoubled } from './ask-doubled.ts';

export interface RecordPlan {
  /** By name of the certificate. */
  records: Readonly<Record<string, ValidationRecord>>;
  /** Until when AWS looks. */
  until: string;
}

/** The `approval` finding of every name that has a record; of the certificate's names, `aliases` are to lead to the target. */
export async function checkValidationRecords(
  dns: Dns,
  { target, aliases }: Pick<CertificateRequest, 'target' | 'aliases'>,
  { records, until }: RecordPlan,
): Promise<Record<string, Finding>> {
  const findings = await Promise.all(
    Object.entries(records).map(async ([alias, record]): Promise<[string, Finding]> => {
      const zone = await dns.zoneOf(parentOf(alias));
      const authoritative = await dns.authoritative(zone, record.name, 'CNAME');
      const first = authoritative.map((answer) => targetOf(answer, record.name)).find((each) => each !== undefined);
      const beyond = first === undefined ? { path: [] } : await follow(dns, first, record.value);
      const doubled = first === undefined ? await askDoubled(dns, zone, record.name, 'CNAME') : [];
      const isElsewhere = first !== undefined && ![first, ...beyond.path].includes(record.value);
      const beside = isElsewhere ? await dns.authoritative(zone, besideOf(alias, record), 'CNAME') : [];
      const seen = { alias, record, until, zone, authoritative, beyond, doubled, beside };
      return [alias, judgeRecord({ ...seen, ...(aliases.includes(alias) && { target }) })];
    }),
  );
  return Object.fromEntries(findings);
}

/** Customers may lead the record on through names of their own. */
async function follow(dns: Dns, first: string, value: string): Promise<Beyond> {
  const path: string[] = [];
  for (let at = first; at !== value && path.length < MAX_HOPS; ) {
    // A slip of the pasted value: octets that no host name has are shown escaped, and never asked for (clients/dns-exchange.ts).
    if (at.includes('\\')) break;
    const answer = await dns.lookup(at, 'CNAME');
    if (!says(answer)) return { path, unheard: answer };
    const next = targetOf(answer, at);
    if (next === undefined) break;
    path.push(next);
    at = next;
  }
  return { path };
}
