/**
 * What the operations on certificates answer, each shape defined once: what a handler may return, what OpenAPI says
 * and what clients read follow from these schemas. Inputs stand with the operations.
 */
import * as z from 'zod';
import { ALONGSIDE } from '../alongside.ts';
import { CONDITIONS } from '../condition.ts';
import { ENDINGS } from '../endings.ts';
import { MIGRATION_ENDINGS, type MigrationEnd } from '../migration.ts';
import { REASONS, type ReasonCode } from '../reasons.ts';
import type { EndReason } from '../request.ts';
import { METHODS, STATUSES } from '../status.ts';
import { WARNINGS, type Warning } from '../sunset.ts';
import { RenewalView } from './answers-renewal.ts';
import {
  Actor,
  Instant,
  keysOf,
  MigrationStateName,
  Name,
  NextCursor,
  RequestId,
  SiteId,
  Standstill,
} from './fields.ts';

const ReasonName = keysOf<ReasonCode>(REASONS).meta({ id: 'ReasonCode' });
/** What was seen, by the names that the reason's texts use. */
const Facts = z.record(z.string(), z.string()).readonly();

const ConditionView = z
  .strictObject({
    status: z.enum(['True', 'False', 'Unknown']),
    reason: ReasonName,
    message: z.string(),
    remedy: z.string(),
    actor: Actor,
    lastChange: Instant,
    facts: Facts,
  })
  .meta({ id: 'Condition', description: 'One fact about one alias. Unknown is never False.' });
export type ConditionView = z.infer<typeof ConditionView>;

const Conditions = z.partialRecord(z.enum(CONDITIONS), ConditionView);

const AliasView = z
  .strictObject({
    alias: Name,
    conditions: Conditions,
    addresses: z
      .array(z.string())
      .readonly()
      .describe('The addresses that got the approval mail, as AWS reported them'),
    validationRecord: z
      .strictObject({ name: z.string(), type: z.literal('CNAME'), value: z.string() })
      .nullable()
      .describe('The CNAME that validates the name by DNS'),
  })
  .meta({ id: 'Alias' });
export type AliasView = z.infer<typeof AliasView>;

