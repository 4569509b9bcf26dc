/** The operations on certificate requests: to plan, begin, follow and end one, and what all of them wait for. */
import * as z from 'zod';
import { Page } from '../page.ts';
import { DNS_BY_DEFAULT_FROM, EMAIL_SUNSET } from '../sunset.ts';
import {
  CertificatesAnswer,
  CheckAgainAnswer,
  ContinuedRequest,
  HistoryAnswer,
  PlanAnswer,
  PreflightAnswer,
  RequestView,
  ResendAnswer,
  StartedRequest,
} from './answers-certificates.ts';
import { MigrationsAnswer } from './answers-migration.ts';
import { RenewalsAnswer } from './answers-renewal.ts';
import type { Operation } from './operations.ts';
import { Prefix, Request, Site } from './parameters.ts';

const Method = z
  .enum(['EMAIL', 'DNS'])
  .describe(
    `How AWS makes sure of each name: a mail to approve, or a CNAME to add. EMAIL by default, DNS from ${DNS_BY_DEFAULT_FROM}; EMAIL until ${EMAIL_SUNSET.lastRequests}`,
  );

/** 100 names are the most that ACM puts into one certificate, at any quota, and the most that a distribution has by default. */
const Names = z.array(z.string().max(253)).max(100);
const Without = Names.describe('Aliases of eligible domains to leave out').meta({ examples: [[]] });
const OffAir = Names.describe(
  'Names that serve now and may go off the air: each that the new certificate does not name',
).meta({ examples: [[]] });

/**
 * One that has each name asked for, a hundred at most, at name servers of strangers and at the edge: up to some thousands of packets. Or one
 * that waits ten seconds for a server of the caller's. At 1,200 calls a minute (infra/stages.ts) it is sixty of these: more than a person
 * types, too few to be turned against a server, or to keep others from a function.
 */
export const ASKS_THE_WORLD = 20;

