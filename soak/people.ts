/**
 * What people of the soak's world do, whoever asks them: the site's admin, the owners of DNS and mailboxes, on-call. What there is to do
 * they see in the world itself (soak/seen.ts); the API is called for what they do.
 */
import type { PlanAnswer } from '../core/api/answers-certificates.ts';
import { REASONS } from '../core/reasons.ts';
import { type TicketView, ticketView } from '../core/ticket.ts';
import type { ValidationRecord } from '../core/validation-record.ts';
import { AMPLIFY_ACCOUNT, FOREIGN_ACCOUNT } from '../local/foreign.ts';
import { addProof, addValidationRecord, type approve, fileCase } from '../local/people.ts';
import { PREFIX } from '../local/scenery.ts';
import { look } from './seen.ts';
import { aliasOf, type SoakSite, type Stage } from './stage.ts';

export function generate(stage: Stage, { siteId }: SoakSite, about: { onFindings: string; method?: string }) {
  const { onFindings, method } = about;
  return stage.ask('POST', `/sites/${siteId}/certificates`, { prefix: PREFIX, onFindings, ...(method && { method }) });
}

export async function ofLatest(stage: Stage, index: number, what: string, body?: object): Promise<unknown> {
  const own = stage.siteOf(index);
  const latest = stage.latest(own);
  return latest && stage.ask('POST', `/sites/${own.siteId}/certificates/${latest.requestId}/${what}`, body);
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
export async function goOnWithout(stage: Stage, own: SoakSite): Promise<void> {
  const request = stage.latest(own);
  const without = (request?.aliases ?? []).filter((alias) =>
    Object.values(request?.conditions[alias] ?? {}).some(({ reason }) => REASONS[reason].status === 'False'),
  );
  const path = `/sites/${own.siteId}/certificates/${request?.requestId}/continue-without`;
  if (request && without.length > 0) await stage.ask('POST', path, { without, offAir: without });
}

/** Whoever reads a mail decides, of a request or of a renewal; one that has run out, or was decided, stays as it is. */
export async function decideMails(stage: Stage, own: SoakSite, decide: typeof approve, all: boolean): Promise<void> {
  const read = mailsOf(stage, own);
  for (const name of all ? read : read.slice(0, 1)) await decide(stage, name).catch(() => undefined);
}

/** The names that wait for somebody who has got a mail. */
export function mailsOf(stage: Stage, own: SoakSite): string[] {
  const asked = stage.open(own).flatMap(({ certificateArn }) => {
    const { names = [], method, renewal } = stage.acm.certificates.find(certificateArn ?? '') ?? {};
    return method === 'EMAIL' ? (renewal?.names ?? names) : [];
  });
  const waiting = asked.filter(({ status }) => status === 'PENDING_VALIDATION').map(({ name }) => name);
  if (waiting.length === 0) return [];
  const mailed = new Set(stage.mail.mailboxes.list().map(({ subject }) => subject));
  return waiting.filter((name) => mailed.has(`Certificate request for ${name}`));
}

export function validate(stage: Stage, own: SoakSite): void {
  for (const record of recordsToAdd(stage, own)) addValidationRecord(stage, record);
}

/** The CNAMEs that are asked for, and do not stand. */
export function recordsToAdd(stage: Stage, own: SoakSite): ValidationRecord[] {
  const open = new Set(stage.open(own).map(({ requestId }) => requestId));
  const asked = look(stage).validationRecords.filter(({ requestId }) => open.has(requestId));
  return asked.map(({ record }) => record).filter(({ name, value }) => stage.recordAt(name, 'CNAME') !== value);
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

/** Open ones of names that others hold, the newest first: renewals' close themselves. */
export function tickets(stage: Stage): TicketView[] {
  const { moves, requests } = look(stage);
  const now = stage.world.clock.now();
  return moves
    .filter(({ ticketId, phase }) => ticketId !== null && phase !== 'ENDED')
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
    .flatMap((move) => {
      const request = requests.find(({ requestId }) => requestId === move.requestId);
      return request ? [ticketView({ move, request, wait: undefined, now })] : [];
    });
}

export function prove(stage: Stage): void {
  for (const record of proofsToWrite(stage)) addProof(stage, record);
}

/** The TXT records that tickets ask for, and that do not stand. */
export function proofsToWrite(stage: Stage): { name: string; value: string }[] {
  const asked = tickets(stage).flatMap(({ aliases }) => aliases.map(({ record }) => record));
  return asked.filter(({ name, value }) => stage.recordAt(name, 'TXT') !== `"${value}"`);
}

/** Not twice for one ticket; a case that names nothing that is held is not taken. */
export async function fileCases(stage: Stage): Promise<void> {
  for (const ticket of casesToFile(stage)) await fileCase(stage, ticket).catch(() => undefined);
}

export function casesToFile(stage: Stage): TicketView[] {
  return tickets(stage).filter(({ supportCase, supportCaseId }) => supportCase && !supportCaseId);
}

/** What a person opens before he acts: the site, its newest request, and a ticket. */
export async function browse(stage: Stage, own: SoakSite): Promise<void> {
  const [latest, [newest]] = [stage.latest(own), tickets(stage)];
  await stage.ask('GET', `/sites/${own.siteId}`);
  if (latest) await stage.ask('GET', `/sites/${own.siteId}/certificates/${latest.requestId}`);
  if (newest) await stage.ask('GET', `/tickets/${newest.ticketId}`);
}
