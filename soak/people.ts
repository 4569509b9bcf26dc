/** What people of the soak's world do, whoever asks them: the site's admin, the owners of DNS and mailboxes, on-call. */
import { RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { PlanAnswer, SiteAnswer } from '../core/api/answers.ts';
import { isJob, machineOf, requestOf } from '../core/execution.ts';
import { isServing } from '../core/request.ts';
import type { TicketRow, TicketView } from '../core/ticket.ts';
import type { RequestView } from '../core/view.ts';
import { AMPLIFY_ACCOUNT, FOREIGN_ACCOUNT } from '../local/foreign.ts';
import { addProof, addValidationRecord, approve, fileCase } from '../local/people.ts';
import { PREFIX } from '../local/scenery.ts';
import { look, reaching } from './seen.ts';
import { aliasOf, type SoakSite, type Stage } from './stage.ts';

export function generate(stage: Stage, { siteId }: SoakSite, about: { onFindings: string; method?: string }) {
  const { onFindings, method } = about;
  return stage.ask('POST', `/sites/${siteId}/certificates`, { prefix: PREFIX, onFindings, ...(method && { method }) });
}

export async function ofLatest(stage: Stage, index: number, what: string, body?: object): Promise<unknown> {
  const own = stage.siteOf(index);
  const latest = await stage.latest(own);
  return latest && stage.ask('POST', `/sites/${own.siteId}/certificates/${latest.requestId}/${what}`, body);
}

/** The site's admin, the owners of its DNS and its mailboxes, and on-call do what they are asked. */
export async function oblige(stage: Stage, own: SoakSite): Promise<void> {
  const site = await stage.ask<SiteAnswer>('GET', `/sites/${own.siteId}`);
  if (site?.retirement?.state === 'AWAITING_DNS') leave(stage, own);
  const requests = await stage.open(own);
  if (requests.some(wantsRecords) && !site?.retirement) mendRecords(stage, own);
  await decideMails(stage, own, approve, true);
  await validate(stage, own);
  for (const { requestId, step } of requests)
    if (step === 'AwaitRelease') await stage.ask('POST', `/sites/${own.siteId}/certificates/${requestId}/ask-for-help`);
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

export function changeRecord(stage: Stage, about: { site: number; domain: number; to: string }): void {
  const own = stage.siteOf(about.site);
  const values: Record<string, string> = {
    right: stage.targetOf(own),
    wrong: 'www.example.org',
    "another's": stage.targetOf(stage.siteOf(about.site + 1)),
  };
  stage.putRecord(aliasOf(own.domains[about.domain] ?? ''), 'CNAME', values[about.to]);
}

/** No name of the site leads to us any more. */
export function leave(stage: Stage, own: SoakSite): void {
  for (const name of own.domains) stage.putRecord(aliasOf(name), 'CNAME', undefined);
}

/** The site trusts other domains, and whoever generates consents to all that goes off the air by it. */
export async function replace(stage: Stage, { siteId, domains }: SoakSite, trusted: readonly number[]): Promise<void> {
  await stage.register({ siteId, domains: trusted.map((index) => domains[index] ?? '') });
  const plan = await stage.ask<PlanAnswer>('POST', `/sites/${siteId}/plan`, { prefix: PREFIX });
  if (plan)
    await stage.ask('POST', `/sites/${siteId}/certificates`, {
      prefix: PREFIX,
      onFindings: 'wait',
      offAir: plan.removed,
    });
}

/** Whoever sees that a name blocks the rest leaves it out. */
export async function goOnWithout(stage: Stage, { siteId }: SoakSite): Promise<void> {
  const request = await stage.latest({ siteId, domains: [] });
  const without = (request?.aliases ?? [])
    .filter(({ conditions }) => Object.values(conditions).some((finding) => finding?.status === 'False'))
    .map(({ alias }) => alias);
  const path = `/sites/${siteId}/certificates/${request?.requestId}/continue-without`;
  if (request && without.length > 0) await stage.ask('POST', path, { without, offAir: without });
}

/** Whoever reads a mail decides, of a request or of a renewal; one that has run out, or was decided, stays as it is. */
export async function decideMails(stage: Stage, own: SoakSite, decide: typeof approve, all: boolean): Promise<void> {
  const asked = (await stage.open(own)).flatMap(({ certificateArn }) => {
    const { names = [], method, renewal } = stage.acm.certificates.find(certificateArn ?? '') ?? {};
    return method === 'EMAIL' ? (renewal?.names ?? names) : [];
  });
  const waiting = asked.filter(({ status }) => status === 'PENDING_VALIDATION');
  const mailed = new Set(stage.mail.mailboxes.list().map(({ subject }) => subject));
  const read = waiting.filter(({ name }) => mailed.has(`Certificate request for ${name}`));
  for (const { name } of all ? read : read.slice(0, 1)) await decide(stage, name).catch(() => undefined);
}

export async function validate(stage: Stage, own: SoakSite): Promise<void> {
  for (const { aliases } of await stage.open(own))
    for (const { validationRecord } of aliases) if (validationRecord) addValidationRecord(stage, validationRecord);
}

export async function hold(stage: Stage, about: { site: number; domain: number; how: string }): Promise<void> {
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

/** Open ones of names that others hold: renewals' close themselves. */
export async function tickets(stage: Stage): Promise<TicketRow[]> {
  const { tickets = [] } = (await stage.ask<{ tickets: TicketRow[] }>('GET', '/tickets')) ?? {};
  return tickets.filter(({ kind }) => kind === 'ownership');
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

/** What stands still by a technical failure goes on where it stopped: requests, what is done for them later, moves and retirements. */
export async function redrive(stage: Stage): Promise<void> {
  const { executions, requests, moves, sites } = await look(stage);
  const client = new SFNClient(reaching(stage, 'on-call'));
  const isOpen = (name: string) =>
    requests.some(
      ({ requestId, failure, failing }) =>
        requestId === requestOf(name) && (isJob(name) ? failing !== null : failure === null),
    ) || moves.some(({ execution, phase }) => execution === name && phase !== 'ENDED');
  /** After 14 days a request only ends, by cancel; what stands still beside it is set going by looking again. */
  const concluded = (name: string) => {
    const request = requests.find(({ requestId }) => requestId === requestOf(name));
    const act = machineOf(name) === 'move-ownership' || (request && isServing(request)) ? 'check-again' : 'cancel';
    return request && stage.ask('POST', `/sites/${request.siteId}/certificates/${request.requestId}/${act}`);
  };
  for (const { arn, name, status } of executions)
    if (['FAILED', 'TIMED_OUT', 'ABORTED'].includes(status) && isOpen(name))
      await client.send(new RedriveExecutionCommand({ executionArn: arn })).catch(() => concluded(name));
  client.destroy();
  // Retiring again sets a retirement going, however long it has stood still.
  for (const { siteId, retirement } of sites)
    if (retirement?.failing) await stage.ask('POST', `/sites/${siteId}/retire`);
}
