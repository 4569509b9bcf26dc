/**
 * The operations of the API, each defined once: name, REST route, input. Handlers, OpenAPI, the console's client and the
 * CLI follow from here. An input is one flat object of path, query and body parameters; unknown ones are refused.
 */
import { isIP } from 'node:net';
import * as z from 'zod';
import { prefixProblem } from '../alias.ts';
import { LABEL, LABEL_OCTETS } from '../domain-name.ts';
import type { ErrorCode } from '../errors.ts';
import { ORPHAN_KINDS } from '../orphan.ts';
import { Page } from '../page.ts';
import type { RequiredPermission } from '../principal.ts';
import { DNS_BY_DEFAULT_FROM, EMAIL_SUNSET } from '../sunset.ts';
import {
  CertificatesAnswer,
  CheckAgainAnswer,
  ContinuedRequest,
  CoverageAnswer,
  DomainsAnswer,
  HealthAnswer,
  HistoryAnswer,
  OrphanDeleted,
  OrphansAnswer,
  PlanAnswer,
  PreflightAnswer,
  RequestView,
  ResendAnswer,
  SiteAnswer,
  SitesAnswer,
  StartedRequest,
} from './answers.ts';
import { MigrationsAnswer } from './answers-migration.ts';
import { RenewalsAnswer } from './answers-renewal.ts';
import { TicketsAnswer, TicketView } from './answers-ticket.ts';
import { ACCESS_OPERATIONS, ApiKey, PartnerId } from './operations-access.ts';
import { NOTIFY_OPERATIONS } from './operations-notify.ts';
import { line, Request, Site } from './place-parameters.ts';

