/**
 * FinishMigration: how the migration ended, told on the request, of each name, and to the contacts. From then on the request is one by
 * DNS, or it is as before: no end of a migration takes anything off the air.
 */

import type { Finding } from '../../core/condition.ts';
import { migrationEnded } from '../../core/letters/migration.ts';
import { isMigrationEnd, type Migration, type MigrationEnd, migrationEndInWords } from '../../core/migration.ts';
import {
  CANCELED,
  type CertificateRequest,
  certificateNames,
  type FoundCondition,
  type Happening,
} from '../../core/request.ts';
import { isOver } from '../../core/status.ts';
import { withTurn } from '../../core/turn.ts';
import { createOpsCenter } from '../clients/ops-center.ts';
import { createTable } from '../clients/table.ts';
import { askOnCall } from '../duties/ask-on-call.ts';
import { createPost, tellContacts } from '../duties/tell-contacts.ts';
import { type Create, endingStep } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const post = createPost(env, table);
  const { requests, consoleUrl } = post;
  const opsCenter = createOpsCenter(env);

  return endingStep('FinishMigration', env, async ({ requestId, now, ending }) => {
    const reason = endOf(ending);
    const { facts = {} } = ending;
    const before = await requests.require(requestId);
    const told = { ...migrationEndInWords({ reason, facts }), reason, request: before, consoleUrl };
    if (before.migration?.end === null) await askOnCall(opsCenter, told);
    const request = await requests.change(requestId, (present) =>
      present.migration && present.migration.end === null
        ? ended(present, present.migration, { reason, facts, at: now.toISOString() })
        : undefined,
    );
    const { migration } = request;
    if (migration?.end && reason !== 'MigrationNeedless') {
      const letter = migrationEnded(request, migration.end, consoleUrl);
      await tellContacts(post, request, `migration ${migration.n} ended`, letter, now);
    }
    return { reason };
  });
};

/** The machine hands over how the states before it ended. */
function endOf({ verdict, reason }: { verdict?: string | undefined; reason?: string | undefined }): MigrationEnd {
  if (verdict === 'met' || verdict === 'migrated') return 'Migrated';
  if (verdict === 'ended' && isMigrationEnd(reason)) return reason;
  if (verdict === CANCELED.verdict && reason === CANCELED.reason) return 'MigrationNeedless'; // its site is retired
  throw new Error(`no migration ends as ${verdict} ${reason}`);
}

function ended(request: CertificateRequest, migration: Migration, end: NonNullable<Migration['end']>): Happening {
  const done = end.reason === 'Migrated';
  return withTurn(request, {
    type: 'MigrationEnded',
    at: end.at,
    by: 'service',
    text: migrationEndInWords(end).message,
    set: {
      migration: {
        ...migration,
        state: done ? 'DONE' : 'ENDED',
        windowUntil: null,
        seen: done ? migration.records : migration.seen,
        end,
      },
      ...(done && { method: 'DNS' as const }),
      ...(isShown(request) && !isOver(request) && { step: 'FinishMigration' }),
    },
    conditions: conditionsAtEnd(request, done),
  });
}

/** Another job of the request, or a failure, may be what people are to see. */
function isShown({ step }: CertificateRequest): boolean {
  return step === 'AwaitDnsRecords' || step === 'AwaitMigration';
}

function conditionsAtEnd(request: CertificateRequest, done: boolean): FoundCondition[] {
  return certificateNames(request).flatMap((alias): FoundCondition[] => {
    const { record, value } = request.conditions[alias]?.migration?.facts ?? {};
    if (!record || !value) return []; // ACM never named one
    const finding: Finding = {
      reason: done ? 'MigratedToDns' : 'MigrationNotDone',
      facts: { alias, record, value },
    };
    return [{ alias, name: 'migration', finding }];
  });
}