export const CERTIFICATES_OPERATIONS = {
  'certificates.preflight': {
    method: 'POST',
    path: '/sites/{siteId}/preflight',
    success: 200,
    summary: 'Checks everything that can be known before a request, and starts nothing',
    permission: 'certificates.read',
    weight: ASKS_THE_WORLD,
    errors: ['SiteUnknown', 'SiteRetired', 'NoEligibleDomains', 'EmailValidationEnded'],
    output: PreflightAnswer,
    input: z.strictObject({ ...Site, prefix: Prefix, method: Method.optional() }),
  },
  'certificates.plan': {
    method: 'POST',
    path: '/sites/{siteId}/plan',
    success: 200,
    summary: 'What generate would do: names added, kept and taken off the air, who must act, and when it would serve',
    permission: 'certificates.read',
    weight: ASKS_THE_WORLD,
    errors: ['SiteUnknown', 'SiteRetired', 'NoEligibleDomains', 'EmailValidationEnded'],
    output: PlanAnswer,
    input: z.strictObject({
      ...Site,
      prefix: Prefix.optional().describe(
        'By default the prefix that is active, else that of the certificate that serves',
      ),
      method: Method.optional(),
      without: Without.default([]),
    }),
  },
  'certificates.generate': {
    method: 'POST',
    path: '/sites/{siteId}/certificates',
    success: 202,
    summary: 'Starts a certificate request for all aliases',
    permission: 'certificates.write',
    weight: ASKS_THE_WORLD,
    errors: [
      'SiteUnknown',
      'SiteRetiring',
      'SiteRetired',
      'NoEligibleDomains',
      'EmailValidationEnded',
      'PreflightFailed',
      'QuotaTooSmall',
      'RequestedTooOften',
      'RequestRunning',
      'OffAirWithoutConsent',
    ],
    output: StartedRequest,
    input: z.strictObject({
      ...Site,
      prefix: Prefix,
      method: Method.optional(),
      onFindings: z
        .enum(['refuse', 'wait'])
        .default('refuse')
        .describe('refuse: 409 with all findings; wait: start when they are mended'),
      without: Without.default([]),
      offAir: OffAir.default([]),
    }),
  },
  'certificates.continueWithout': {
    method: 'POST',
    path: '/sites/{siteId}/certificates/{requestId}/continue-without',
    success: 202,
    summary:
      'Ends a request that is on its way and goes on without some of its names; a call that names none is refused, and told which names block the rest',
    permission: 'certificates.write',
    errors: [
      'SiteUnknown',
      'SiteRetiring',
      'SiteRetired',
      'RequestUnknown',
      'NotContinuable',
      'RequestedTooOften',
      'WithoutUnclear',
      'OffAirWithoutConsent',
      'EmailValidationEnded',
    ],
    output: ContinuedRequest,
    input: z.strictObject({ ...Request, without: Without.default([]), offAir: OffAir.default([]) }),
  },
  'certificates.list': {
    method: 'GET',
    path: '/sites/{siteId}/certificates',
    success: 200,
    summary: 'The certificate requests of a site, newest first',
    permission: 'certificates.read',
    errors: ['SiteUnknown'],
    output: CertificatesAnswer,
    input: z.strictObject({ ...Site, ...Page }),
  },
  'certificates.get': {
    method: 'GET',
    path: '/sites/{siteId}/certificates/{requestId}',
    success: 200,
    summary: 'One certificate request: status, who must act, until when, every condition of every alias',
    permission: 'certificates.read',
    errors: ['SiteUnknown', 'RequestUnknown'],
    output: RequestView,
    input: z.strictObject(Request),
  },
  'certificates.history': {
    method: 'GET',
    path: '/sites/{siteId}/certificates/{requestId}/history',
    success: 200,
    summary: 'What happened to a request, oldest first',
    permission: 'certificates.read',
    errors: ['SiteUnknown', 'RequestUnknown'],
    output: HistoryAnswer,
    input: z.strictObject(Request),
  },
  'certificates.resend': {
    method: 'POST',
    path: '/sites/{siteId}/certificates/{requestId}/resend',
    success: 202,
    summary: 'Sends the approval mail again, for one alias or for all that wait',
    permission: 'certificates.write',
    errors: ['SiteUnknown', 'RequestUnknown', 'ValidatedByDns', 'NothingToResend', 'ResentRecently'],
    output: ResendAnswer,
    input: z.strictObject({ ...Request, alias: z.string().max(253).optional() }),
  },
  'certificates.checkAgain': {
    method: 'POST',
    path: '/sites/{siteId}/certificates/{requestId}/check-again',
    success: 202,
    summary: 'Looks now at whatever the request waits for, and sets going what stands still',
    permission: 'certificates.write',
    weight: ASKS_THE_WORLD,
    errors: ['SiteUnknown', 'RequestUnknown'],
    output: CheckAgainAnswer,
    input: z.strictObject(Request),
  },
  'certificates.cancel': {
    method: 'POST',
    path: '/sites/{siteId}/certificates/{requestId}/cancel',
    success: 202,
    summary: 'Cancels a request that is on its way; it is CANCELED when nothing of it is left',
    permission: 'certificates.write',
    errors: ['SiteUnknown', 'RequestUnknown', 'NotCancelable'],
    output: RequestView,
    input: z.strictObject(Request),
  },
  'certificates.askForHelp': {
    method: 'POST',
    path: '/sites/{siteId}/certificates/{requestId}/ask-for-help',
    success: 202,
    summary: 'The held names cannot be released by the customer: the vendor asks AWS to move their ownership',
    permission: 'certificates.write',
    errors: ['SiteUnknown', 'RequestUnknown', 'NotAwaitingRelease', 'NothingHeld'],
    output: RequestView,
    input: z.strictObject(Request),
  },
  'certificates.migrateToDns': {
    method: 'POST',
    path: '/sites/{siteId}/certificates/{requestId}/migrate-to-dns',
    success: 202,
    summary:
      'Moves a certificate that serves from e-mail to DNS validation; it stays the same, and serves all the while',
    permission: 'certificates.write',
    errors: ['SiteUnknown', 'RequestUnknown', 'NotMigratable'],
    output: RequestView,
    input: z.strictObject(Request),
  },
  'migrations.list': {
    method: 'GET',
    path: '/migrations',
    success: 200,
    summary:
      'Certificates that are still validated by e-mail, by the last day on which they can be moved to DNS without harm',
    permission: 'certificates.read',
    errors: [],
    output: MigrationsAnswer,
    input: z.strictObject({
      status: z.enum(['open', 'done', 'all']).default('open').describe('open: still by e-mail; done: moved'),
      ...Page,
    }),
  },
  'renewals.list': {
    method: 'GET',
    path: '/renewals',
    success: 200,
    summary:
      'The next renewal of every certificate that serves, by the end of the certificate: who must act, from when, until when',
    permission: 'certificates.read',
    errors: [],
    output: RenewalsAnswer,
    input: z.strictObject(Page),
  },
} as const satisfies Record<string, Operation>;