const MigrationView = z
  .strictObject({
    n: z.int().describe('The first, second ... of the request'),
    state: MigrationStateName,
    startedAt: Instant,
    until: Instant.describe('Until when the records may come to stand'),
    windows: z.int().describe('How often AWS has begun to look, 72 hours each time'),
    windowUntil: Instant.nullable().describe('Until when AWS looks; null while it does not'),
    records: z.int().describe('Records that AWS has named'),
    seen: z.int().describe('Those of them that we see in the DNS'),
    end: z
      .strictObject({
        reason: keysOf<MigrationEnd>(MIGRATION_ENDINGS),
        at: Instant,
        actor: Actor,
        message: z.string(),
        remedy: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'Migration', description: 'From e-mail to DNS validation, while the certificate serves' });
export type MigrationView = z.infer<typeof MigrationView>;

const requestFields = {
  requestId: RequestId,
  siteId: SiteId,
  prefix: z.string().meta({ examples: ['login'] }),
  target: z.string().meta({ examples: ['acme.sslproxy.us1.gigya.com'] }),
  method: z.enum(METHODS),
  createdAt: Instant,
  status: z.enum(STATUSES),
  alongside: z.array(z.enum(ALONGSIDE)).describe('What stands beside READY or ACTIVE'),
  step: z.string().describe('The state that is at work or waits'),
  waitingOn: Actor,
  since: Instant.describe('From when the present status, step and actor hold'),
  deadline: Instant.nullable().describe('Until when the actor has time'),
  certificateArn: z.string().nullable(),
  notAfter: Instant.nullable().describe('End of the certificate’s validity'),
  failing: z
    .strictObject({ ...Standstill.shape, message: z.string(), remedy: z.string() })
    .nullable()
    .describe('A technical failure: our on-call acts, or nobody can any more'),
  cancelAskedAt: Instant.nullable(),
  helpAskedAt: Instant.nullable(),
  moveId: z.string().nullable().describe('The ownership move that works, or last worked, for this request'),
  migration: MigrationView.nullable().describe('The latest migration to DNS validation'),
  replaces: z
    .string()
    .nullable()
    .describe('The request whose certificate serves until this one is proven')
    .meta({ examples: [null] }),
  replacedBy: z
    .string()
    .nullable()
    .describe('The request that has taken its place, or will as soon as this one has ended')
    .meta({ examples: [null] }),
  continues: z
    .string()
    .nullable()
    .describe('The request that it goes on with, less some of its names')
    .meta({ examples: [null] }),
  without: z.array(Name).readonly().describe('Names of trusted domains that it leaves out by the customer’s wish'),
  offAir: z.array(Name).readonly().describe('Names whose going off the air was consented to'),
  nextCheckAt: Instant.nullable().describe('When we look again by ourselves'),
  renewal: RenewalView.nullable().describe('The next renewal; null where nothing serves'),
  aliases: z.array(AliasView),
  leftOut: z
    .array(AliasView)
    .describe(
      'Names that it was to go on without, and that its certificate names still: they do not serve, and AWS asks for them again at each renewal',
    )
    .meta({ examples: [[]] }),
  failure: z
    .strictObject({ reason: keysOf<EndReason>(ENDINGS), actor: Actor, message: z.string(), remedy: z.string() })
    .nullable(),
};

export const RequestView = z.strictObject(requestFields).meta({ id: 'CertificateRequest' });
export type RequestView = z.infer<typeof RequestView>;

/** A request that somebody wants to go on without names. */
export const ContinuedRequest = z
  .strictObject({
    ...requestFields,
    approvalsLost: z
      .array(Name)
      .describe('Names whose approval is lost at AWS: those of them that go on must be approved again'),
  })
  .meta({ id: 'ContinuedRequest' });

const WarningView = z
  .strictObject({ code: keysOf<Warning['code']>(WARNINGS), message: z.string(), remedy: z.string() })
  .meta({ id: 'Warning', description: 'What should be known; it stops nothing' });

export const StartedRequest = z
  .strictObject({ ...requestFields, warnings: z.array(WarningView) })
  .meta({ id: 'StartedRequest' });

const QuotaProblem = z
  .strictObject({
    code: z.string(),
    quota: z.string(),
    region: z.string(),
    limit: z.int(),
    wanted: z.int(),
    message: z.string(),
    remedy: z.string(),
  })
  .meta({ id: 'QuotaProblem', description: 'A quota that is too small' });

const QuotaPlan = z
  .strictObject({
    names: z.int(),
    limit: z.int().nullable(),
    commonName: z.string(),
    aliasLimit: z.int().nullable(),
    certificatesLastYear: z.int(),
    certificatesPerYear: z.int().nullable(),
    problems: z.array(QuotaProblem).readonly(),
  })
  .meta({ id: 'QuotaPlan', description: 'Do the names fit into AWS’s quotas? Null: it could not be read' });

const seen = {
  clean: z.boolean().describe('Would generate start?'),
  blocked: z.array(Name).describe('Aliases that keep it from starting'),
  aliases: z.array(z.strictObject({ alias: Name, conditions: Conditions })),
};

/** What a refusal of generate tells: `findings` of its problem. */
export const Findings = z.strictObject(seen).meta({ id: 'Findings' });

/** What a refusal may tell besides its words, as it is: in problem details, and in the envelope of an error. */
export const ErrorDetails = z.strictObject({
  fields: z
    .array(z.strictObject({ field: z.string(), problem: z.string() }))
    .readonly()
    .optional()
    .describe('Of InvalidParameter: every problem of every field'),
  requestId: z.string().optional().describe('Of RequestRunning'),
  findings: Findings.optional().describe('Of PreflightFailed'),
  problems: z.array(QuotaProblem).readonly().optional().describe('Of QuotaTooSmall'),
  names: z.array(Name).readonly().optional().describe('Of OffAirWithoutConsent: what would go off the air'),
  blocking: z.array(Name).readonly().optional().describe('Of WithoutUnclear: what blocks the rest'),
});
export type ErrorDetails = z.infer<typeof ErrorDetails>;

export const PreflightAnswer = z.strictObject({
  ...seen,
  method: z.enum(METHODS),
  warnings: z.array(WarningView),
  plan: QuotaPlan,
});
/** As `findings` of a refusal too, which has neither method nor warnings nor plan. */
export type PreflightAnswer = z.infer<typeof Findings> & Partial<z.infer<typeof PreflightAnswer>>;

/** What generate would do. */
export const PlanAnswer = z.strictObject({
  siteId: SiteId,
  prefix: z.string().meta({ examples: ['login'] }),
  method: z.enum(METHODS),
  replaces: z.string().nullable().describe('The request whose certificate serves until the new one is proven'),
  added: z.array(Name).readonly().describe('Names that do not serve yet'),
  kept: z.array(Name).readonly().describe('Names that serve, and go on without a gap'),
  removed: z.array(Name).readonly().describe('Names that would go off the air: generate asks for each in offAir'),
  without: z.array(Name).readonly(),
  mails: z
    .array(
      z.strictObject({
        validationDomain: z
          .string()
          .describe('Whose mailboxes get the mails')
          .meta({ examples: ['example.com'] }),
        addresses: z.array(z.string()).readonly().describe('One of them must approve, name by name'),
        aliases: z.array(Name).readonly(),
      }),
    )
    .readonly()
    .describe('Who must click; empty with the method DNS'),
  records: z
    .array(
      z.strictObject({
        alias: Name,
        record: z
          .strictObject({ name: z.string(), type: z.literal('CNAME'), value: z.string() })
          .nullable()
          .describe('Null: AWS names it when the certificate is requested'),
        inPlace: z.boolean().describe('It stands already: nothing to do'),
      }),
    )
    .readonly()
    .describe('Validation records; empty with the method EMAIL'),
  finish: z
    .strictObject({ earliest: Instant, latest: Instant })
    .describe('When it serves: if everybody acts at once, and if they take all the time that AWS gives them'),
  findings: z.strictObject(seen),
  warnings: z.array(WarningView),
  plan: QuotaPlan,
});
export type PlanAnswer = z.infer<typeof PlanAnswer>;

const EventView = z
  .strictObject({
    seq: z.int(),
    type: z.string(),
    at: Instant,
    by: z.string().describe('service, or who called'),
    text: z.string(),
    set: z.record(z.string(), z.unknown()).optional().describe('Fields of the request that it changed'),
    conditions: z
      .array(
        z.strictObject({
          alias: Name,
          name: z.enum(CONDITIONS),
          finding: z.strictObject({ reason: ReasonName, facts: Facts }),
        }),
      )
      .readonly()
      .optional(),
  })
  .meta({ id: 'Event' });

export const HistoryAnswer = z.strictObject({
  events: z.array(EventView),
  proofs: z
    .array(z.strictObject({ alias: Name, kind: z.string(), at: Instant, seen: z.unknown() }))
    .describe('What each handshake with a name showed'),
});
export type HistoryAnswer = z.infer<typeof HistoryAnswer>;

export const CertificatesAnswer = z.strictObject({ certificates: z.array(RequestView), nextCursor: NextCursor });
export const ResendAnswer = z.strictObject({ planned: z.array(z.strictObject({ alias: Name, plannedAt: Instant })) });
export const CheckAgainAnswer = z.strictObject({ looking: z.boolean().describe('False: nothing is awaited') });
