/** The parameters that more than one file of operations has: what a call is about (a site, a request), who owns it, its prefix. */
import * as z from 'zod';
import { prefixProblem } from '../alias.ts';
import { LABEL, LABEL_OCTETS } from '../domain-name.ts';
import { isLine } from '../text.ts';

/** A site id becomes a label of the CNAME target, so it must be one. */
const SiteId = z
  .string()
  .max(LABEL_OCTETS)
  .regex(LABEL, 'must consist of lower-case letters, digits and inner hyphens')
  .describe('The site id: one DNS label, never reused')
  .meta({ examples: ['acme'] });
const RequestId = z
  .string()
  .max(64)
  .describe('The id that generate answered')
  .meta({ examples: ['req-20261121-0123456789'] });

export const Site = { siteId: SiteId };
export const Request = { siteId: SiteId, requestId: RequestId };

export const PartnerId = z
  .string()
  .regex(/^[a-z0-9-]{1,63}$/, 'must consist of at most 63 lower-case letters, digits and hyphens')
  .describe('The customer of the vendor that owns sites, applications and members')
  .meta({ examples: ['acme'] });
export const ApiKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,128}$/, 'must consist of 8 to 128 letters, digits, hyphens and underscores')
  .describe('The site’s API key')
  .meta({ examples: ['3_acme-example-key'] });
export const Prefix = z
  .string()
  .superRefine((prefix, context) => {
    const problem = prefixProblem(prefix);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  .describe('One DNS label, the same for all domains of the site')
  .meta({ examples: ['login'], maxLength: LABEL_OCTETS, pattern: `^(?!..--)${LABEL.source.slice(1)}` });

/** What people call something: it stands in a list, a subject, a sentence. */
export function line(most: number) {
  return z.string().min(1).max(most).refine(isLine, 'must be one line of text');
}
