/** The parameters that say what an operation is about: a site, and one of its requests. Shared by all files of operations. */
import * as z from 'zod';
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

/** What people call something: it stands in a list, a subject, a sentence. */
export function line(most: number) {
  return z.string().min(1).max(most).refine(isLine, 'must be one line of text');
}