const Prefix = z
  .string()
  .superRefine((prefix, context) => {
    const problem = prefixProblem(prefix);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  .describe('One DNS label, the same for all domains of the site')
  .meta({ examples: ['login'], maxLength: LABEL_OCTETS, pattern: `^(?!..--)${LABEL.source.slice(1)}` });
const Method = z
  .enum(['EMAIL', 'DNS'])
  .describe(
    `How AWS makes sure of each name: a mail to approve, or a CNAME to add. EMAIL by default, DNS from ${DNS_BY_DEFAULT_FROM}; EMAIL until ${EMAIL_SUNSET.lastRequests}`,
  );
const SsoGroup = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must consist of at most 64 letters, digits, hyphens and underscores');
/** Who is told by it must be one that the caller names: no user and password in the address, no plain HTTP. */
const WebhookUrl = z
  .string()
  .max(2048)
  .refine(isWebhookUrl, 'must be an https:// address of a host name, without user, password and fragment')
  .describe('Where changes of status are to be posted')
  .meta({ examples: ['https://hooks.example.com/certificates'] });
const MailAddress = z.email().max(254); // RFC 5321 section 4.5.3.1.3: a path has 256 octets with its brackets

/** More trusted URLs than this are refused: 100 names is the most that ACM puts into one certificate, at any quota. */
const MAX_URLS = 100;
/** URLs longer than this are no site URLs; browsers stop at about the same length. */
const MAX_URL_LENGTH = 2048;

const DataCenter = z
  .string()
  .max(20)
  .describe('us1, eu1 or au1; cannot be changed')
  .meta({ examples: ['us1'] });
const SiteUrl = z
  .string()
  .min(1)
  .max(MAX_URL_LENGTH)
  .meta({ examples: ['https://www.example.com'] });

const TicketId = z.string().max(64).describe('The id of the OpsItem');
const Ticket = { ticketId: TicketId.meta({ examples: ['oi-0123456789ab'] }) };

/** 100 names are the most that ACM puts into one certificate, at any quota, and the most that a distribution has by default. */
const Names = z.array(z.string().max(253)).max(MAX_URLS);
const Without = Names.describe('Aliases of eligible domains to leave out').meta({ examples: [[]] });
const OffAir = Names.describe(
  'Names that serve now and may go off the air: each that the new certificate does not name',
).meta({ examples: [[]] });

function isWebhookUrl(text: string): boolean {
  const url = URL.parse(text);
  const named = url?.protocol === 'https:' && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0;
  return named && url.username === '' && url.password === '' && url.hash === '';
}

interface Definition {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  path: string;
  /** HTTP status when it went well. */
  success: 200 | 201 | 202;
  summary: string;
  permission: RequiredPermission;
  /** What it refuses for reasons of its own, besides what every call can be refused for. */
  errors: readonly ErrorCode[];
  output: z.ZodType;
  input: z.ZodObject;
}

export const OPERATIONS = {
  'sites.register': {
    method: 'PUT',
    path: '/sites/{siteId}',
    success: 200,
    summary: 'Registers a site or changes its trusted site URLs, name, contacts, SSO group and webhook',
    permission: 'sites.write',
    errors: ['SiteIdTaken', 'SiteChanged', 'SiteRetired', 'ApiKeyTaken', 'DataCenterUnsupported'],
    output: SiteAnswer,
    input: z.strictObject({
      ...Site,
      apiKey: ApiKey.describe('The site’s API key, never reused; cannot be changed'),
      partnerId: PartnerId.optional().describe(
        'Whose site it is: the caller’s own, or for the vendor any; cannot be changed',
      ),
      name: line(200).meta({ examples: ['Acme'] }),
      dataCenter: DataCenter,
      trustedSiteUrls: z.array(SiteUrl).min(1).max(MAX_URLS),
      contacts: z.array(MailAddress).max(10).default([]),
      ssoGroup: SsoGroup.optional().describe('Sites of one partner that share their sign-in name the same group'),
      webhookUrl: WebhookUrl.optional(),
    }),
  },
  'sites.get': {
    method: 'GET',
    path: '/sites/{siteId}',
    success: 200,
    summary: 'One site',
    permission: 'sites.read',
    errors: ['SiteUnknown'],
    output: SiteAnswer,
    input: z.strictObject(Site),
  },
  'sites.list': {
    method: 'GET',
    path: '/sites',
    success: 200,
    summary: 'All sites that the caller may see',
    permission: 'sites.read',
    errors: [],
    output: SitesAnswer,
    input: z.strictObject(Page),
  },
  'sites.listTrustedDomains': {
    method: 'GET',
    path: '/sites/{siteId}/trusted-domains',
    success: 200,
    summary: 'Trusted domains, eligible or not and why; with a prefix, the aliases and the records to add',
    permission: 'sites.read',
    errors: ['SiteUnknown'],
    output: DomainsAnswer,
    input: z.strictObject({ ...Site, prefix: Prefix.optional() }),
  },
  'sites.setPrefix': {
    method: 'PUT',
    path: '/sites/{siteId}/prefix',
    success: 200,
    summary: 'Activates the prefix; possible only when every alias serves',
    permission: 'sites.write',
    errors: ['SiteUnknown', 'SiteRetiring', 'SiteRetired', 'NotReady'],
    output: SiteAnswer,
    input: z.strictObject({ ...Site, prefix: Prefix }),
  },
  'sites.clearPrefix': {
    method: 'DELETE',
    path: '/sites/{siteId}/prefix',
    success: 200,
    summary: 'Deactivates the prefix; the certificate goes on serving',
    permission: 'sites.write',
    errors: ['SiteUnknown', 'PrefixNotSet'],
    output: SiteAnswer,
    input: z.strictObject(Site),
  },
  'sites.ssoCoverage': {
    method: 'GET',
    path: '/sites/{siteId}/sso-coverage',
    success: 200,
    summary: 'Which sites of the SSO group have an active prefix, and which lack one',
    permission: 'sites.read',
    errors: ['SiteUnknown'],
    output: CoverageAnswer,
    input: z.strictObject(Site),
  },
  'sites.retire': {
    method: 'POST',
    path: '/sites/{siteId}/retire',
    success: 202,
    summary:
      'Ends a site: deactivates the prefix, cancels what is on its way, waits until no DNS name leads here, then takes all away',
    permission: 'sites.write',
    errors: ['SiteUnknown'],
    output: SiteAnswer,
    input: z.strictObject(Site),
  },
  'sites.keep': {
    method: 'POST',
    path: '/sites/{siteId}/keep',
    success: 200,
    summary: 'Withdraws a retirement; possible until the names are taken away',
    permission: 'sites.write',
    errors: ['SiteUnknown', 'NotRetiring', 'SiteRetired'],
    output: SiteAnswer,
    input: z.strictObject(Site),
  },
  'certificates.preflight': {
    method: 'POST',
    path: '/sites/{siteId}/preflight',
    success: 200,
    summary: 'Checks everything that can be known before a request, and starts nothing',
    permission: 'certificates.read',
    errors: ['SiteUnknown', 'NoEligibleDomains', 'EmailValidationEnded'],
    output: PreflightAnswer,
    input: z.strictObject({ ...Site, prefix: Prefix, method: Method.optional() }),
  },
  'certificates.plan': {
    method: 'POST',
    path: '/sites/{siteId}/plan',
    success: 200,
    summary: 'What generate would do: names added, kept and taken off the air, who must act, and when it would serve',
    permission: 'certificates.read',
    errors: ['SiteUnknown', 'NoEligibleDomains', 'EmailValidationEnded'],
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
    errors: [
      'SiteUnknown',
      'SiteRetiring',
      'SiteRetired',
      'NoEligibleDomains',
      'EmailValidationEnded',
      'PreflightFailed',
      'QuotaTooSmall',
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
      'Ends a request that is on its way and goes on without some of its names; refused without names, it says which block the rest',
    permission: 'certificates.write',
    errors: [
      'SiteUnknown',
      'SiteRetiring',
      'SiteRetired',
      'RequestUnknown',
      'NotContinuable',
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
    summary: 'Looks now at whatever the request waits for, and sets going what stands still beside it',
    permission: 'certificates.write',
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
      'The next renewal of every certificate that serves, what ends first first: who must act, from when, until when',
    permission: 'certificates.read',
    errors: [],
    output: RenewalsAnswer,
    input: z.strictObject(Page),
  },
  'tickets.list': {
    method: 'GET',
    path: '/tickets',
    success: 200,
    summary: "On-call's tickets, newest first",
    permission: 'tickets',
    errors: [],
    output: TicketsAnswer,
    input: z.strictObject({ status: z.enum(['open', 'closed', 'all']).default('open'), ...Page }),
  },
  'tickets.get': {
    method: 'GET',
    path: '/tickets/{ticketId}',
    success: 200,
    summary: 'One ticket: what is held by whom, what was seen, the case for AWS Support, what to do next',
    permission: 'tickets',
    errors: ['TicketUnknown', 'TicketOfRenewal'],
    output: TicketView,
    input: z.strictObject(Ticket),
  },
  'tickets.note': {
    method: 'POST',
    path: '/tickets/{ticketId}/notes',
    success: 200,
    summary: 'Adds what on-call saw or did, for instance the id of the case at AWS Support',
    permission: 'tickets',
    errors: ['TicketUnknown', 'TicketOfRenewal', 'TicketClosed'],
    output: TicketView,
    input: z.strictObject({
      ...Ticket,
      text: z.string().min(1).max(4000),
      supportCaseId: line(100).optional(),
    }),
  },
  'tickets.resolve': {
    method: 'POST',
    path: '/tickets/{ticketId}/resolve',
    success: 202,
    summary:
      'resolve: AWS says that the names are moved, we look at once; handBack: the customer must act; giveUp: the request ends',
    permission: 'tickets',
    errors: ['TicketUnknown', 'TicketOfRenewal', 'TicketClosed'],
    output: TicketView,
    input: z.strictObject({
      ...Ticket,
      decision: z.enum(['resolve', 'handBack', 'giveUp']),
      note: z.string().min(1).max(1000).describe('What the customer reads as the reason'),
    }),
  },
  'orphans.list': {
    method: 'GET',
    path: '/orphans',
    success: 200,
    summary: 'What belongs to nobody any more: certificates, distributions, target records, claims, waits',
    permission: 'tickets',
    errors: [],
    output: OrphansAnswer,
    input: z.strictObject({}),
  },
  'orphans.delete': {
    method: 'POST',
    path: '/orphans/delete',
    success: 200,
    summary: 'Deletes an orphan that certainly serves nobody; one in doubt is refused',
    permission: 'tickets',
    errors: ['OrphanUnknown', 'OrphanInDoubt'],
    output: OrphanDeleted,
    input: z.strictObject({
      kind: z.enum(ORPHAN_KINDS),
      id: z.string().min(1).max(500).describe('As orphans.list shows it'),
    }),
  },
  health: {
    method: 'GET',
    path: '/health',
    success: 200,
    summary: 'Alive, and what it depends on',
    permission: 'public',
    errors: [],
    output: HealthAnswer,
    input: z.strictObject({}),
  },
  ...NOTIFY_OPERATIONS,
  ...ACCESS_OPERATIONS,
} as const satisfies Record<string, Definition>;

export type OperationName = keyof typeof OPERATIONS;
export type InputOf<Name extends OperationName> = z.output<(typeof OPERATIONS)[Name]['input']>;
/** What it answers when it went well. */
export type Answers = { [Name in OperationName]: z.output<(typeof OPERATIONS)[Name]['output']> };
