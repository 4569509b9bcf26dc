/**
 * A product that keeps its state in a folder is killed at each event of a journey's history. Started again over what the kill has
 * left, it comes to the same end: status, history, one certificate, nothing else left behind.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '../local/aws/states/journal.ts';
import type { World } from '../local/world.ts';
import { type Journey, openJourney, travel } from './journeys.ts';
import { look } from './seen.ts';
import type { Stage } from './stage.ts';

const DAY_MS = 86_400_000;

export interface Kill {
  /** Number of the event after which the process ended, and what it was. */
  event: number;
  name: string;
  /** What is wrong with how it went on; empty when all is well. */
  wrong: string[];
}

/** Every n-th event; of those, counted, the ones that fall to this process. */
export interface Which {
  every: number;
  isOurs(nth: number): boolean;
}

/** Kills at every event, or at those of them. */
export async function killAtEach(journey: Journey, which: Which): Promise<Kill[]> {
  const root = mkdtempSync(join(tmpdir(), 'kills-'));
  const clear = () => rmSync(root, { recursive: true, force: true });
  process.once('exit', clear); // interrupted
  try {
    const { moments, end } = await undisturbed(journey, root, which);
    const kills: Kill[] = [];
    for (const { event, name } of moments) {
      const folder = join(root, String(event));
      kills.push({ event, name, wrong: await goOn(journey, folder, end) });
      rmSync(folder, { recursive: true });
    }
    return kills;
  } finally {
    clear();
    process.off('exit', clear);
  }
}

/** How a journey has ended, as far as two runs of it have it in common. */
type End = Awaited<ReturnType<typeof endOf>>;

async function undisturbed(journey: Journey, root: string, which: Which) {
  const folder = join(root, 'undisturbed');
  const stage = await openJourney(journey, journey, folder);
  const moments = copyAtEach(stage.world, folder, root, which);
  const { status } = await travel(stage, journey);
  const end = await endOf(stage, status);
  await stage.stop();
  return { moments, end };
}

async function goOn(journey: Journey, folder: string, end: End): Promise<string[]> {
  const stage = await openJourney(journey, journey, folder);
  try {
    const { status, failing } = await travel(stage, journey);
    const found = await endOf(stage, status);
    stage.judge('settled');
    return [
      ...failing.map((error) => `fails as ${error}`),
      ...(JSON.stringify(found) === JSON.stringify(end) ? [] : [`ends as ${JSON.stringify(found)}`]),
      ...stage.broken,
    ];
  } finally {
    await stage.stop();
  }
}

async function endOf(stage: Stage, status: string) {
  await stage.pass(DAY_MS);
  const { executions, claims, certificates, tickets, distributions, mutations } = look(stage);
  return {
    status,
    executions: executions.map((execution) => `${execution.name.replace(/^req-\d+-\w+/, 'req')} ${execution.status}`),
    claims: claims.map(({ alias }) => alias),
    certificates: certificates.length,
    requested: mutations.filter(({ operation }) => operation === 'RequestCertificate').length,
    tickets: tickets.map((ticket) => ticket.status),
    aliases: distributions.flatMap(({ config }) => config.Aliases?.Items ?? []).sort(),
  };
}

/** Copies the folder right after the transaction that wrote an event, in the middle of whatever else is under way. */
function copyAtEach({ store }: World, folder: string, root: string, { every, isOurs }: Which) {
  const moments: { event: number; name: string }[] = [];
  const events = store.collection<StoredEvent>('states.events');
  const commit = store.transaction;
  let told = events.size;
  store.transaction = (work) => {
    const result = commit(work);
    const nth = Math.floor(events.size / every);
    if (nth > Math.floor(told / every) && isOurs(nth)) {
      const latest = [...events.values()].at(-1);
      moments.push({
        event: events.size,
        name: `${latest?.type} ${latest?.stateEnteredEventDetails?.name ?? ''}`.trim(),
      });
      cpSync(folder, join(root, String(events.size)), { recursive: true });
    }
    told = events.size;
    return result;
  };
  return moments;
}
