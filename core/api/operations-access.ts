/**
 * The operations that say who may call: applications, members, sessions, the audit, and what of the signature library is served
 * over HTTP.
 */
import * as z from 'zod';
import { USER_KEY } from '../application.ts';
import { LABEL, LABEL_OCTETS } from '../domain-name.ts';
import { Page } from '../page.ts';
import { PERMISSIONS, ROLES, type Role } from '../principal.ts';
import {
  ApplicationAnswer,
  ApplicationsAnswer,
  ApplicationWithSecret,
  AuditAnswer,
  BegunSession,
  ExchangedSignature,
  LoggedOut,
  MemberAnswer,
  MembersAnswer,
  SessionAnswer,
  SignatureVerdict,
} from './answers-access.ts';
import { Instant } from './fields.ts';
import type { Operation } from './operations.ts';
import { ApiKey, line, PartnerId } from './parameters.ts';

/** Not `userKey`: in a signed call that is who calls. */
const TargetUserKey = z
  .string()
  .regex(USER_KEY, 'must be a user key as applications.create answers it')
  .describe('The key of an application')
  .meta({ examples: ['0123456789abcdef01234567'] });
/** A sort key of the table holds 1,024 bytes; so many characters fit in any writing. */
const UID = z
  .string()
  .min(1)
  .max(255)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  .refine((text) => text.isWellFormed() && !/[\x00-\x1f\x7f]/.test(text), 'must hold no control characters')
  .describe('A user’s id in its owner’s user base')
  .meta({ examples: ['ann'] });
const Sites = z
  .union([z.literal('*'), z.array(z.string().max(LABEL_OCTETS).regex(LABEL, 'must be a site id')).min(1).max(100)], {
    error: 'must be * or a list of 1 to 100 site ids',
  })
  .describe('Site ids, or * for all of the partner');
const Signed = {
  apiKey: ApiKey,
  UID,
  UIDSignature: z.string().max(100).describe('BASE64 of HMAC-SHA1: 28 characters'),
  signatureTimestamp: z.string().max(20).describe('Unix seconds'),
};
const PartnerFilter = PartnerId.optional().describe('The caller’s own, or for the vendor any');

/** A week: longer than any change of a secret takes that somebody works on. */
const LONGEST_OVERLAP_MINUTES = 7 * 24 * 60;
/** A day: every job that runs nightly has met the new secret. */
const OVERLAP_MINUTES = 24 * 60;

