/** A request of the scene that serves by e-mail and is to be moved to DNS. */
import type { Migration } from '../../../core/migration.ts';
import type { RequestFields } from '../../../core/request.ts';
import { ALIASES, CERTIFICATE, CREATED, REQUEST_ID, type Scene } from './step.ts';

export const EXECUTION = `${REQUEST_ID}-migrate-1`;
export const UNTIL = '2027-06-01T23:59:59.000Z';
export const NOT_AFTER = '2027-06-06T23:59:59.000Z';
/** 72 hours after CREATED. */
export const WINDOW_UNTIL = '2026-11-24T09:00:00.000Z';

const MIGRATION: Migration = {
  n: 1,
  state: 'RECORDS',
  startedAt: CREATED,
  until: UNTIL,
  windows: 1,
  windowUntil: WINDOW_UNTIL,
  records: 0,
  seen: 0,
  end: null,
};

export async function givenMigration(
  scene: Scene,
  migration: Partial<Migration> | null = {},
  fields: Partial<RequestFields> = {},
) {
  await scene.givenSite();
  return scene.givenRequest({
    status: 'ACTIVE',
    step: 'AwaitDnsRecords',
    certificateArn: CERTIFICATE,
    notAfter: NOT_AFTER,
    migration: migration && { ...MIGRATION, ...migration },
    ...fields,
  });
}

export const recordOf = (alias: string) =>
  ({ name: `_a1.${alias}`, type: 'CNAME', value: '_b2.acm-validations.aws' }) as const;

/** As lines of a zone. */
export const placed = (alias: string) => `${recordOf(alias).name} 300 CNAME ${recordOf(alias).value}`;

export async function givenRecords(scene: Scene): Promise<void> {
  await scene.requests.addEvidence(
    REQUEST_ID,
    ALIASES.map((alias) => ({ alias, kind: 'record', at: CREATED, seen: recordOf(alias) })),
  );
}

/** DescribeCertificate's answer. */
export function describedAs(
  status: 'PENDING_DOMAIN_VALIDATION' | 'SUCCESS' | 'FAILED' | undefined,
  requestedAt = CREATED,
) {
  const RequestedAt = new Date(requestedAt);
  const UpdateSummary = { Status: status, Type: 'DOMAIN_VALIDATION_METHOD' as const, RequestedAt };
  return { Certificate: { CertificateArn: CERTIFICATE, Status: 'ISSUED' as const, ...(status && { UpdateSummary }) } };
}
