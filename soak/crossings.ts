/**
 * Two acts of people cross, on sites that stand where the two can meet. Either the calls of DynamoDB that they make are spread over some
 * seconds of world time, drawn from the seed: each seed is another interleaving. Or one act is held at its n-th call of AWS until the other
 * is done. One wins, the other is refused by name or gives way; then what they have left behind is judged.
 */

import { isLeaving, isPastReturn } from '../core/retirement.ts';
import { isRunning } from '../core/status.ts';
import type { RequestView } from '../core/view.ts';
import { addProof, approve } from '../local/people.ts';
import { applicationOf, signInto } from './callers.ts';
import {
  type Act,
  ATTACHING,
  addRecords,
  approveMails,
  CROSSED_MS,
  cancel,
  changeDomains,
  checkAgain,
  checkReplaced,
  clear,
  decide,
  drawn,
  during,
  generate,
  keep,
  leaveOne,
  migrate,
  ofRequest,
  ofSite,
  ofTicket,
  personGenerates,
  release,
  removeMember,
  resend,
  retire,
  rotate,
  type Scene,
  save,
  signedCall,
  WANTED,
} from './crossing-acts.ts';
import { leftBehind } from './invariants.ts';
import { decideMails, mendRecords, recordsToAdd, tickets, validate } from './people.ts';
import { look, type Seen } from './seen.ts';
import { aliasOf, openStage, type SoakSite, type Stage } from './stage.ts';

interface Crossing {
  /** Where the site stands before. */
  at:
    | 'nothing'
    | 'application'
    | 'session'
    | 'approval'
    | 'READY'
    | 'ACTIVE'
    | 'replacing'
    | 'renewal'
    | 'held'
    | 'ticket'
    | 'support';
  acts: readonly Act[];
  /** What either may be refused with. */
  refusals: readonly string[];
  /** What is refused once all is over, and with what. */
  after?: readonly [Act, string];
}

