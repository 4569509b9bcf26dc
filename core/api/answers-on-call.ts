/** What the operations on what is left behind answer. Same rule as core/api/answers-certificates.ts. */
import * as z from 'zod';
import { ORPHAN_KINDS } from '../orphan.ts';

const OrphanView = z
  .strictObject({
    kind: z.enum(ORPHAN_KINDS),
    id: z.string().describe('ARN, id or name'),
    why: z.string().describe('Why it belongs to nobody'),
    safe: z.boolean().describe('May orphans.delete take it away?'),
  })
  .meta({ id: 'Orphan', description: 'Something that is left behind' });

export const OrphansAnswer = z.strictObject({ orphans: z.array(OrphanView) });
export const OrphanDeleted = z.strictObject({
  deleted: z.boolean().describe('False: a step towards it is done; again later'),
  text: z.string(),
});
