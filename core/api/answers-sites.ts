/** What the operations on sites answer: a site as it stands, its records to add, and which sites of its group lack a prefix. */
import * as z from 'zod';
import { DATA_CENTER_IDS } from '../data-center.ts';
import { RETIREMENT_STATES } from '../retirement.ts';
import { Instant, Name, NextCursor, RequestId, SiteId, Standstill } from './fields.ts';

const TrustedDomain = z
  .strictObject({
    domain: z.string().meta({ examples: ['www.example.com'] }),
    eligible: z.boolean().describe('Can it get a certificate?'),
    why: z.string().optional().describe('Why not; absent when it can'),
  })
  .meta({ id: 'TrustedDomain', description: 'A host name taken from a trusted site URL' });

const Retirement = z
  .strictObject({
    execution: z.string().meta({ examples: ['acme-retire-1'] }),
    state: z
      .enum(RETIREMENT_STATES)
      .describe('AWAITING_DNS, KEPT and OVERDUE: everything goes on to serve. REMOVING, RETIRED: it is over'),
    askedAt: Instant,
    askedBy: z.string(),
    deadline: Instant.nullable().describe('Until when the customer’s DNS is waited for'),
    pointing: z.array(Name).readonly().describe('Names that led here at the last look'),
    unknown: z.array(Name).readonly().describe('Names whose servers did not tell'),
    lookedAt: Instant.nullable(),
    goneSince: Instant.nullable().describe('Since when all names are gone; an hour later the removal begins'),
    endedAt: Instant.nullable(),
    failing: Standstill.nullable(),
  })
  .meta({ id: 'Retirement', description: 'How the end of a site stands' });

export const SiteAnswer = z
  .strictObject({
    siteId: SiteId,
    apiKey: z.string().meta({ examples: ['3_acme-example-key'] }),
    partnerId: z.string().meta({ examples: ['acme'] }),
    name: z.string().meta({ examples: ['Acme'] }),
    dataCenter: z.enum(DATA_CENTER_IDS),
    trustedSiteUrls: z.array(z.string().meta({ examples: ['https://www.example.com'] })).readonly(),
    contacts: z.array(z.string().meta({ examples: ['it@example.com'] })).readonly(),
    createdAt: Instant,
    ssoGroup: z.string().optional(),
    webhookUrl: z.string().optional(),
    apiDomainPrefix: z
      .string()
      .nullable()
      .describe('The active prefix')
      .meta({ examples: ['login'] }),
    cnameTarget: z
      .string()
      .nullable()
      .describe('What every alias points to; null until the distribution behind it exists')
      .meta({ examples: ['acme.sslproxy.us1.gigya.com'] }),
    trustedDomains: z.array(TrustedDomain),
    certificateOutdated: z
      .strictObject({
        requestId: RequestId,
        notCovered: z.array(Name).readonly().describe('Aliases of trusted domains that the certificate does not name'),
        noLongerTrusted: z.array(Name).readonly().describe('Its names whose domains are not trusted any more'),
      })
      .nullable()
      .optional()
      .describe(
        'How the certificate that serves differs from the trusted domains; null: it fits. Only of one site, not in lists',
      ),
    retirement: Retirement.nullable().describe('Null: the site was never to end'),
  })
  .meta({ id: 'Site' });
export type SiteAnswer = z.infer<typeof SiteAnswer>;

export const DomainsAnswer = z.strictObject({
  trustedDomains: z.array(TrustedDomain),
  cnameTarget: z.string().meta({ examples: ['acme.sslproxy.us1.gigya.com'] }),
  aliases: z.array(Name).describe('Empty without a prefix, as the records are'),
  records: z.array(z.strictObject({ name: Name, type: z.string().meta({ examples: ['CNAME'] }), value: z.string() })),
  zoneFile: z.string().describe('The records in zone file syntax'),
});
export type DomainsAnswer = z.infer<typeof DomainsAnswer>;

export const SitesAnswer = z.strictObject({ sites: z.array(SiteAnswer), nextCursor: NextCursor });

export const CoverageAnswer = z.strictObject({
  ssoGroup: z.string().nullable().describe('Null: the site shares its sign-in with none'),
  sites: z.array(z.strictObject({ siteId: SiteId, name: z.string(), apiDomainPrefix: z.string().nullable() })),
  lacking: z.array(SiteId).describe('Sites of the group without an active prefix'),
});
