/** Answers of the service as a person reads them. What is wrong and who does what are the service's own words. */
import type { ConditionView, HistoryAnswer, PreflightAnswer } from '../core/api/answers-certificates.ts';
import type { DomainsAnswer, SiteAnswer } from '../core/api/answers-sites.ts';
import type { Answers } from '../core/api/operations.ts';
import { isServing } from '../core/status.ts';
import { withTimes } from '../core/text.ts';
import type { AliasView, RequestView } from '../core/view.ts';
import { whatStopped } from '../core/what-stopped.ts';
import type { ProblemDetails } from './client.ts';
import { migrationLines } from './migrations-in-words.ts';
import type { Colors } from './terminal.ts';

type Lines = string[];

/** `2026-11-21 09:00 UTC`, from RFC 3339: the service's time, to the minute. */
export function when(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Cells in columns, two spaces apart; the last column runs free. Pads before colours, which have no width. */
export function table(rows: readonly (readonly string[])[], paint: (cell: string, column: number) => string): Lines {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, n) => Math.max(all[n] ?? 0, cell.length)), []);
  return rows.map((row) =>
    row.map((cell, n) => paint(n === row.length - 1 ? cell : cell.padEnd((widths[n] ?? 0) + 2), n)).join(''),
  );
}

export function problemInWords(
  { detail = '', remedy, fields, callId, findings }: ProblemDetails,
  color: Colors,
): Lines {
  return [
    color.red(withTimes(detail)),
    ...(fields ?? []).map(({ field, problem }) => `  ${color.bold(field)} ${problem}`),
    ...(findings ? aliasesInWords(findings.aliases, color) : []),
    ...(remedy ? [withTimes(remedy)] : []),
    ...(callId ? [color.dim(`call ${callId}`)] : []),
  ];
}

export function sitesInWords(sites: readonly SiteAnswer[], color: Colors): Lines {
  if (sites.length === 0) return [];
  const rows = sites.map(({ siteId, dataCenter, apiDomainPrefix, name }) => [
    siteId,
    dataCenter,
    apiDomainPrefix ?? '-',
    name,
  ]);
  return table([['SITE', 'AT', 'PREFIX', 'NAME'], ...rows], (cell, n) => (n === 0 ? color.bold(cell) : cell));
}

type Retirement = NonNullable<SiteAnswer['retirement']>;

export function siteInWords(site: SiteAnswer, color: Colors): Lines {
  return [
    `${color.bold(site.siteId)}  ${site.name}, ${site.dataCenter}`,
    `  API key        ${site.apiKey}, of partner ${site.partnerId}`,
    `  active prefix  ${site.apiDomainPrefix ?? 'none'}`,
    `  CNAME target   ${site.cnameTarget ?? 'not there yet'}`,
    `  contacts       ${site.contacts.join(', ') || 'none'}`,
    ...(site.ssoGroup === undefined ? [] : [`  SSO group      ${site.ssoGroup}`]),
    ...(site.webhookUrl === undefined ? [] : [`  webhook        ${site.webhookUrl}`]),
    ...(!site.retirement ? [] : [`  retirement     ${retirementInWords(site.retirement)}`]),
    ...domainLines(site.trustedDomains, color),
    ...outdatedLines(site, color),
  ];
}

/** How the certificate that serves differs from the trusted domains. */
function outdatedLines({ siteId, certificateOutdated }: SiteAnswer, color: Colors): Lines {
  if (!certificateOutdated) return [];
  const { notCovered, noLongerTrusted } = certificateOutdated;
  return [
    color.yellow(`The certificate does not fit the trusted domains any more; see  certs plan ${siteId}`),
    ...notCovered.map((name) => `  ${name} is not in it`),
    ...noLongerTrusted.map((name) => `  ${name} is in it, its domain is not trusted any more`),
  ];
}

function retirementInWords({ state, deadline, pointing, unknown, endedAt, failing }: Retirement): string {
  if (failing) return `stands still (${whatStopped(failing)}): our on-call must act`;
  const left = [...pointing, ...unknown.map((name) => `${name} (its servers did not tell)`)];
  switch (state) {
    case 'AWAITING_DNS':
      return `waits until ${deadline ?? 'its deadline'} for the DNS; still here: ${left.join(', ') || 'none, confirmed after an hour'}`;
    case 'OVERDUE':
      return `not possible: names lead here still: ${left.join(', ')}`;
    case 'REMOVING':
      return 'everything of it is being taken away';
    default:
      return `${state} on ${endedAt}`;
  }
}

export function coverageInWords({ ssoGroup, sites }: Answers['sites.ssoCoverage'], color: Colors): Lines {
  if (ssoGroup === null) return ['This site is in no SSO group.'];
  return sites.map(({ siteId, name, apiDomainPrefix }) =>
    apiDomainPrefix === null
      ? `  ${color.red('✗')} ${siteId}  ${name}: no active prefix`
      : `  ${color.green('✓')} ${siteId}  ${name}: ${apiDomainPrefix}`,
  );
}

