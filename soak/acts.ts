/**
 * What may happen in a run: one entry each, with how often it is drawn, what it may be about, and how it is done. An act that makes
 * no sense at the moment does nothing, so that a schedule may lose any of its acts and still be one.
 */
import { RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import * as fc from 'fast-check';
import { requestOf } from '../core/execution.ts';
import type { TicketRow, TicketView } from '../core/ticket.ts';
import type { RequestView } from '../core/view.ts';
import { AMPLIFY_ACCOUNT, FOREIGN_ACCOUNT } from '../local/foreign.ts';
import { addProof, addValidationRecord, approve, deny, fileCase } from '../local/people.ts';
import { PREFIX } from '../local/scenery.ts';
import { FAULTS, type SoakFault } from './faults.ts';
import { look, reaching } from './seen.ts';
import { aliasOf, type SoakSite, type Stage } from './stage.ts';

/** An act at its place in a schedule. */
export interface Moment {
  /** As a failing schedule is printed. */
  words: string;
  play(stage: Stage): Promise<unknown>;
}

interface Entry {
  name: string;
  weight: number;
  arbitrary: fc.Arbitrary<Moment>;
}

function act<About extends object>(
  name: string,
  weight: number,
  about: { [Field in keyof About]: fc.Arbitrary<About[Field]> },
  play: (stage: Stage, about: About) => Promise<unknown> | unknown,
): Entry {
  const arbitrary = fc.record(about).map((drawn) => ({
    words: `${name} ${JSON.stringify(drawn)}`,
    play: async (stage: Stage) => play(stage, drawn as About),
  }));
  return { name, weight, arbitrary };
}

const site = fc.nat({ max: 2 });
const domain = fc.nat({ max: 2 });
const MINUTE_MS = 60_000;

const ACTS: readonly Entry[] = [
  act('all do what a site asks, and an hour passes', 16, { site }, async (stage, about) => {
    await oblige(stage, stage.siteOf(about.site));
    await stage.pass(60 * MINUTE_MS);
  }),
  act(
    'time passes',
    10,
    { minutes: fc.constantFrom(1, 5, 20, 60, 180, 600, 1440, 4500, 10_200, 21_000) },
    (stage, { minutes }) => stage.pass(minutes * MINUTE_MS),
  ),
  act(
    'generate',
    8,
    { site, onFindings: fc.constantFrom('wait', 'refuse'), method: fc.constantFrom('EMAIL', 'DNS') },
    (stage, about) => generate(stage, stage.siteOf(about.site), about),
  ),
  act('two generate at once', 1, { site, other: site }, (stage, about) =>
    Promise.all([about.site, about.other].map((one) => generate(stage, stage.siteOf(one), { onFindings: 'wait' }))),
  ),
  act('trusted domains change', 1, { site, domains: fc.constantFrom([0, 1], [0, 1, 2], [2, 0]) }, (stage, about) => {
    const { siteId, domains } = stage.siteOf(about.site);
    return stage.register({ siteId, domains: about.domains.map((index) => domains[index] ?? '') });
  }),
  act('records are mended', 8, { site }, (stage, about) => mendRecords(stage, stage.siteOf(about.site))),
  act(
    'a record changes',
    3,
    { site, domain, to: fc.constantFrom('right', 'wrong', 'gone', "another's") },
    changeRecord,
  ),
  act('mails are approved', 8, { site, all: fc.boolean() }, (stage, about) =>
    decideMails(stage, stage.siteOf(about.site), approve, about.all),
  ),
  act('a mail is denied', 1, { site }, (stage, about) => decideMails(stage, stage.siteOf(about.site), deny, false)),
  act('validation records are added', 5, { site }, (stage, about) => validate(stage, stage.siteOf(about.site))),
  act('resend', 2, { site }, (stage, about) => ofLatest(stage, about.site, 'resend', {})),
  act('cancel', 3, { site }, (stage, about) => ofLatest(stage, about.site, 'cancel')),
  act('check again', 3, { site }, (stage, about) => ofLatest(stage, about.site, 'check-again')),
  act('"I cannot"', 4, { site }, (stage, about) => ofLatest(stage, about.site, 'ask-for-help')),
  act(
    'somebody holds a name',
    4,
    { site, domain, how: fc.constantFrom('distribution', 'tenant', 'disabled', 'wildcard', 'Amplify') },
    hold,
  ),
  act('a holder lets go', 3, { which: fc.nat({ max: 3 }) }, ({ foreign }, { which }) => {
    const holders = foreign.holders();
    const holder = holders[which % holders.length];
    return holder && foreign.release(holder.id);
  }),
  act('a holder disables', 1, { which: fc.nat({ max: 3 }) }, ({ foreign }, { which }) => {
    const holders = foreign.holders();
    const holder = holders[which % holders.length];
    return holder && foreign.disable(holder.id);
  }),
  act('proofs are written', 4, {}, (stage) => prove(stage)),
  act('a case is filed', 4, {}, (stage) => fileCases(stage)),
  act('AWS Support acts', 3, {}, ({ support }) => {
    for (const { caseId } of support.cases()) support.actNow(caseId);
  }),
  act(
    'on-call decides',
    2,
    { decision: fc.constantFrom('resolve', 'handBack', 'giveUp') },
    async (stage, { decision }) => {
      const [newest] = await tickets(stage);
      return newest && stage.ask('POST', `/tickets/${newest.ticketId}/resolve`, { decision, note: 'As found.' });
    },
  ),
  act('on-call redrives', 2, {}, (stage) => redrive(stage)),
  act('the prefix is saved', 3, { site }, (stage, about) =>
    stage.ask('PUT', `/sites/${stage.siteOf(about.site).siteId}/prefix`, { prefix: PREFIX }),
  ),
  act('the prefix is cleared', 1, { site }, (stage, about) =>
    stage.ask('DELETE', `/sites/${stage.siteOf(about.site).siteId}/prefix`),
  ),
  act<{ fault: SoakFault }>('a fault', 9, { fault: FAULTS }, ({ faults }, { fault }) => faults.add(fault)),
  act('faults are over', 2, {}, ({ faults }) => faults.clear()),
];

/** From this weight on an act is of every journey. */
const OF_EVERY_JOURNEY = 8;

/** Any act, as often as its weight says; of those words in its name, besides what every journey has. */
export function anyAct(only: readonly string[] = []): fc.Arbitrary<Moment> {
  const isDrawn = ({ name, weight }: Entry) =>
    only.length === 0 || weight >= OF_EVERY_JOURNEY || only.some((word) => name.includes(word));
  return fc.oneof(...ACTS.filter(isDrawn));
}

function generate(stage: Stage, { siteId }: SoakSite, about: { onFindings: string; method?: string }) {
  const { onFindings, method } = about;
  return stage.ask('POST', `/sites/${siteId}/certificates`, { prefix: PREFIX, onFindings, ...(method && { method }) });
}

async function ofLatest(stage: Stage, index: number, what: string, body?: object): Promise<unknown> {
  const own = stage.siteOf(index);
  const latest = await stage.latest(own);
  return latest && stage.ask('POST', `/sites/${own.siteId}/certificates/${latest.requestId}/${what}`, body);
}

/** The site's admin, the owners of its DNS and its mailboxes, and on-call do what they are asked. */
export async function oblige(stage: Stage, own: SoakSite): Promise<void> {
  const request = await stage.latest(own);
  if (!request || !['PENDING', 'ACTION_REQUIRED'].includes(request.status)) return;
  if (wantsRecords(request)) mendRecords(stage, own);
  await decideMails(stage, own, approve, true);
  await validate(stage, own);
  if (request.step === 'AwaitRelease')
    await stage.ask('POST', `/sites/${own.siteId}/certificates/${request.requestId}/ask-for-help`);
  await prove(stage);
  await fileCases(stage);
}

/** Before it begins, or because a name does not serve: its record was changed after it was looked at. */
function wantsRecords({ step, aliases }: RequestView): boolean {
  return step === 'AwaitPreflightFix' || aliases.some(({ conditions }) => conditions.serving?.status === 'False');
}

export function mendRecords(stage: Stage, own: SoakSite): void {
  for (const name of own.domains) stage.putRecord(aliasOf(name), 'CNAME', stage.targetOf(own));
}

function changeRecord(stage: Stage, about: { site: number; domain: number; to: string }): void {
  const own = stage.siteOf(about.site);
  const values: Record<string, string> = {
    right: stage.targetOf(own),
    wrong: 'www.example.org',
    "another's": stage.targetOf(stage.siteOf(about.site + 1)),
  };
  stage.putRecord(aliasOf(own.domains[about.domain] ?? ''), 'CNAME', values[about.to]);
}

/** Whoever reads a mail decides; one that has run out, or was decided, stays as it is. */
export async function decideMails(stage: Stage, own: SoakSite, decide: typeof approve, all: boolean): Promise<void> {
  const arn = (await stage.latest(own))?.certificateArn;
  const { names = [], method } = stage.acm.certificates.find(arn ?? '') ?? {};
  const waiting = names.filter(({ status }) => status === 'PENDING_VALIDATION');
  if (method !== 'EMAIL') return;
  const mailed = new Set(stage.mail.mailboxes.list().map(({ subject }) => subject));
  const read = waiting.filter(({ name }) => mailed.has(`Certificate request for ${name}`));
  for (const { name } of all ? read : read.slice(0, 1)) await decide(stage, name).catch(() => undefined);
}

export async function validate(stage: Stage, own: SoakSite): Promise<void> {
  for (const { validationRecord } of (await stage.latest(own))?.aliases ?? [])
    if (validationRecord) addValidationRecord(stage, validationRecord);
}

async function hold(stage: Stage, about: { site: number; domain: number; how: string }): Promise<void> {
  const alias = aliasOf(stage.siteOf(about.site).domains[about.domain] ?? '');
  const holding = {
    alias,
    account: about.how === 'Amplify' ? AMPLIFY_ACCOUNT : FOREIGN_ACCOUNT,
    enabled: about.how !== 'disabled',
    kind: about.how === 'tenant' ? ('tenant' as const) : ('distribution' as const),
    wildcard: about.how === 'wildcard',
  };
  await stage.foreign.holdElsewhere(holding).catch(() => undefined); // somebody has it already
}

/** Open ones. */
async function tickets(stage: Stage): Promise<TicketRow[]> {
  return (await stage.ask<{ tickets: TicketRow[] }>('GET', '/tickets'))?.tickets ?? [];
}

async function readTickets(stage: Stage): Promise<TicketView[]> {
  const read = await Promise.all(
    (await tickets(stage)).map(({ ticketId }) => stage.ask<TicketView>('GET', `/tickets/${ticketId}`)),
  );
  return read.filter((ticket) => ticket !== undefined);
}

export async function prove(stage: Stage): Promise<void> {
  for (const { aliases } of await readTickets(stage)) for (const { record } of aliases) addProof(stage, record);
}

/** Not twice for one ticket; a case that names nothing that is held is not taken. */
export async function fileCases(stage: Stage): Promise<void> {
  for (const ticket of await readTickets(stage))
    if (ticket.supportCase && !ticket.supportCaseId) await fileCase(stage, ticket).catch(() => undefined);
}

/** What stands still by a technical failure goes on where it stopped. */
export async function redrive(stage: Stage): Promise<void> {
  const { executions, requests, moves } = await look(stage);
  const client = new SFNClient(reaching(stage, 'on-call'));
  const openRequest = (name: string) =>
    requests.find(({ requestId, failure }) => requestId === requestOf(name) && failure === null);
  const isOpen = (name: string) => {
    const move = moves.find(({ moveId }) => moveId === name);
    return move ? move.phase !== 'ENDED' : openRequest(name) !== undefined;
  };
  /** After 14 days only a cancel helps. */
  const concluded = (name: string) => {
    const request = openRequest(name);
    return request && stage.ask('POST', `/sites/${request.siteId}/certificates/${request.requestId}/cancel`);
  };
  for (const { arn, name, status } of executions)
    if (['FAILED', 'TIMED_OUT', 'ABORTED'].includes(status) && isOpen(name))
      await client.send(new RedriveExecutionCommand({ executionArn: arn })).catch(() => concluded(name));
  client.destroy();
}
