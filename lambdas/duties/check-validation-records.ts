/** Asks the name servers of each alias whether the CNAME that validates it stands there, all at once. */
import type { Finding } from '../../core/condition.ts';
import type { Dns } from '../../core/dns.ts';
import { parentOf } from '../../core/domain-name.ts';
import { judgeRecord, MAX_HOPS, targetOf, type ValidationRecord } from '../../core/validation-record.ts';
import { askDoubled } from './ask-doubled.ts';

export interface RecordPlan {
  /** By alias. */
  records: Readonly<Record<string, ValidationRecord>>;
  /** Until when AWS looks. */
  until: string;
}

/** The `approval` finding of every alias that has a record. */
export async function checkValidationRecords(
  dns: Dns,
  { records, until }: RecordPlan,
): Promise<Record<string, Finding>> {
  const findings = await Promise.all(
    Object.entries(records).map(async ([alias, record]): Promise<[string, Finding]> => {
      const zone = await dns.zoneOf(parentOf(alias));
      const authoritative = await dns.authoritative(zone, record.name, 'CNAME');
      const target = authoritative.map((answer) => targetOf(answer, record.name)).find((each) => each !== undefined);
      const beyond = target === undefined ? [] : await follow(dns, target, record.value);
      const doubled = target === undefined ? await askDoubled(dns, zone, record.name, 'CNAME') : [];
      return [alias, judgeRecord({ alias, record, until, zone, authoritative, beyond, doubled })];
    }),
  );
  return Object.fromEntries(findings);
}

/** Customers may lead the record on through names of their own. */
async function follow(dns: Dns, target: string, value: string): Promise<string[]> {
  const path: string[] = [];
  for (let at = target; at !== value && path.length < MAX_HOPS; ) {
    const next = targetOf(await dns.lookup(at, 'CNAME'), at);
    if (next === undefined) break;
    path.push(next);
    at = next;
  }
  return path;
}
