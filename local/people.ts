/** What people do in the simulated world, in code: mend a record, approve a mail. The demo and the stories act through these. */

import type { Product } from './product.ts';
import { DATA_CENTERS, PREFIX, SITE } from './scenery.ts';

/** The owner of a customer's DNS writes the alias's record as it should be. */
export function mendRecord({ zones }: Product, domain: string): void {
  const zone = zones.zoneOf(domain);
  if (!zone) throw new Error(`no zone of this world encloses ${domain}`);
  const value = `${SITE.siteId}.sslproxy.${DATA_CENTERS.us1.host}`;
  zones.put(zone.name, { name: `${PREFIX}.${domain}`, type: 'CNAME', ttl: 300, values: [value] });
}

/** Somebody opens the newest approval mail for the name and presses "I Approve". */
export async function approve({ mail, ports }: Product, alias: string): Promise<void> {
  const letter = mail.mailboxes.list().findLast(({ subject }) => subject === `Certificate request for ${alias}`);
  const link = letter && /\/approvals\?\S+/.exec(letter.text)?.[0];
  if (!link) throw new Error(`no approval mail for ${alias} has arrived`);
  const answer = await fetch(`http://127.0.0.1:${ports.console}${link}`, {
    method: 'POST',
    body: new URLSearchParams(),
  });
  if (!answer.ok) throw new Error(`the approval page answered ${answer.status} for ${alias}`);
}
