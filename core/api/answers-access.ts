/** What the operations that say who may call answer. Same rule as core/api/answers-certificates.ts. */
import * as z from 'zod';
import { PERMISSIONS, ROLES, type Role } from '../principal.ts';
import { Instant, NextCursor } from './fields.ts';

const UserKey = z.string().meta({ examples: ['0123456789abcdef01234567'] });
const UID = z.string().meta({ examples: ['ann'] });
const OwnerId = z
  .string()
  .nullable()
  .describe('Null: the vendor itself')
  .meta({ examples: ['acme'] });
const SitesOf = z.union([z.literal('*'), z.array(z.string()).readonly()]).meta({ examples: ['*'] });
const Permissions = z.array(z.enum(PERMISSIONS)).readonly();

const applicationFields = {
  userKey: UserKey,
  kind: z.enum(['application', 'signing']),
  name: z.string().meta({ examples: ['Nightly job'] }),
  description: z.string(),
  partnerId: OwnerId,
  sites: SitesOf,
  permissions: Permissions,
  previousUntil: Instant.optional().describe('Until then the secret before the last rotation counts too'),
  createdAt: Instant,
  createdBy: z.string(),
  deletedAt: Instant.optional(),
  deletedBy: z.string().optional(),
};

export const ApplicationAnswer = z.strictObject(applicationFields).meta({ id: 'Application' });
export const ApplicationWithSecret = z
  .strictObject({ ...applicationFields, secret: z.string().describe('BASE64. Shown only once') })
  .meta({ id: 'ApplicationWithSecret' });
export const ApplicationsAnswer = z.strictObject({ applications: z.array(ApplicationAnswer), nextCursor: NextCursor });

export const MemberAnswer = z
  .strictObject({
    UID,
    partnerId: OwnerId,
    role: z.enum(Object.keys(ROLES) as [Role, ...Role[]]),
    sites: SitesOf,
    setAt: Instant,
    setBy: z.string(),
  })
  .meta({ id: 'Member' });
export const MembersAnswer = z.strictObject({ members: z.array(MemberAnswer), nextCursor: NextCursor });

const AuditEntryAnswer = z
  .strictObject({
    at: Instant,
    callId: z.string(),
    operation: z.string().describe('- for a call of none'),
    principal: z
      .strictObject({ kind: z.enum(['application', 'member', 'platform']), id: z.string(), partnerId: OwnerId })
      .nullable()
      .describe('Null where nobody has proven who it is'),
    claimed: z.string().optional().describe('The user key that the call named without proof'),
    sourceIp: z.string(),
    outcome: z.string().describe('OK, or the code of the problem'),
    errorCode: z.int(),
    reason: z.string().optional(),
    siteId: z.string().optional(),
    requestId: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).readonly().describe('Null: given, and its value is not kept'),
  })
  .meta({ id: 'AuditEntry' });
export const AuditAnswer = z.strictObject({ entries: z.array(AuditEntryAnswer), nextCursor: NextCursor });

const sessionFields = {
  UID,
  apiKey: z.string(),
  partnerId: OwnerId,
  sites: SitesOf,
  permissions: Permissions,
  loggedInAt: Instant,
  expiresAt: Instant.describe('Unless something is called before'),
  endsAt: Instant,
};
export const SessionAnswer = z.strictObject(sessionFields).meta({ id: 'Session' });
export const BegunSession = z
  .strictObject({ ...sessionFields, location: z.string().describe('Where the person goes on') })
  .meta({ id: 'BegunSession' });
export const LoggedOut = z.strictObject({ signedIn: z.literal(false) });

export const SignatureVerdict = z.strictObject({
  valid: z.boolean(),
  reason: z.string().optional().describe('Why not'),
});
export const ExchangedSignature = z.strictObject({
  UID,
  UIDSignature: z.string(),
  signatureTimestamp: z.string(),
});
