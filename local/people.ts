/** What people do in the simulated world, in code: mend a record, approve a mail, raise a quota. The demo and the stories act through these. */
import { RequestServiceQuotaIncreaseCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { QUOTAS, type QuotaName } from '../core/quota-plan.ts';
import type { TicketView } from '../core/ticket.ts';
import type { Product } from './product.ts';
import { DATA_CENTERS, PREFIX, SITE } from './scenery.ts';
import type { SupportCase as FiledCase } from './support.ts';
import { OUR_ACCOUNT, REGION } from './world.ts';

/** The owner of a customer's DNS writes the alias's record as it should be. */
export function mendRecord(product: Product, domain: string, siteId: string = SITE.siteId): void {
  put(product, `${PREFIX}.${domain}`, 'CNAME', `${siteId}.sslproxy.${DATA_CENTERS.us1.host}`);
}

/** The owner of a customer's DNS writes the record that AWS asked for. */
export function addValidationRecord(product: Pick<Product, 'zones'>, record: { name: string; value: string }): void {
  put(product, record.name, 'CNAME', record.value);
}

/** The owner of a customer's DNS writes the TXT record that proves to AWS whose name it is. */
export function addProof(product: Pick<Product, 'zones'>, record: { name: string; value: string }): void {
  put(product, record.name, 'TXT', `"${record.value}"`);
}

function put({ zones }: Pick<Product, 'zones'>, name: string, type: 'CNAME' | 'TXT', value: string): void {
  const zone = zones.zoneOf(name);
  if (!zone) throw new Error(`no zone of this world encloses ${name}`);
  zones.put(zone.name, { name, type, ttl: 300, values: [value] });
}

/** Somebody opens the newest approval mail for the name and presses "I Approve". */
export function approve(product: Product, alias: string): Promise<void> {
  return decide(product, alias, 'approve');
}

/** Somebody opens the newest approval mail for the name and presses "I do not approve". */
export function deny(product: Product, alias: string): Promise<void> {
  return decide(product, alias, 'deny');
}

async function decide({ mail, ports }: Product, alias: string, decision: 'approve' | 'deny'): Promise<void> {
  const letter = mail.mailboxes.list().findLast(({ subject }) => subject === `Certificate request for ${alias}`);
  const link = letter && /\/approvals\?\S+/.exec(letter.text)?.[0];
  if (!link) throw new Error(`no approval mail for ${alias} has arrived`);
  const answer = await fetch(`http://127.0.0.1:${ports.console}${link}`, {
    method: 'POST',
    body: new URLSearchParams({ decision }),
  });
  if (!answer.ok) throw new Error(`the approval page answered ${answer.status} for ${alias}`);
}

/** On-call pastes the ticket's case into AWS's Support Center, and notes its id in the ticket. */
export async function fileCase(product: Product, ticket: TicketView): Promise<FiledCase> {
  const { ticketId, supportCase, distribution } = ticket;
  if (!supportCase) throw new Error(`ticket ${ticketId} needs no case at AWS Support now`);
  const filed = product.support.fileCase({
    caseText: `${supportCase.subject}\n${supportCase.body}`,
    targetDistributionId: distribution.id,
  });
  await product.call('POST', `/tickets/${ticketId}/notes`, { text: 'Filed.', supportCaseId: filed.caseId });
  return filed;
}

/** Longer than AWS takes to answer; reaching it means that AWS has turned the wish down. */
const QUOTA_ANSWER_MS = 3_600_000;

/** On-call asks AWS for a larger quota, and waits (in world time) until it is granted. */
export async function raiseQuota({ world, ports, quotas }: Product, quota: QuotaName, value: number): Promise<void> {
  const { service, code } = QUOTAS[quota];
  const client = new ServiceQuotasClient({
    region: REGION,
    endpoint: `http://127.0.0.1:${ports.aws}`,
    credentials: { accessKeyId: 'on-call', secretAccessKey: 'simulated' },
  });
  await client.send(
    new RequestServiceQuotaIncreaseCommand({ ServiceCode: service, QuotaCode: code, DesiredValue: value }),
  );
  client.destroy();
  const limit = new Date(world.clock.now().getTime() + QUOTA_ANSWER_MS);
  await world.clock.jumpUntil(() => quotas.value(OUR_ACCOUNT, code) >= value, limit);
}
