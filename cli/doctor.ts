/** The checks of `certs doctor`. Each says what was found, and what helps when it is wrong; the first dead end stops the rest. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS } from '../core/api/operations.ts';
import type { ErrorCode } from '../core/errors.ts';
import { Problem, Unreachable } from './client.ts';
import type { Session } from './session.ts';

export interface Check {
  name: string;
  /** Nothing of it must be mended. */
  ok: boolean;
  /** Something that not every profile has, this one has not: to know, not to mend. */
  lacking: boolean;
  found: string;
  /** Empty when there is nothing to do. */
  remedy: string;
}

export async function diagnose(session: Session): Promise<Check[]> {
  const profile = good('profile', `${session.profile.name}, ${session.profile.url}`);
  const { check: health, date } = await checkHealth(session);
  if (date === undefined) return [profile, health];
  return [
    profile,
    health,
    checkClock(date, session.terminal.now()),
    await checkVersion(session),
    ...(await checkPermissions(session)),
  ];
}

/** `date`: the service's Date header; undefined when nobody answered. */
async function checkHealth({ profile, terminal }: Session): Promise<{ check: Check; date?: string }> {
  const before = terminal.now().getTime();
  const answer = await get(`${profile.url}/health`);
  if (answer instanceof Unreachable) return { check: bad('service', answer.message, waysToReach(answer.code)) };
  const date = answer.headers.get('date') ?? '';
  const ms = terminal.now().getTime() - before;
  if (answer.ok)
    return { check: good('service', `healthy, build ${await buildOf(answer)}, answered in ${ms} ms`), date };
  const remedy =
    answer.status >= 500
      ? 'The service runs but what it depends on does not answer: look at its alarms.'
      : 'Is the url of the profile right? It ends in /api.';
  return { check: bad('service', `answered ${answer.status}`, remedy), date };
}

/** One that is older than this says none. */
async function buildOf(answer: Response): Promise<string> {
  const { build } = (await answer.json().catch(() => ({}))) as { build?: unknown };
  return typeof build === 'string' ? build : 'unknown';
}

/** Node's codes of what went wrong on the way. */
function waysToReach(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'Nothing listens there. Locally: npm start. Otherwise check the url of the profile.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'The name is not known to the DNS: check the url of the profile, and your network.';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'Its certificate is not trusted: give the CA with  certs profiles set NAME --url URL --ca FILE';
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return "Its certificate is not valid now: check this machine's clock first.";
    case 'TimeoutError':
      return 'It does not answer in time: is a proxy or firewall in between?';
    default:
      return 'Check the url of the profile, and your network.';
  }
}

/** Seconds. Signed requests of the API are refused when their time is further off. */
const MOST_SKEW = 120;

function checkClock(date: string, now: Date): Check {
  const seconds = Math.round((now.getTime() - Date.parse(date)) / 1000);
  if (Number.isNaN(seconds))
    return bad('clock', 'the service sent no Date', 'A proxy in between may have taken it away.');
  const off = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the service's`;
  if (Math.abs(seconds) <= MOST_SKEW) return good('clock', seconds === 0 ? "as the service's" : off);
  return bad(
    'clock',
    off,
    "Set this machine's clock by NTP: signed requests are refused when it is more than 2 minutes off.",
  );
}

/** The service describes itself; an operation that it lacks is a command here that cannot work. */
async function checkVersion({ profile }: Session): Promise<Check> {
  const ours = versionOf(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'));
  const answer = await get(`${profile.url}/openapi.json`);
  if (answer instanceof Unreachable || !answer.ok)
    return bad('version', 'the service does not describe itself', 'Is the url of the profile right? It ends in /api.');
  const described = (await answer.json()) as {
    info: { version: string };
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const known = Object.values(described.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  const lacking = Object.keys(OPERATIONS).filter((name) => !known.includes(name));
  const theirs = described.info.version;
  if (lacking.length === 0)
    return good('version', theirs === ours ? ours : `${ours} here, ${theirs} there: all commands work`);
  return bad(
    'version',
    `${ours} here, ${theirs} there, which lacks ${lacking.join(', ')}`,
    'Use the command line of that version.',
  );
}

function versionOf(packageJson: string): string {
  return (JSON.parse(packageJson) as { version: string }).version;
}

/** A customer's people and programs see their sites and no tickets, on-call's may see both: who may see neither can do nothing here. */
async function checkPermissions({ profile, call }: Session): Promise<Check[]> {
  const checks = [
    await checkPermission('sites', profile.name, () => call('sites.list', {})),
    await checkPermission('tickets', profile.name, () => call('tickets.list', {})),
  ];
  return checks.every(({ lacking }) => lacking)
    ? checks.map((check) => ({ ...check, ok: false, lacking: false }))
    : checks;
}

/** Only this refusal is about what the key may do: others are of the key itself, or of the service. */
const NO_PERMISSION: ErrorCode = 'PermissionDenied';

async function checkPermission(what: string, profile: string, read: () => Promise<unknown>): Promise<Check> {
  try {
    await read();
    return good('permission', `may see ${what}`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, remedy = '' } = error.details;
    if (code !== NO_PERMISSION) return bad('permission', `cannot see ${what}: ${error.message}`, remedy);
    const ask = `Ask for it, if you need it, for the key of profile ${profile}.`;
    return { name: 'permission', ok: true, lacking: true, found: `may not see ${what}`, remedy: ask };
  }
}

/** Milliseconds: a person waits. */
const PATIENCE_MS = 10_000;

/** A public address, without credentials. */
function get(url: string): Promise<Response | Unreachable> {
  return fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch((cause) => new Unreachable(url, cause));
}

function good(name: string, found: string): Check {
  return { name, ok: true, lacking: false, found, remedy: '' };
}

function bad(name: string, found: string, remedy: string): Check {
  return { name, ok: false, lacking: false, found, remedy };
}
