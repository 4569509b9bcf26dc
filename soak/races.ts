/**
 * Two at one moment. One wins, the other is refused by name or gives way, and nothing is half done.
 */
import { approve } from '../local/people.ts';
import { PREFIX } from '../local/scenery.ts';
import { openJourney, travel } from './journeys.ts';
import { decideMails, mendRecords } from './people.ts';
import { look } from './seen.ts';
import { aliasOf, openStage, type SoakSite, type Stage } from './stage.ts';

export interface Race {
  name: string;
  /** What is wrong with how it went; empty when all is well. */
  play(seed: string): Promise<string[]>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const RACES: readonly Race[] = [
  { name: 'two generates for one site', play: (seed) => onStage(openStage(seed, 1), twoGenerates) },
  { name: 'two sites for one alias', play: (seed) => onStage(openStage(seed, 2), twoSites) },
  { name: 'approval against cancel', play: (seed) => onStage(openJourney('straight', seed), approvalAgainstCancel) },
  { name: 'two writers on a distribution', play: (seed) => onStage(openJourney('straight', seed), twoWriters) },
];

/** Plays it on the stage; then all is let end, and judged. */
async function onStage(opening: Promise<Stage>, race: (stage: Stage) => Promise<string[]>): Promise<string[]> {
  const stage = await opening;
  try {
    const wrong = await race(stage);
    stage.judge('settled');
    return [...wrong, ...stage.broken];
  } finally {
    await stage.stop();
  }
}

/** How the API answers: the status that it gives the request, or the name of the refusal. */
async function outcome(stage: Stage, method: string, path: string, body?: object): Promise<string> {
  try {
    return (await stage.call<{ status: string }>(method, path, body)).status;
  } catch (error) {
    return (error as { problem?: { code: string } }).problem?.code ?? String(error);
  }
}

function generate(stage: Stage, { siteId }: SoakSite): Promise<string> {
  return outcome(stage, 'POST', `/sites/${siteId}/certificates`, {
    prefix: PREFIX,
    onFindings: 'wait',
    method: 'EMAIL',
  });
}

async function twoGenerates(stage: Stage): Promise<string[]> {
  const own = stage.siteOf(0);
  const answers = (await Promise.all([generate(stage, own), generate(stage, own)])).sort();
  const { status } = await travel(stage, 'straight');
  await stage.pass(HOUR_MS);
  return [...differing(answers, ['PENDING', 'RequestRunning']), ...differing([status], ['READY'])];
}

/** Both have the shared name, and its record leads to each in turn just before it is claimed. */
async function twoSites(stage: Stage): Promise<string[]> {
  for (const own of stage.sites) await stage.register(own);
  const [first, second] = [stage.siteOf(0), stage.siteOf(1)];
  mendRecords(stage, first);
  await generate(stage, first);
  await stage.pass(20 * MINUTE_MS);
  stage.faults.clear();
  mendRecords(stage, second);
  await stage.pass(20 * MINUTE_MS); // caches forget
  const answer = await generate(stage, second);
  await stage.pass(4 * HOUR_MS);
  const { claims } = look(stage);
  const holder = claims.find(({ alias }) => alias === aliasOf(first.domains[2] ?? ''))?.siteId;
  for (const { siteId } of stage.sites) {
    const latest = stage.latest({ siteId, domains: [] });
    await outcome(stage, 'POST', `/sites/${siteId}/certificates/${latest?.requestId}/cancel`);
  }
  await stage.pass(DAY_MS);
  return [...differing([holder], [first.siteId]), ...differing([answer], ['PreflightFailed'])];
}

/** The last mail is approved and the request canceled, the one as the other is under way. */
async function approvalAgainstCancel(stage: Stage): Promise<string[]> {
  const own = stage.siteOf(0);
  mendRecords(stage, own);
  await generate(stage, own);
  await stage.pass(HOUR_MS);
  const { requestId } = stage.latest(own) ?? {};
  const cancel = outcome(stage, 'POST', `/sites/${own.siteId}/certificates/${requestId}/cancel`);
  const [canceled] = await Promise.all([cancel, decideMails(stage, own, approve, true)]);
  await stage.pass(DAY_MS);
  const ended = stage.latest(own);
  return [...differing([canceled], ['PENDING']), ...differing([ended?.status], ['CANCELED'])];
}

/** On-call changes the distribution by hand between our reading and our writing. */
async function twoWriters(stage: Stage): Promise<string[]> {
  const own = stage.siteOf(0);
  const { distributions } = look(stage);
  const id = distributions.find(({ tags }) => tags.siteId === own.siteId)?.id ?? '';
  const comments: string[] = [];
  stage.onCalled(({ operation, principal }) => {
    if (operation !== 'UpdateDistribution' || !['AttachCertificate', 'AddAliases'].includes(principal)) return;
    if (comments.includes(principal)) return; // once each
    comments.push(principal);
    stage.cloudFront.owners.change(id, { Comment: `changed before ${principal}` });
  });
  const { status } = await travel(stage, 'straight');
  await stage.pass(HOUR_MS);
  const { config } = look(stage).distributions.find((one) => one.id === id) ?? {};
  return [...differing([status], ['READY']), ...differing([config?.Comment], ['changed before AddAliases'])];
}

function differing(found: unknown[], expected: unknown[]): string[] {
  return JSON.stringify(found) === JSON.stringify(expected)
    ? []
    : [`${JSON.stringify(found)}, not ${JSON.stringify(expected)}`];
}
