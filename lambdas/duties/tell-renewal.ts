/**
 * A renewal as people see it: AWS's rounds of mails told apart from our own letters, each name's approval, records that are missing.
 * Nobody is bothered about what AWS does by itself.
 */

import { isTrue } from '../../core/condition.ts';
import type { Dns } from '../../core/dns.ts';
import { counting } from '../../core/health.ts';
import { renewalImpossible, renewalRecords, renewalReminder, renewalTrouble } from '../../core/letters/renewal.ts';
import { REASONS } from '../../core/reasons.ts';
import {
  COMPLAINTS,
  countRound,
  dueBy,
  dueReminderDays,
  EDGE_HOURS,
  isBeyondEmail,
  openNames,
  type Renewal,
} from '../../core/renewal.ts';
import {
  type CertificateRequest,
  certificateNames,
  type FoundCondition,
  validationDomainOf,
  validationDomainsOf,
} from '../../core/request.ts';
import { few } from '../../core/text.ts';
import { withTurn } from '../../core/turn.ts';
import type { Certificate, CertificateRenewal } from '../clients/acm.ts';
import { checkValidationRecords } from './check-validation-records.ts';
import { asConditions } from './record-findings.ts';
import { seeThreats } from './see-threats.ts';
import { type Post, tellContacts } from './tell-contacts.ts';

export interface RenewalLook {
  dns: () => Dns;
  post: Post;
  request: CertificateRequest;
  renewal: Renewal;
  certificate: Certificate;
  now: Date;
}

/** AWS has the new certificate; the old one serves until the edges have it. What AWS complained about on the way is looked at again. */
export async function tellRenewed({
  dns,
  post,
  request: before,
  certificate,
  now,
}: Omit<RenewalLook, 'renewal'>): Promise<CertificateRequest> {
  const { notAfter = '', serial = '' } = certificate;
  const at = now.toISOString();
  const conditions = await threatsBy(dns, before, before.renewal?.trouble ?? null, notAfter, now);
  return post.requests.change(before.requestId, (request) => {
    const { renewal } = request;
    if (!renewal || renewal.renewedAt) return undefined;
    return withTurn(request, {
      type: 'CertificateRenewed',
      at,
      by: 'service',
      text: `AWS has renewed the certificate: valid until ${notAfter}, serial ${serial}. All edges show it within ${EDGE_HOURS} hours.`,
      set: { notAfter, renewal: { ...renewal, renewedAt: at, trouble: null } },
      conditions: [...certificateNames(request).map(approved), ...conditions],
    });
  });
}

/** What has changed since the last look, and letters whose day has come. */
export async function tellRenewalPending(look: RenewalLook): Promise<void> {
  const { post, renewal, certificate, now } = look;
  const { method } = look.request;
  const summary = certificate.renewal;
  // The summary of the renewal before stays until this one has begun.
  const begun = summary && summary.status !== 'SUCCESS' ? summary : undefined;
  let request = look.request;
  const beyond = isBeyondEmail(renewal.notAfter, method, now);
  if (beyond) request = await tellBeyondEmail(post, request, now);
  else if (begun) request = method === 'EMAIL' ? await tellApprovals(look, begun) : await tellRecords(look, begun);
  if (begun && !beyond) await tellTrouble({ ...look, request }, begun);
  await remind(post, request, renewal, now);
}

/** No click helps any more. */
function tellBeyondEmail(post: Post, { requestId }: CertificateRequest, now: Date) {
  return post.requests.change(requestId, (present) =>
    withTurn(present, {
      type: 'RenewalLooked',
      at: now.toISOString(),
      by: 'service',
      text: 'AWS renews nothing by e-mail validation any more: only validation by DNS or a new certificate helps.',
    }),
  );
}

async function tellApprovals({ post, request, certificate, now }: RenewalLook, summary: CertificateRenewal) {
  const { requestId } = request;
  const at = now.toISOString();
  const { names } = summary;
  const done = names.filter(({ validated }) => validated).map(({ name }) => name);
  const isNext = request.renewal?.round !== (request.renewal && countRound(request.renewal, summary.updatedAt).round);
  if (isNext)
    await post.requests.addEvidence(
      requestId,
      names.map(({ name, emails }) => ({ alias: name, kind: 'addresses', at, seen: emails })),
    );
  return post.requests.change(requestId, (present) => {
    const { renewal } = present;
    if (!renewal) return undefined;
    const wanted = certificateNames(present);
    const counted = countRound(renewal, summary.updatedAt);
    const open = wanted.filter((alias) => !done.includes(alias));
    const mailed = `AWS has sent approval mails for the renewal (round ${counted.round}) to the mailboxes of ${few(validationDomainsOf(present, wanted))}.`;
    return withTurn(present, {
      type: isNext ? 'RenewalMailsSent' : 'RenewalLooked',
      at,
      by: 'service',
      text: isNext ? mailed : `${done.length} of ${wanted.length} names are approved for the renewal.`,
      set: { renewal: { ...renewal, ...counted } },
      conditions: [...done.map(approved), ...open.map((alias) => pending(present, alias, certificate))],
    });
  });
}