const CROSSINGS = {
  'retire, generate': { at: 'nothing', acts: [retire, generate], refusals: ['SiteRetiring'] },
  'two retire': { at: 'nothing', acts: [retire, retire], refusals: [] },
  'domains change, generate': { at: 'nothing', acts: [changeDomains, generate], refusals: [] },
  'secret rotated, signed call': {
    at: 'application',
    acts: [rotate, signedCall],
    refusals: ['WrongSignature'],
    after: [signedCall, 'WrongSignature'],
  },
  'member removed, a call of the session': {
    at: 'session',
    acts: [removeMember, personGenerates],
    refusals: ['NotAMember'],
    after: [personGenerates, 'NotAMember'],
  },
  'cancel, attach': {
    at: 'approval',
    acts: [approveMails(true), during(ATTACHING, cancel)],
    refusals: ['NotCancelable'],
  },
  'resend, approve': { at: 'approval', acts: [resend, approveMails(false)], refusals: ['NothingToResend'] },
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
  'two go on without a name': { at: 'approval', acts: [leaveOne, leaveOne], refusals: ['NotContinuable'] },
  'approve, go on without a name': {
    at: 'approval',
    acts: [approveMails(true), leaveOne],
    refusals: ['NotContinuable', 'OffAirWithoutConsent'],
  },
  'approve, cancel': { at: 'approval', acts: [approveMails(true), cancel], refusals: ['NotCancelable'] },
  'approve, retire': { at: 'approval', acts: [approveMails(true), retire], refusals: [] },
  'domains change, go on without a name': { at: 'approval', acts: [changeDomains, leaveOne], refusals: [] },
  'domains change, cancel': { at: 'approval', acts: [changeDomains, cancel], refusals: [] },
  'two cancel': { at: 'approval', acts: [cancel, cancel], refusals: ['NotCancelable'] },
  'cancel, generate': { at: 'approval', acts: [cancel, generate], refusals: ['RequestRunning'] },
  'resend, go on without a name': {
    at: 'approval',
    acts: [resend, leaveOne],
    refusals: ['NothingToResend', 'NotContinuable'],
  },
  'three looks at once': { at: 'approval', acts: [checkAgain, checkAgain, checkAgain], refusals: [] },
  'save, clear': { at: 'READY', acts: [save, clear], refusals: ['PrefixNotSet', 'ChangedMeanwhile'] },
  'save, retire': { at: 'READY', acts: [save, retire], refusals: ['SiteRetiring', 'ChangedMeanwhile'] },
  'retire, keep': { at: 'READY', acts: [retire, keep], refusals: ['NotRetiring'] },
  'save, replace': { at: 'READY', acts: [save, generate], refusals: [] },
  'two clear': { at: 'ACTIVE', acts: [clear, clear], refusals: ['PrefixNotSet'] },
  'save again, clear': { at: 'ACTIVE', acts: [save, clear], refusals: [] },
  'clear, retire': { at: 'ACTIVE', acts: [clear, retire], refusals: ['PrefixNotSet'] },
  'clear, replace': { at: 'ACTIVE', acts: [clear, generate], refusals: [] },
  'retire, clear, keep': { at: 'ACTIVE', acts: [retire, clear, keep], refusals: ['PrefixNotSet', 'NotRetiring'] },
  'two save': { at: 'READY', acts: [save, save], refusals: [] },
  'domains change, save': { at: 'READY', acts: [changeDomains, save], refusals: ['NotReady'] },
  'domains change, retire': { at: 'READY', acts: [changeDomains, retire], refusals: ['SiteRetiring'] },
  'domains change, replace': { at: 'READY', acts: [changeDomains, generate], refusals: ['OffAirWithoutConsent'] },
  'approve the new one, clear': { at: 'replacing', acts: [approveMails(true), clear], refusals: [] },
  'approve the new one, save again': { at: 'replacing', acts: [approveMails(true), save], refusals: ['NotReady'] },
  'approve the new one, cancel': { at: 'replacing', acts: [approveMails(true), cancel], refusals: ['NotCancelable'] },
  'approve the new one, retire': { at: 'replacing', acts: [approveMails(true), retire], refusals: [] },
  'two migrate': { at: 'READY', acts: [migrate, migrate], refusals: ['NotMigratable'] },
  'migrate, retire': { at: 'READY', acts: [migrate, retire], refusals: [] },
  'migrate, replace': { at: 'READY', acts: [migrate, generate], refusals: [] },
  'retire, replace': { at: 'READY', acts: [retire, generate], refusals: ['SiteRetiring'] },
  'renew, replace': {
    at: 'renewal',
    acts: [addRecords, during(['FinishReplacement'], checkReplaced), during(['VerifyServing'], checkReplaced)],
    refusals: [],
  },
  'release, cancel': { at: 'held', acts: [release, cancel], refusals: ['NotCancelable'] },
  'release, retire': { at: 'held', acts: [release, retire], refusals: [] },
  'release, go on without a name': {
    at: 'held',
    acts: [release, leaveOne],
    refusals: ['NotContinuable', 'OffAirWithoutConsent'],
  },
  'release, cancel at Support': { at: 'support', acts: [release, cancel], refusals: ['NotCancelable'] },
  'release, retire at Support': { at: 'support', acts: [release, retire], refusals: [] },
  'release, go on without a name at Support': {
    at: 'support',
    acts: [release, leaveOne],
    refusals: ['NotContinuable', 'OffAirWithoutConsent'],
  },
  'go on without a name, cancel': {
    at: 'ticket',
    acts: [leaveOne, cancel],
    refusals: ['NotContinuable', 'NotCancelable'],
  },
  'two on-calls': { at: 'ticket', acts: [decide('handBack'), decide('giveUp')], refusals: ['TicketClosed'] },
  'cancel, decide': { at: 'ticket', acts: [cancel, decide('handBack')], refusals: ['TicketClosed'] },
  'retire, decide': { at: 'ticket', acts: [retire, decide('giveUp')], refusals: ['TicketClosed'] },
  'go on without a name, decide': { at: 'ticket', acts: [leaveOne, decide('handBack')], refusals: ['TicketClosed'] },
  'note, decide': {
    at: 'ticket',
    acts: [ofTicket('notes', { text: 'Filed.', supportCaseId: 'case-1' }), decide('giveUp')],
    refusals: ['TicketClosed'],
  },
} satisfies Record<string, Crossing>;

export const NAMES = Object.keys(CROSSINGS) as Name[];
/** The most acts of a row. */
export const PLACES = Math.max(...Object.values(CROSSINGS).map(({ acts }) => acts.length));

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A crossing in the world of one run. */
interface Row extends Crossing {
  name: Name;
  own: SoakSite;
}

/** A certificate of 47 days, by DNS: its renewal begins two days after it was issued. */
const SHORT = new Date('2029-04-02T09:00:00Z');

/** Has the acts of each row meet, and answers what each was answered. */
type Meet = (stage: Stage, rows: readonly Row[], scenes: readonly Scene[]) => Promise<string[][]>;

export type Name = keyof typeof CROSSINGS;

/** These, each on a site of its own, in the interleaving of that seed. What went wrong, in words. */
export function cross(seed: string, names: readonly Name[] = NAMES): Promise<string[]> {
  return inWorlds(seed, names, async (stage, rows, scenes) => {
    spread(stage, seed);
    const answers = scenes.map((scene, index) => Promise.all((rows[index]?.acts ?? []).map((act) => act(scene))));
    await skip(stage, CROSSED_MS);
    return Promise.all(answers);
  });
}

