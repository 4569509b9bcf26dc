/** The operations on a site: what it is, its prefix, its end. */
import { isIP } from 'node:net';
import * as z from 'zod';
import { Page } from '../page.ts';
import { CoverageAnswer, DomainsAnswer, SiteAnswer, SitesAnswer } from './answers-sites.ts';
import type { Operation } from './operations.ts';
import { ApiKey, line, PartnerId, Prefix, Site } from './parameters.ts';

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

function isWebhookUrl(text: string): boolean {
  const url = URL.parse(text);
  const named = url?.protocol === 'https:' && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0;
  return named && url.username === '' && url.password === '' && url.hash === '';
}

export const SITES_OPERATIONS = {
  'sites.register': {
    method: 'PUT',
    path: '/sites/{siteId}',
    success: 200,
    summary: 'Registers a site or changes its trusted site URLs, name, contacts, SSO group and webhook',
    permission: 'sites.write',
    errors: ['SiteIdTaken', 'SiteChanged', 'SiteRetired', 'ApiKeyTaken', 'DataCenterUnsupported', 'PreconditionFailed'],
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
      'Ends a site: deactivates the prefix, cancels what is on its way, waits until no DNS name leads here, then takes everything away',
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
} as const satisfies Record<string, Operation>;
