/**
 * R4: two acts of people cross, on sites that stand where the two can meet. The calls of DynamoDB that either makes are spread over
 * some seconds of world time, drawn from the seed: each seed is another interleaving. One wins, the other is refused by name or
 * gives way; then what they have left behind is judged.
 */
import { createHash } from 'node:crypto';
import { isGone, isLeaving } from '../core/retirement.ts';
import type { RequestView } from '../core/view.ts';
import { approve } from '../local/people.ts';
import { PREFIX } from '../local/scenery.ts';
import { decideMails, mendRecords } from './people.ts';
import { look, type Seen } from './seen.ts';
import { aliasOf, openStage, type SoakSite, type Stage } from './stage.ts';

/** A site, what it is about, and how the acts are sent. */
interface Scene {
  own: SoakSite;
  /** Its newest request, empty where it has none. */
  requestId: string;
  /** Of its conflict; empty where it has none. */
  ticketId: string;
  /** `ok`, or the code of the refusal. */
  send(method: string, path: string, body?: object): Promise<string>;
}

type Act = (scene: Scene) => Promise<string>;

interface Crossing {
  /** Where the site stands before. */
  at: 'nothing' | 'approval' | 'READY' | 'ticket';
  acts: readonly Act[];
  /** What either may be refused with. */
  refusals: readonly string[];
}

const ofSite =
  (method: string, path: string, body?: object): Act =>
  ({ own, send }) =>
    send(method, `/sites/${own.siteId}${path}`, body);
const ofRequest =
  (action: string, body?: object): Act =>
  ({ own, requestId, send }) =>
    send('POST', `/sites/${own.siteId}/certificates/${requestId}/${action}`, body);
const ofTicket =
  (action: string, body: object): Act =>
  ({ ticketId, send }) =>
    send('POST', `/tickets/${ticketId}/${action}`, body);

const generate = ofSite('POST', '/certificates', { prefix: PREFIX, onFindings: 'wait', method: 'EMAIL' });
const [retire, keep] = [ofSite('POST', '/retire'), ofSite('POST', '/keep')];
const [save, clear] = [ofSite('PUT', '/prefix', { prefix: PREFIX }), ofSite('DELETE', '/prefix')];
const [cancel, resend, checkAgain] = [ofRequest('cancel'), ofRequest('resend', {}), ofRequest('check-again')];
const leaveOne: Act = (scene) =>
  ofRequest('continue-without', { without: [aliasOf(scene.own.domains[1] ?? '')] })(scene);
const decide = (decision: string) => ofTicket('resolve', { decision, note: `${decision}, as found` });
/** The third domain comes in, the second goes. */
const changeDomains: Act = ({ own, send }) =>
  send('PUT', `/sites/${own.siteId}`, {
    ...{ name: own.siteId, apiKey: `3_${own.siteId}`, partnerId: 'soak', dataCenter: 'us1', contacts: [] },
    trustedSiteUrls: [own.domains[0], own.domains[2]].map((domain) => `https://${domain}`),
  });

const CROSSINGS = {
  'retire, generate': { at: 'nothing', acts: [retire, generate], refusals: ['SiteRetiring'] },
  'two retire': { at: 'nothing', acts: [retire, retire], refusals: [] },
  'domains change, generate': { at: 'nothing', acts: [changeDomains, generate], refusals: [] },
  'cancel, resend': { at: 'approval', acts: [cancel, resend], refusals: ['NothingToResend'] },
  'cancel, go on without a name': {
    at: 'approval',
    acts: [cancel, leaveOne],
    refusals: ['NotContinuable', 'NotCancelable'],
  },
  'retire, go on without a name': {
    at: 'approval',
    acts: [retire, leaveOne],
    refusals: ['SiteRetiring', 'NotContinuable', 'NotCancelable'],
  },
  'cancel, retire, check again': { at: 'approval', acts: [cancel, retire, checkAgain], refusals: [] },
  'domains change, cancel': { at: 'approval', acts: [changeDomains, cancel], refusals: [] },
  'three looks at once': { at: 'approval', acts: [checkAgain, checkAgain, checkAgain], refusals: [] },
  'save, clear': { at: 'READY', acts: [save, clear], refusals: ['PrefixNotSet', 'ChangedMeanwhile'] },
  'save, retire': { at: 'READY', acts: [save, retire], refusals: ['SiteRetiring', 'ChangedMeanwhile'] },
  'retire, keep': { at: 'READY', acts: [retire, keep], refusals: ['NotRetiring'] },
  'retire, replace': { at: 'READY', acts: [retire, generate], refusals: ['SiteRetiring'] },
  'two on-calls': { at: 'ticket', acts: [decide('handBack'), decide('giveUp')], refusals: ['TicketClosed'] },
  'cancel, decide': { at: 'ticket', acts: [cancel, decide('handBack')], refusals: ['TicketClosed'] },
  'note, decide': {
    at: 'ticket',
    acts: [ofTicket('notes', { text: 'Filed.', supportCaseId: 'case-1' }), decide('giveUp')],
    refusals: ['TicketClosed'],
  },
} satisfies Record<string, Crossing>;

