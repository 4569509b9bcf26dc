/**
 * Whole journeys of one site, played by people who do what they are asked: the straight path until it serves, the one on which AWS
 * Support must move a name, and the life of a site from its first certificate to its end. What people do next is read from the world
 * alone, so that a journey goes on after a kill. Played again under a fault, it must end as it does without.
 */
import type { CertificateRequest } from '../core/request.ts';
import type { Site } from '../core/site.ts';
import { approve } from '../local/people.ts';
import { PREFIX } from '../local/scenery.ts';
import { redrive } from './duties.ts';
import { decideMails, fileCases, leave, mendRecords, prove, replace, validate } from './people.ts';
import { look } from './seen.ts';
import { aliasOf, openStage, type SoakSite, type Stage } from './stage.ts';

export const JOURNEYS = ['straight', 'conflict', 'life'] as const;
export type Journey = (typeof JOURNEYS)[number];

/** How each ends where nothing disturbs it: the request's status, certificates requested, tickets opened. */
export const ENDS: Readonly<Record<Journey, { status: string; certificates: number; tickets: number }>> = {
  straight: { status: 'READY', certificates: 1, tickets: 0 },
  conflict: { status: 'READY', certificates: 1, tickets: 1 },
  life: { status: 'RETIRED', certificates: 2, tickets: 0 },
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** AWS Support takes days. */
const MOVE_MS = 12 * HOUR_MS;
/** Each an hour or such a long time: a whole conflict takes about thirty, a life 160 days and as many hours. */
const ROUNDS = 400;
/** The first renewal comes after 153 days: a certificate that ends later than this after its request was renewed. */
const RENEWED_MS = 250 * DAY_MS;

/** A world that the journey can begin in, or go on in where the folder has one. */
export async function openJourney(journey: Journey, seed: string = journey, folder?: string): Promise<Stage> {
  const stage = await openStage(seed, 1, folder);
  const own = stage.siteOf(0);
  if (journey === 'conflict' && stage.isNew)
    await stage.foreign.holdElsewhere({ alias: aliasOf(own.domains[1] ?? '') });
  return stage;
}

/** Plays it to its end; `failing` has the errors by whose names it stood still on the way. */
export async function travel(stage: Stage, journey: Journey): Promise<{ status: string; failing: string[] }> {
  const own = stage.siteOf(0);
  const ends = new Set([ENDS[journey].status, 'FAILED', 'CANCELED']);
  const failing = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const site = look(stage).sites.find(({ siteId }) => siteId === own.siteId);
    const request = stage.latest(own);
    const stopped = request?.failing ?? site?.retirement?.failing;
    if (stopped) failing.add(stopped.error);
    if (request && ends.has(request.status)) return { status: request.status, failing: [...failing] };
    const wait = request ? await goOn(stage, own, request, site) : await generate(stage, own);
    if (stopped) await redrive(stage);
    await stage.pass(wait ?? HOUR_MS);
  }
  return { status: 'stuck', failing: [...failing] };
}

async function generate(stage: Stage, { siteId }: SoakSite): Promise<undefined> {
  await stage.ask('POST', `/sites/${siteId}/certificates`, { prefix: PREFIX, onFindings: 'wait', method: 'EMAIL' });
}

/** What people do about it as it stands; answers how long they then let it be, an hour where it says nothing. */
async function goOn(
  stage: Stage,
  own: SoakSite,
  request: CertificateRequest,
  site?: Site,
): Promise<number | undefined> {
  const { status, step, requestId } = request;
  if (site?.retirement) leave(stage, own);
  else if (status === 'READY') return save(stage, own);
  else if (status === 'ACTIVE') return live(stage, own, request);
  if (step === 'AwaitPreflightFix') mendRecords(stage, own);
  if (step === 'AwaitValidation') {
    validate(stage, own);
    await decideMails(stage, own, approve, true);
  }
  if (step === 'AwaitRelease') await stage.ask('POST', `/sites/${own.siteId}/certificates/${requestId}/ask-for-help`);
  if (step !== 'AwaitOwnershipMove') return undefined;
  prove(stage);
  await fileCases(stage);
  return MOVE_MS;
}

async function save(stage: Stage, { siteId }: SoakSite): Promise<undefined> {
  await stage.ask('PUT', `/sites/${siteId}/prefix`, { prefix: PREFIX });
}

/** A third domain, and so a second certificate; DNS validation; its renewal; and the end. */
async function live(stage: Stage, own: SoakSite, request: CertificateRequest): Promise<number | undefined> {
  const path = `/sites/${own.siteId}/certificates/${request.requestId}`;
  if (request.replaces === null) await addDomain(stage, own);
  else if (request.method === 'EMAIL') {
    await stage.ask('POST', `${path}/migrate-to-dns`); // refused while it is under way
    validate(stage, own);
  } else if (isRenewed(request)) await stage.ask('POST', `/sites/${own.siteId}/retire`);
  else return DAY_MS;
  return undefined;
}

async function addDomain(stage: Stage, own: SoakSite): Promise<void> {
  mendRecords(stage, own);
  await replace(stage, own, [0, 1, 2]);
}

function isRenewed({ notAfter, createdAt }: CertificateRequest): boolean {
  return Date.parse(notAfter ?? '') - Date.parse(createdAt) > RENEWED_MS;
}
