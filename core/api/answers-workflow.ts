/** What requests.list answers. Same rule as core/api/answers-certificates.ts. */
import * as z from 'zod';
import { RETIREMENT_STATES } from '../retirement.ts';
import { STATUSES } from '../status.ts';
import { Actor, Instant, NextCursor, RequestId, SiteId, Standstill } from './fields.ts';

const Stop = Standstill.extend({
  execution: z
    .string()
    .describe('Its name in Step Functions')
    .meta({ examples: ['req-20261121-0123456789'] }),
  until: Instant.describe('Until when AWS redrives it'),
}).meta({ id: 'Stop', description: 'An execution that stands still by a technical failure' });

const RequestRow = z
  .strictObject({
    siteId: SiteId,
    requestId: RequestId,
    prefix: z.string().meta({ examples: ['login'] }),
    names: z.int(),
    status: z.enum(STATUSES),
    step: z.string().describe('The state that is at work or waits; of what stands still the last that told of itself'),
    waitingOn: Actor,
    since: Instant.describe('From when the present status, step and actor hold'),
    deadline: Instant.nullable().describe('Until when the actor has time'),
    stops: z
      .array(Stop)
      .describe('What stands still, of it or beside it, the first one first; empty while nothing does'),
  })
  .meta({ id: 'RequestRow', description: 'A request on its way, or one of which something stands still' });
export type RequestRow = z.infer<typeof RequestRow>;

const RetirementRow = z
  .strictObject({
    siteId: SiteId,
    state: z.enum(RETIREMENT_STATES),
    askedAt: Instant,
    stop: Stop,
  })
  .meta({ id: 'RetirementRow', description: 'The retirement of a site that stands still' });
export type RetirementRow = z.infer<typeof RetirementRow>;

export const RequestsAnswer = z.strictObject({
  requests: z.array(RequestRow),
  retirements: z.array(RetirementRow).describe('Those that stand still, on the first page'),
  nextCursor: NextCursor,
});
export type RequestsAnswer = z.infer<typeof RequestsAnswer>;
