/** A certificate by e-mail that serves, its migration, and the owner of the DNS who copies the records. */
import type { MigrationRow, MigrationsAnswer } from '../../../core/api/answers-migration.ts';
import type { ValidationRecord } from '../../../core/validation-record.ts';
import type { RequestView } from '../../../core/view.ts';
import { addValidationRecord } from '../../../local/people.ts';
import { PREFIX, SITE } from '../../../local/scenery.ts';
import { mendAll, playToReady } from './play.ts';
import type { Story } from './product.ts';

/** READY, validated by e-mail; with the prefix saved ACTIVE. */
export async function servingByMail(story: Story, { active = true } = {}): Promise<RequestView> {
  mendAll(story);
  const { requestId } = await story.generate(PREFIX, 'wait', 'EMAIL');
  await playToReady(story, requestId);
  if (active) await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  await story.settle();
  return story.read(requestId);
}

export function migrate(story: Story, requestId: string): Promise<RequestView> {
  return story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/migrate-to-dns`);
}

/** Started, and the records named. */
export async function migrating(story: Story, requestId: string): Promise<RequestView> {
  await migrate(story, requestId);
  return story.until(requestId, ({ migration }) => (migration?.records ?? 0) > 0);
}

export function recordsOf({ aliases }: RequestView): ValidationRecord[] {
  return aliases.flatMap(({ validationRecord }) => validationRecord ?? []);
}

export function addAll(story: Story, records: readonly ValidationRecord[]): void {
  for (const record of records) addValidationRecord(story, record);
}

/** The owner of the DNS takes it out again. */
export function removeRecord({ zones }: Story, { name }: ValidationRecord): void {
  const zone = zones.zoneOf(name);
  if (!zone) throw new Error(`no zone of this world encloses ${name}`);
  zones.remove(zone.name, name, 'CNAME');
}

export async function campaign(story: Story, status = 'open'): Promise<MigrationRow[]> {
  return (await story.call<MigrationsAnswer>('GET', `/migrations?status=${status}`)).migrations;
}

/** How often ACM was asked to look. */
export function windowsBegun({ world }: Story): number {
  return world.mutations.filter(({ operation }) => operation === 'UpdateCertificateOptions').length;
}

export function methodAtAcm(story: Story, { certificateArn }: RequestView): string | undefined {
  return story.acm.certificates.find(certificateArn ?? '')?.method;
}