/** Only what AWS does not find is looked for: what stands in the DNS is no matter for anybody. */
async function tellRecords({ dns, post, request, renewal, now }: RenewalLook, summary: CertificateRenewal) {
  const { requestId, method } = request;
  const lacking = summary.status === 'PENDING_VALIDATION' ? summary.names.filter(({ validated }) => !validated) : [];
  const records = Object.fromEntries(lacking.flatMap(({ name, record }) => (record ? [[name, record]] : [])));
  const until = dueBy(renewal.notAfter, method);
  const findings = await checkValidationRecords(dns(), request, { records, until });
  const missing = Object.entries(findings).flatMap(([alias, { reason }]) =>
    REASONS[reason].actor === 'customer DNS' ? [alias] : [],
  );
  const told = await post.requests.change(requestId, (present) =>
    withTurn(present, {
      type: 'RenewalLooked',
      at: now.toISOString(),
      by: 'service',
      text:
        lacking.length === 0
          ? 'AWS finds all validation records, and renews the certificate by itself.'
          : `AWS does not find the validation records of ${lacking.length} names; we miss ${missing.length} of them.`,
      ...(present.renewal && missing.length > 0 && { set: { renewal: { ...present.renewal, asked: true } } }),
      conditions: [
        ...certificateNames(present)
          .filter((alias) => !findings[alias])
          .map(approved),
        ...asConditions('approval', findings),
      ],
    }),
  );
  const wantedRecords = missing.flatMap((alias) => records[alias] ?? []);
  if (wantedRecords.length > 0)
    await tellContacts(
      post,
      told,
      'renewal records',
      renewalRecords(told, wantedRecords, renewal.notAfter, post.consoleUrl),
      now,
    );
  return told;
}

/** ACM's complaint, told when it changes; a round without one takes it back. */
async function tellTrouble({ dns, post, request, renewal, now }: RenewalLook, summary: CertificateRenewal) {
  const trouble = summary.trouble ?? null;
  if (!request.renewal || request.renewal.trouble === trouble) return;
  const conditions = await threatsBy(dns, request, trouble, renewal.notAfter, now);
  const told = await post.requests.change(request.requestId, (present) => ({
    type: 'RenewalLooked',
    at: now.toISOString(),
    by: 'service',
    text: trouble ? `AWS could not renew the certificate (${trouble}).` : 'AWS tries the renewal again.',
    ...(present.renewal && {
      set: { renewal: { ...present.renewal, trouble, asked: present.renewal.asked || trouble !== null } },
    }),
    conditions,
  }));
  const wrong = conditions.filter(({ finding }) => !isTrue(finding));
  if (!trouble || isTold(told, wrong, renewal)) return;
  const letter = renewalTrouble(told, { trouble, wrong, notAfter: renewal.notAfter }, post.consoleUrl);
  await tellContacts(post, told, `renewal trouble ${trouble}`, letter, now);
}

/** What of the DNS AWS complains about: it has met it, so one look counts. */
async function threatsBy(
  dns: () => Dns,
  request: CertificateRequest,
  trouble: string | null,
  notAfter: string,
  now: Date,
): Promise<FoundCondition[]> {
  const about = trouble === null ? undefined : COMPLAINTS[trouble];
  if (!about) return [];
  const seen = await seeThreats(dns(), request, notAfter, now);
  return counting(
    request,
    seen.filter(({ name }) => name === about),
    now,
  );
}

/** Whether health has written to the contacts about all of it since the renewal began. */
function isTold({ letters }: CertificateRequest, wrong: readonly FoundCondition[], { startedAt }: Renewal): boolean {
  const times = wrong.map(({ finding }) => finding.facts.since ?? '');
  return times.length > 0 && times.every((since) => since >= startedAt && letters.includes(`trouble since ${since}`));
}

async function remind(post: Post, request: CertificateRequest, { notAfter }: Renewal, now: Date): Promise<void> {
  const days = dueReminderDays(notAfter, now);
  const open = openNames(request);
  const impossible = isBeyondEmail(notAfter, request.method, now);
  if (days === undefined || (open.length === 0 && !impossible)) return;
  const letter = impossible
    ? renewalImpossible(request, notAfter, post.consoleUrl)
    : renewalReminder(request, { open, days, notAfter }, post.consoleUrl);
  await tellContacts(post, request, `renewal reminder ${days}`, letter, now);
}

function approved(alias: string): FoundCondition {
  return { alias, name: 'approval', finding: { reason: 'Approved', facts: { alias } } };
}

function pending(request: CertificateRequest, alias: string, { notAfter = '' }: Certificate): FoundCondition {
  const { method, renewal } = request;
  const end = renewal?.notAfter ?? notAfter;
  const validationDomain = validationDomainOf(request, alias);
  const facts = { alias, notAfter: end, validationDomain, until: dueBy(end, method) };
  return { alias, name: 'approval', finding: { reason: 'RenewalPending', facts } };
}