/**
 * These, one after the other. What the act of that place has a function do is held at that call of AWS, both counted from 0, until all
 * other acts of the row are done. `came`: those in which it made as many.
 */
export async function cut(
  place: number,
  call: number,
  { names = NAMES, of = API }: { names?: readonly Name[]; of?: string } = {},
) {
  const came: Name[] = [];
  const long = names.filter((name) => CROSSINGS[name].acts.length > place);
  const wrong = await inWorlds(`cut-${of}-${place}-${call}`, long, async (stage, rows, scenes) => {
    const told: string[][] = [];
    for (const [index, { name, acts }] of rows.entries()) {
      const [scene, act] = [scenes[index], acts[place]];
      if (!scene || !act) throw new Error(`a row of ${acts.length} acts has none in place ${place}`);
      const { held, letGo } = hold(stage, of, call);
      void held.then(() => came.push(name));
      const first = act(scene);
      const ended = of === API ? first : passed(stage, CROSSED_MS);
      const crossed = Promise.race([held, ended]).then(async () => {
        letGo();
        const others: string[] = [];
        for (const other of acts.filter((_, nth) => nth !== place)) others.push(await other(scene));
        return [...others, await first];
      });
      told.push(await passUntil(stage, crossed));
      await skip(stage, 2 * HOLD_MS); // what is held goes on, and is not held by the next row
      stage.faults.clear();
    }
    await skip(stage, CROSSED_MS);
    return told;
  });
  return { came, wrong };
}

/** The function that does what people ask for; others do what follows from it. */
const API = 'Api';
/** World milliseconds: no act takes as long, and no call of the API may. */
const HOLD_MS = 20_000;

/** Holds that call of the function, counted from now on, unless it is let go before; `held` resolves when it has come. */
function hold({ onCalled, faults }: Stage, of: string, call: number) {
  const { promise: held, resolve } = Promise.withResolvers<void>();
  let left = call;
  onCalled(({ service, operation, principal }) => {
    if (principal !== of || left-- !== 0) return;
    faults.add({ service, operation, principal, kind: 'delay', ms: HOLD_MS, times: 1 });
    resolve();
  });
  const letGo = () => {
    left = -1;
  };
  return { held, letGo };
}

/** Renewals in a world where they come soon, all others in one. */
async function inWorlds(seed: string, names: readonly Name[], meet: Meet): Promise<string[]> {
  const { late = [], usual = [] } = Object.groupBy(names, (name) =>
    CROSSINGS[name].at === 'renewal' ? 'late' : 'usual',
  );
  return [...(await inWorld(seed, usual, meet)), ...(await inWorld(seed, late, meet, SHORT))];
}

async function inWorld(seed: string, names: readonly Name[], meet: Meet, start?: Date): Promise<string[]> {
  if (names.length === 0) return [];
  const stage = await openStage(seed, names.length, undefined, start);
  const rows = names.map((name, index): Row => ({ ...CROSSINGS[name], name, own: stage.siteOf(index) }));
  try {
    await prepare(stage, rows);
    const scenes: Scene[] = [];
    for (const { at, own } of rows) scenes.push(await sceneOf(stage, own, seed, at));
    const told = await meet(stage, rows, scenes);
    stage.faults.clear();
    await skip(stage, 2 * HOUR_MS);
    const late = await Promise.all(rows.map(({ after }, index) => scenes[index] && after?.[0](scenes[index])));
    stage.judge();
    const seen = look(stage);
    const wrong = rows.flatMap((row, index) => [
      ...wrongWith(row, told[index] ?? [], seen),
      ...(late[index] === row.after?.[1] ? [] : [`${row.name}: is answered ${late[index]} when all is over`]),
    ]);
    return [...wrong, ...stage.broken];
  } finally {
    await stage.stop();
  }
}