export const NAMES = Object.keys(CROSSINGS) as (keyof typeof CROSSINGS)[];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A crossing in the world of one run. */
interface Row extends Crossing {
  name: string;
  own: SoakSite;
}

/** These in one world, each on a site of its own. What went wrong, in words. */
export async function cross(seed: string, names: readonly (keyof typeof CROSSINGS)[] = NAMES): Promise<string[]> {
  const stage = await openStage(seed, names.length);
  const rows = names.map((name, index): Row => ({ ...CROSSINGS[name], name, own: stage.siteOf(index) }));
  try {
    await prepare(stage, rows);
    const scenes = await Promise.all(rows.map(({ own }) => sceneOf(stage, own)));
    spread(stage, seed);
    const answers = scenes.map((scene, index) => Promise.all((rows[index]?.acts ?? []).map((act) => act(scene))));
    await skip(stage, 5 * MINUTE_MS);
    const told = await Promise.all(answers);
    stage.faults.clear();
    await skip(stage, 2 * HOUR_MS);
    stage.judge();
    const seen = look(stage);
    return [...rows.flatMap((row, index) => wrongWith(row, told[index] ?? [], seen)), ...stage.broken];
  } finally {
    await stage.stop();
  }
}

/** Each site is brought to where its two meet. */
async function prepare(stage: Stage, places: readonly Row[]): Promise<void> {
  for (const { at, own } of places) {
    if (at === 'ticket') await stage.foreign.holdElsewhere({ alias: aliasOf(own.domains[1] ?? '') });
    mendRecords(stage, own);
  }
  const begun = places.filter(({ at }) => at !== 'nothing');
  for (const { own } of begun) {
    await generate(await sceneOf(stage, own));
    await skip(stage, 5000);
  }
  await skip(stage, HOUR_MS);
  for (const { at, own } of begun) if (at !== 'approval') await decideMails(stage, own, approve, true);
  await skip(stage, HOUR_MS);
  for (const { at, own } of places) if (at === 'ticket') await ofRequest('ask-for-help')(await sceneOf(stage, own));
  await skip(stage, HOUR_MS);
}

async function sceneOf(stage: Stage, own: SoakSite): Promise<Scene> {
  const request = stage.latest(own);
  const { tickets = [] } =
    (await stage.ask<{ tickets: { ticketId: string; siteId: string }[] }>('GET', '/tickets')) ?? {};
  return {
    own,
    requestId: request?.requestId ?? '',
    ticketId: tickets.find(({ siteId }) => siteId === own.siteId)?.ticketId ?? '',
    async send(method, path, body) {
      try {
        await stage.call<RequestView>(method, path, body);
        return 'ok';
      } catch (error) {
        return (error as { problem?: { code?: string } }).problem?.code ?? String(error);
      }
    },
  };
}

/** More calls than the acts make: each meets a delay of its own. Most none, so that some run ahead of others. */
const DELAYS = 800;
const DELAY_MS = [0, 0, 1, 40, 300, 2000];

function spread(stage: Stage, seed: string): void {
  const drawn = createHash('shake128', { outputLength: DELAYS }).update(`crossing ${seed}`).digest();
  for (const octet of drawn) {
    const ms = DELAY_MS[octet % DELAY_MS.length] ?? 0;
    stage.faults.add({ service: 'dynamodb', operation: '*', kind: 'delay', ms, times: 1 });
  }
}

/** Time passes, unjudged: what is judged is where they cross, and what comes of it. */
async function skip(stage: Stage, ms: number): Promise<void> {
  const { clock } = stage.world;
  await clock.jumpTo(new Date(clock.now().getTime() + ms));
}

function wrongWith({ name, refusals, own }: Row, told: readonly string[], seen: Seen): string[] {
  const strange = told.filter((answer) => answer !== 'ok' && !refusals.includes(answer));
  const nobody = told.every((answer) => answer !== 'ok') ? ['nobody has won'] : [];
  const wrong = [...strange.map((answer) => `is answered ${answer}`), ...nobody, ...halfDone(seen, own)];
  return wrong.map((words) => `${name}: ${words}`);
}

/** What is no end of anything: whoever came, and in whatever order. */
function halfDone({ sites, requests, running, moves }: Seen, { siteId }: SoakSite): string[] {
  const site = sites.find((one) => one.siteId === siteId);
  if (!site) return ['the site is not there'];
  const own = requests.filter((one) => one.siteId === siteId);
  const active = own.find(({ status }) => status === 'ACTIVE');
  const leaves = isLeaving(site) || isGone(site);
  const failing = own.filter((one) => one.failing !== null);
  return [
    ...(leaves && running.has(siteId) ? [`it leaves, and ${running.get(siteId)} runs`] : []),
    ...(leaves && site.apiDomainPrefix !== undefined ? ['it leaves, and its prefix is active'] : []),
    ...((active?.prefix ?? undefined) === site.apiDomainPrefix
      ? []
      : [`its prefix is ${site.apiDomainPrefix}, and active is ${active?.requestId}`]),
    ...failing.map(({ requestId, failing: why }) => `${requestId} is failing: ${why?.error}`),
    ...moves
      .filter((move) => move.siteId === siteId && move.decision && move.phase !== 'ENDED')
      .map(({ moveId }) => `${moveId} is decided, and goes on`),
  ];
}