export const ACCESS_OPERATIONS = {
  'applications.create': {
    method: 'POST',
    path: '/applications',
    success: 201,
    summary: 'Makes an application; its secret is in this answer and in no other',
    permission: 'applications',
    holdsSecret: true,
    errors: ['SigningKeyExists'],
    output: ApplicationWithSecret,
    input: z.strictObject({
      name: line(100),
      description: z.string().max(500).default(''),
      kind: z
        .enum(['application', 'signing'])
        .default('application')
        .describe('signing: the owner’s own secret, which signs its people’s UIDs; one per owner, without permissions'),
      partnerId: PartnerFilter,
      sites: Sites.default('*'),
      permissions: z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length).default([]),
    }),
  },
  'applications.list': {
    method: 'GET',
    path: '/applications',
    success: 200,
    summary: 'The applications that the caller may see, oldest first',
    permission: 'applications',
    errors: [],
    output: ApplicationsAnswer,
    input: z.strictObject({ partnerId: PartnerFilter, ...Page }),
  },
  'applications.delete': {
    method: 'DELETE',
    path: '/applications/{targetUserKey}',
    success: 200,
    summary: 'Revokes an application: its next call fails',
    permission: 'applications',
    errors: ['ApplicationUnknown', 'OwnApplication'],
    output: ApplicationAnswer,
    input: z.strictObject({ targetUserKey: TargetUserKey }),
  },
  'applications.rotate': {
    method: 'POST',
    path: '/applications/{targetUserKey}/rotate',
    success: 200,
    summary: 'Makes a new secret; the old one stays valid for `overlapMinutes`, a day by default',
    permission: 'applications',
    holdsSecret: true,
    errors: ['ApplicationUnknown'],
    output: ApplicationWithSecret,
    input: z.strictObject({
      targetUserKey: TargetUserKey,
      overlapMinutes: z
        .int()
        .min(0)
        .max(LONGEST_OVERLAP_MINUTES)
        .default(OVERLAP_MINUTES)
        .describe('0: the present secret, and an older one, end at once'),
    }),
  },
  'members.set': {
    method: 'PUT',
    path: '/members',
    success: 200,
    summary: 'Gives a UID its role, or another one',
    permission: 'members',
    errors: [],
    output: MemberAnswer,
    input: z.strictObject({
      UID,
      partnerId: PartnerFilter,
      role: z.enum(Object.keys(ROLES) as [Role, ...Role[]]),
      sites: Sites.default('*'),
    }),
  },
  'members.list': {
    method: 'GET',
    path: '/members',
    success: 200,
    summary: 'The members of one partner, or the vendor’s own, by UID',
    permission: 'members',
    errors: [],
    output: MembersAnswer,
    input: z.strictObject({ partnerId: PartnerFilter, ...Page }),
  },
  'members.remove': {
    method: 'DELETE',
    path: '/members',
    success: 200,
    summary: 'Takes the role of a UID away; its sessions end with it',
    permission: 'members',
    errors: ['MemberUnknown'],
    output: MemberAnswer,
    input: z.strictObject({ UID, partnerId: PartnerFilter }),
  },
  'audit.list': {
    method: 'GET',
    path: '/audit',
    success: 200,
    summary: 'Who called what, from where, and how it ended; newest first',
    permission: 'audit',
    errors: [],
    output: AuditAnswer,
    input: z.strictObject({
      partnerId: PartnerFilter,
      siteId: z.string().max(LABEL_OCTETS).optional(),
      from: Instant.describe('RFC 3339, UTC').optional(),
      to: Instant.describe('RFC 3339, UTC').optional(),
      only: z.enum(['changes']).optional().describe('`changes`: no calls that read, but those that were refused'),
      ...Page,
    }),
  },
  'sessions.create': {
    method: 'POST',
    path: '/session',
    success: 201,
    summary: 'Begins a console session for a UID that its owner’s portal has signed',
    permission: 'public',
    takesForm: true,
    errors: ['SignatureExpired', 'WrongSignature', 'Replayed', 'NotAMember', 'LockedOut'],
    output: BegunSession,
    input: z.strictObject(Signed),
  },
  'sessions.get': {
    method: 'GET',
    path: '/session',
    success: 200,
    summary: 'Who is signed in, what it may do, and until when; or that nobody is',
    permission: 'public',
    errors: [],
    output: z.union([SessionAnswer, LoggedOut]),
    input: z.strictObject({}),
  },
  'sessions.delete': {
    method: 'DELETE',
    path: '/session',
    success: 200,
    summary: 'Logs out: the session ends here, not only in the browser',
    permission: 'public',
    errors: ['ForeignOrigin'],
    output: LoggedOut,
    input: z.strictObject({}),
  },
  'security.validateUserSignature': {
    method: 'POST',
    path: '/security/validateUserSignature',
    success: 200,
    summary: 'Says whether a signature of a UID is its owner’s, and fresh',
    permission: 'authenticated',
    errors: ['ApiKeyUnknown'],
    output: SignatureVerdict,
    input: z.strictObject(Signed),
  },
  'security.exchangeUIDSignature': {
    method: 'POST',
    path: '/security/exchangeUIDSignature',
    success: 200,
    summary: 'Signs a validated UID anew, with the secret of the application that calls',
    permission: 'authenticated',
    holdsSecret: true,
    errors: ['ApiKeyUnknown', 'SignatureExpired', 'WrongSignature'],
    output: ExchangedSignature,
    input: z.strictObject(Signed),
  },
} as const satisfies Record<string, Operation>;