/** Each site is brought to where its two meet. */
async function prepare(stage: Stage, places: readonly Row[]): Promise<void> {
  for (const { at, own } of places) {
    if (at === 'ticket' || at === 'held' || at === 'support')
      await stage.foreign.holdElsewhere({ alias: aliasOf(own.domains[1] ?? '') });
    mendRecords(stage, own);
  }
  const begun = places.filter(({ at }) =>
    ['approval', 'READY', 'ACTIVE', 'replacing', 'held', 'ticket', 'support'].includes(at),
  );
  for (const { own } of begun) {
    await generate(await sceneOf(stage, own));
    await skip(stage, 5000);
  }
  await skip(stage, HOUR_MS);
  for (const { at, own } of begun) if (at !== 'approval') await decideMails(stage, own, approve, true);
  await skip(stage, HOUR_MS);
  for (const { at, own } of places)
    if (at === 'ticket' || at === 'support') await ofRequest('ask-for-help')(await sceneOf(stage, own));
  await skip(stage, HOUR_MS);
  const proving = places.filter(({ at }) => at === 'support').map(({ own }) => own.siteId);
  for (const { aliases } of tickets(stage).filter(({ siteId }) => proving.includes(siteId)))
    for (const { record } of aliases) addProof(stage, record);
  if (proving.length > 0) await skip(stage, HOUR_MS);
  for (const { at, own } of places) if (at === 'ACTIVE' || at === 'replacing') await save(await sceneOf(stage, own));
  const replacing = places.filter(({ at }) => at === 'replacing');
  for (const { own } of replacing) await generate(await sceneOf(stage, own));
  if (replacing.length > 0) await skip(stage, HOUR_MS);
  for (const { at, own } of places) if (at === 'renewal') await begin(stage, own);
}

/** Its renewal waits for a record that is gone, and so does the request that is to replace it. */
async function begin(stage: Stage, own: SoakSite): Promise<void> {
  const generateByDns = async () =>
    ofSite('POST', '/certificates', { ...WANTED, method: 'DNS' })(await sceneOf(stage, own));
  await generateByDns();
  await skip(stage, HOUR_MS);
  const [record] = recordsToAdd(stage, own);
  validate(stage, own);
  await skip(stage, HOUR_MS);
  stage.putRecord(record?.name ?? '', 'CNAME', undefined);
  await skip(stage, 49 * HOUR_MS);
  await generateByDns();
  await skip(stage, HOUR_MS);
}

async function sceneOf(stage: Stage, own: SoakSite, seed = '', at: Crossing['at'] = 'nothing'): Promise<Scene> {
  const request = stage.latest(own);
  const { tickets = [] } =
    (await stage.ask<{ tickets: { ticketId: string; siteId: string }[] }>('GET', '/tickets')) ?? {};
  return {
    stage,
    own,
    seed,
    ...(at === 'application' && { application: await applicationOf(stage) }),
    ...(at === 'session' && { person: await signInto(stage) }),
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
  for (const octet of drawn(seed, 'crossing', DELAYS)) {
    const ms = DELAY_MS[octet % DELAY_MS.length] ?? 0;
    stage.faults.add({ service: 'dynamodb', operation: '*', kind: 'delay', ms, times: 1 });
  }
}

/** Resolves when so much time has passed. */
function passed({ world: { clock } }: Stage, ms: number): Promise<void> {
  return new Promise((resolve) => clock.at(new Date(clock.now().getTime() + ms), 'has passed', resolve));
}

/** Time passes from one event to the next until it has come. */
async function passUntil<Come>({ world: { clock } }: Stage, coming: Promise<Come>): Promise<Come> {
  let isHere = false;
  const arrive = () => {
    isHere = true;
  };
  void coming.then(arrive, arrive);
  await clock.jumpUntil(() => isHere, new Date(clock.now().getTime() + 2 * HOUR_MS));
  return coming;
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
function halfDone(seen: Seen, { siteId }: SoakSite): string[] {
  const { sites, requests, running, moves } = seen;
  const site = sites.find((one) => one.siteId === siteId);
  if (!site) return ['the site is not there'];
  const own = requests.filter((one) => one.siteId === siteId);
  const active = own.find(({ status }) => status === 'ACTIVE');
  const leaves = isLeaving(site) || isPastReturn(site);
  const failing = own.filter((one) => one.failing !== null);
  return [
    ...(leaves && running.has(siteId) ? [`it leaves, and ${running.get(siteId)} runs`] : []),
    ...(leaves && site.apiDomainPrefix !== undefined ? ['it leaves, and its prefix is active'] : []),
    ...((active?.prefix ?? undefined) === site.apiDomainPrefix
      ? []
      : [`its prefix is ${site.apiDomainPrefix}, and active is ${active?.requestId}`]),
    ...own
      .filter((one) => isRunning(one) && one.cancelAskedAt !== null)
      .map(({ requestId, step }) => `${requestId} is canceled, and at ${step}`),
    ...own
      .filter(({ moveId }) => moves.every((move) => move.moveId !== moveId || move.phase === 'ENDED'))
      .flatMap((request) => leftBehind(request, seen).map((what) => `${request.requestId} is over, and ${what}`)),
    ...failing.map(({ requestId, failing: why }) => `${requestId} is failing: ${why?.error}`),
    ...moves
      .filter((move) => move.siteId === siteId && move.decision && move.phase !== 'ENDED')
      .map(({ moveId }) => `${moveId} is decided, and goes on`),
  ];
}
