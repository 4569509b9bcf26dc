/**
 * Two whole journeys of one site, played by people who do what they are asked, until the request serves or has ended: the straight
 * path, and the one on which AWS Support must move a name. Played again under a fault, they must end as they do without.
 */
import { approve } from '../local/people.ts';
import { PREFIX } from '../local/scenery.ts';
import { decideMails, fileCases, mendRecords, prove, redrive, validate } from './people.ts';
import { aliasOf, openStage, type SoakSite, type Stage } from './stage.ts';

export const JOURNEYS = ['straight', 'conflict'] as const;
export type Journey = (typeof JOURNEYS)[number];

const HOUR_MS = 3_600_000;
/** AWS Support takes days. */
const HOURS_OF_A_MOVE = 12;
/** Each an hour or such a long one: a whole conflict takes about thirty. */
const ROUNDS = 120;

/** A world that the journey can begin in, or go on in where the folder has one. */
export async function openJourney(journey: Journey, seed: string = journey, folder?: string): Promise<Stage> {
  const stage = await openStage(seed, 1, folder);
  const own = stage.siteOf(0);
  if (journey === 'conflict' && stage.isNew)
    await stage.foreign.holdElsewhere({ alias: aliasOf(own.domains[1] ?? '') });
  return stage;
}

/** Plays it to its end; `failing` has the errors by whose names it stood still on the way. */
export async function travel(stage: Stage): Promise<{ status: string; failing: string[] }> {
  const own = stage.siteOf(0);
  const failing = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const request = await stage.latest(own);
    if (request?.failing) failing.add(request.failing.error);
    if (request && ['READY', 'FAILED', 'CANCELED'].includes(request.status))
      return { status: request.status, failing: [...failing] };
    if (!request) await generate(stage, own);
    else await actOn(stage, own, request.step);
    if (request?.failing) await redrive(stage);
    await stage.pass((request?.step === 'AwaitOwnershipMove' ? HOURS_OF_A_MOVE : 1) * HOUR_MS);
  }
  return { status: 'stuck', failing: [...failing] };
}

function generate(stage: Stage, { siteId }: SoakSite): Promise<unknown> {
  return stage.ask('POST', `/sites/${siteId}/certificates`, { prefix: PREFIX, onFindings: 'wait', method: 'EMAIL' });
}

async function actOn(stage: Stage, own: SoakSite, step: string): Promise<unknown> {
  switch (step) {
    case 'AwaitPreflightFix':
      return mendRecords(stage, own);
    case 'AwaitValidation':
      await validate(stage, own);
      return decideMails(stage, own, approve, true);
    case 'AwaitRelease': {
      const request = await stage.latest(own);
      return stage.ask('POST', `/sites/${own.siteId}/certificates/${request?.requestId}/ask-for-help`);
    }
    case 'AwaitOwnershipMove':
      await prove(stage);
      return fileCases(stage);
    default:
      return undefined;
  }
}