export function domainsInWords({ trustedDomains, zoneFile }: DomainsAnswer, color: Colors): Lines {
  const records = zoneFile.trim() === '' ? [] : ['', 'Records that the DNS needs:', zoneFile.trimEnd()];
  return [...domainLines(trustedDomains, color), ...records];
}

function domainLines(domains: SiteAnswer['trustedDomains'], color: Colors): Lines {
  return domains.map(({ domain, eligible, why }) =>
    eligible ? `  ${color.green('✓')} ${domain}` : `  ${color.dim(`- ${domain}: ${why}`)}`,
  );
}

export function preflightInWords({ clean, blocked, aliases, warnings, plan }: PreflightAnswer, color: Colors): Lines {
  const problems = plan?.problems ?? [];
  return [
    clean
      ? color.green(`All ${aliases.length} names are ready.`)
      : color.red(`${blocked.length} of ${aliases.length} names are not ready.`),
    ...aliasesInWords(aliases, color),
    ...[...problems, ...(warnings ?? [])].flatMap(({ message, remedy }) => ['', color.yellow(message), `  ${remedy}`]),
  ];
}

/** One line for a request in a list. */
export function requestLine(request: RequestView): readonly string[] {
  const { requestId, status, prefix, aliases, createdAt } = request;
  return [requestId, status, prefix, `${aliases.length} names, asked for ${when(createdAt)}`];
}

export function requestInWords(request: RequestView, color: Colors): Lines {
  const { requestId, status, step, since, notAfter, failing, failure, nextCheckAt, alongside, renewal, leftOut } =
    request;
  return [
    `${color.bold(requestId)}  ${paintStatus(status, color)}${alongside.map((what) => ` ${color.yellow(what)}`).join('')}  ${step} since ${when(since)}`,
    ...waitingLines(request),
    ...(nextCheckAt ? [`  we look again at ${when(nextCheckAt)}`] : []),
    ...(notAfter ? [`  certificate valid until ${when(notAfter)}`] : []),
    ...migrationLines(request),
    ...(renewal ? [`  renewal: ${withTimes(renewal.message)}`] : []),
    ...(failing ? [color.yellow(`  ${withTimes(failing.message)}`), `  ${withTimes(failing.remedy)}`] : []),
    ...(failure ? [color.red(`  ${withTimes(failure.message)}`), `  ${withTimes(failure.remedy)}`] : []),
    ...aliasesInWords(request.aliases, color),
    ...(leftOut.length > 0
      ? ['  left out, and named by the certificate still:', ...aliasesInWords(leftOut, color)]
      : []),
  ];
}

function waitingLines({ waitingOn, deadline }: RequestView): Lines {
  if (waitingOn === 'nobody') return [];
  return [`  waiting on ${waitingOn}${deadline ? ` until ${when(deadline)}` : ''}`];
}

function paintStatus(status: RequestView['status'], color: Colors): string {
  if (isServing({ status })) return color.green(status);
  if (status === 'ACTION_REQUIRED') return color.yellow(status);
  return status === 'PENDING' ? status : color.red(status);
}

/** Each name with all that somebody must do about it; else with what is not known or not yet so; else as right. */
export function aliasesInWords(aliases: readonly Pick<AliasView, 'alias' | 'conditions'>[], color: Colors): Lines {
  return aliases.flatMap(({ alias, conditions }) => {
    const open = Object.values(conditions).filter(isOpen);
    const todo = open.filter(({ actor }) => actor !== 'nobody');
    if (todo.length > 0) return todo.flatMap((condition) => problemLines(alias, condition, color));
    const latest = open.at(-1);
    if (latest) return [`  ${color.dim('…')} ${alias}: ${withTimes(latest.message)}`];
    // Its DNS is the first thing that is looked at.
    return [conditions.dns ? `  ${color.green('✓')} ${alias}` : `  ${color.dim('…')} ${alias}: not looked at yet`];
  });
}

/** That no edge shows a holder is as much as can be known before the certificate: nothing is open. */
function isOpen({ status, reason }: ConditionView): boolean {
  return status !== 'True' && reason !== 'NoHolderSeen';
}

function problemLines(alias: string, { status, message, remedy }: ConditionView, color: Colors): Lines {
  const mark = status === 'False' ? color.red('✗') : color.yellow('!');
  return [`  ${mark} ${alias}: ${withTimes(message)}`, `      ${withTimes(remedy)}`];
}

export function historyInWords({ events }: HistoryAnswer, color: Colors): Lines {
  return events.map(
    ({ at, by, text }) =>
      `${color.dim(when(at))}  ${withTimes(text)}${by === 'service' || text.includes(by) ? '' : ` (${by})`}`,
  );
}

/** Of an application just made, or rotated. Nobody is shown it again. */
export function secretInWords({ userKey, secret }: { userKey: string; secret: string }): string[] {
  return [`user key  ${userKey}`, `secret    ${secret}`, 'Keep the secret now: it is not shown again.'];
}
