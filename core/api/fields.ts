/** Fields of answers that more than one file has, as core/api/parameters.ts has those of inputs: each has one meaning, and one example. */
import * as z from 'zod';
import { ACTORS } from '../actor.ts';
import { MIGRATION_STATES } from '../migration.ts';

/** The keys of a catalogue, as the values that a field may have. */
export function keysOf<Key extends string>(catalogue: Readonly<Record<Key, unknown>>) {
  return z.enum(Object.keys(catalogue) as [Key, ...Key[]]);
}

export const SiteId = z.string().meta({ examples: ['acme'] });
export const RequestId = z.string().meta({ examples: ['req-20261121-0123456789'] });
export const Name = z.string().meta({ examples: ['login.www.example.com'] });
export const Instant = z.iso.datetime().meta({ examples: ['2026-11-21T09:00:00.000Z'] });
/** A technical failure: which, since when, where. */
export const Standstill = z.strictObject({
  error: z.string(),
  since: Instant,
  step: z
    .string()
    .optional()
    .describe('The state that failed; absent where AWS does not say')
    .meta({ examples: ['AttachCertificate'] }),
});
export const Actor = z.enum(ACTORS).describe('Who must act next');

/** Ends every page of a list. */
export const NextCursor = z
  .string()
  .nullable()
  .describe('Send it as cursor to go on; null after the last page')
  .meta({ examples: [null] });

export const MigrationStateName = z.enum(MIGRATION_STATES);
