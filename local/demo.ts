/**
 * `npm run demo`: the main job told in the terminal. A wrong record is found and put right, a certificate requested, mails
 * sent again and approved, the certificate attached, proven by a real handshake, and the prefix activated.
 */
import { connect } from 'node:tls';
import color from 'picocolors';
import type { RequestView } from '../core/view.ts';
import { NAMES_PER_CERTIFICATE } from './aws/servicequotas/quotas.ts';
import { type DemoFlags, readDemoFlags } from './demo-flags.ts';
import { readHistory, transitionsOf } from './history.ts';
import { requireNode24 } from './node-version.ts';
import { addValidationRecord, approve, mendRecord, raiseQuota } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { PREFIX, SITE, trustedUrls } from './scenery.ts';
import { OUR_ACCOUNT } from './world.ts';

requireNode24();

const flags = flagsOrExit();

const HOUR_MS = 3_600_000;
/** The world opens on a customer with so many domains. */
const ORDINARY_ALIASES = 5;
/** The journey takes hours of world time; a day more than the approval's 96 h means that something is stuck. */
const LIMIT_MS = 120 * HOUR_MS;

interface Proof {
  alias: string;
  fingerprint256: string;
  names: string[];
  issuer: string;
  notAfter: string;
}

/** More names than this are told in sum. */
const MOST_TOLD = 8;

const started = performance.now();
const product = await startProduct({ seed: 'demo' });
const begin = product.world.clock.now();
try {
  const request = await journey(product);
  const proofs = await Promise.all(request.aliases.map(({ alias }) => prove(product, alias)));
  await product.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  const end = await read(product, request.requestId);
  await tellEnd(product, end, proofs);
} finally {
  if (!flags.keep) await product.stop();
}

async function journey(on: Product): Promise<RequestView> {
  if (flags.aliases !== ORDINARY_ALIASES) await trust(on, flags.aliases);
  say('The customer wants the prefix', bold(PREFIX), `for its ${plural(flags.aliases, 'domain')}. Preflight:`);
  const seen = await on.call<{ clean: boolean; blocked: string[]; aliases: RequestView['aliases'] }>(
    'POST',
    `/sites/${SITE.siteId}/preflight`,
    { prefix: PREFIX, ...(flags.method && { method: flags.method }) },
  );
  tellPreflight(seen.aliases);

  const { requestId } = await on.call<RequestView>('POST', `/sites/${SITE.siteId}/certificates`, {
    prefix: PREFIX,
    onFindings: 'wait',
    ...(flags.method && { method: flags.method }),
  });
  if (seen.blocked.length > 0) await mend(on, requestId, seen.blocked);

  const pending = await until(on, requestId, ({ step }) => step === 'AwaitValidation');
  say('Certificate', bold(pending.certificateArn?.split('/')[1] ?? ''), 'requested.');
  if (pending.method === 'DNS') await addRecords(on, pending);
  else await approveAll(on, pending);
  const ready = await until(on, requestId, ({ status }) => status === 'READY');
  say('Issued until', bold(ready.notAfter ?? ''), 'attached, deployed; every name answered a handshake.');
  return ready;
}

/** A day later the DNS owner adds the records that AWS named. */
async function addRecords(on: Product, pending: RequestView): Promise<void> {
  say('AWS has named one record for each name; the contacts have got them.');
  await on.world.clock.jumpTo(new Date(on.world.clock.now().getTime() + 26 * HOUR_MS));
  const records = pending.aliases.flatMap(({ validationRecord }) => validationRecord ?? []);
  for (const record of records) addValidationRecord(on, record);
  tellNames(
    records.map(({ name }) => name),
    (name) => `the DNS owner adds ${name}`,
  );
}

/** One mail is sent again; a day later the mailbox owners press "I Approve". */
async function approveAll(on: Product, { requestId, aliases }: RequestView): Promise<void> {
  say(String(on.mail.mailboxes.list().length), 'mails have arrived.');
  const [first, ...others] = aliases.map(({ alias }) => alias);
  if (!first) throw new Error('a request without names');
  const { planned } = await on.call<{ planned: { alias: string }[] }>(
    'POST',
    `/sites/${SITE.siteId}/certificates/${requestId}/resend`,
    { alias: first },
  );
  await on.world.clock.quiet();
  say('Nobody finds the mail for', `${planned[0]?.alias}: sent again.`);
  await on.world.clock.jumpTo(new Date(on.world.clock.now().getTime() + 26 * HOUR_MS));
  for (const alias of [first, ...others]) await approve(on, alias);
  tellNames([first, ...others], (alias) => `"I Approve" for ${alias}`);
}

/** The customer has more or fewer domains; where AWS's quota has no room for them, on-call has it raised first. */
async function trust(on: Product, count: number): Promise<void> {
  const allowed = on.quotas.value(OUR_ACCOUNT, NAMES_PER_CERTIFICATE);
  if (count > allowed) {
    say(`AWS allows ${allowed} names in a certificate. On-call asks Service Quotas for ${count}.`);
    await raiseQuota(on, 'namesPerCertificate', count);
    say(color.green('  ✓'), 'granted');
  }
  const { siteId, ...site } = SITE;
  const urls = trustedUrls(count);
  await on.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls: urls });
  for (const url of urls.slice(ORDINARY_ALIASES)) mendRecord(on, new URL(url).hostname);
}

/** Two hours later somebody mends what preflight found. */
async function mend(on: Product, requestId: string, blocked: readonly string[]): Promise<void> {
  say('Request', bold(requestId), 'waits for the DNS; no mail is sent yet.');
  await until(on, requestId, ({ step }) => step === 'AwaitPreflightFix');
  await on.world.clock.jumpTo(new Date(on.world.clock.now().getTime() + 2 * HOUR_MS));
  for (const alias of blocked) {
    mendRecord(on, alias.slice(PREFIX.length + 1));
    say(color.green('  ✓'), `the DNS owner writes the record of ${alias}`);
  }
}

/** Jumps from event to event until the request is so. A request that ends otherwise is an error. */
async function until(on: Product, requestId: string, reached: (request: RequestView) => boolean): Promise<RequestView> {
  let latest = await read(on, requestId);
  const limit = new Date(on.world.clock.now().getTime() + LIMIT_MS);
  await on.world.clock.jumpUntil(async () => {
    latest = await read(on, requestId);
    if (latest.failure) throw new Error(`${latest.failure.message} ${latest.failure.remedy}`);
    if (latest.failing) throw new Error(`the workflow stopped: ${latest.failing.error}`);
    return reached(latest);
  }, limit);
  return latest;
}

function read(on: Product, requestId: string): Promise<RequestView> {
  return on.call<RequestView>('GET', `/sites/${SITE.siteId}/certificates/${requestId}`);
}

/** A handshake of the demo's own, as any browser makes it. */
function prove({ ports, rootPem }: Product, alias: string): Promise<Proof> {
  return new Promise((resolve, reject) => {
    // Dates are world time and the journey ends in the machine's future: the service judges them; here the chain and the name count.
    const socket = connect(
      { host: '127.0.0.1', port: ports.edgeTls, servername: alias, ca: rootPem, rejectUnauthorized: false },
      () => {
        const { fingerprint256, subjectaltname = '', issuer, valid_to } = socket.getPeerCertificate();
        const names = subjectaltname.split(', ').map((name) => name.replace('DNS:', ''));
        socket.destroy();
        if (!names.includes(alias)) reject(new Error(`${alias} is answered with a certificate for ${names}`));
        resolve({
          alias,
          fingerprint256,
          names,
          issuer: String(issuer.CN),
          notAfter: new Date(valid_to).toISOString(),
        });
      },
    );
    socket.once('error', reject);
  });
}

async function tellEnd(on: Product, request: RequestView, proofs: readonly Proof[]): Promise<void> {
  const executionArn = `${on.stateMachineArn('provision-certificate').replace(':stateMachine:', ':execution:')}:${request.requestId}`;
  const transitions = transitionsOf(await readHistory(`http://127.0.0.1:${on.ports.aws}`, executionArn));
  const virtualHours = Math.round(((on.world.clock.now().getTime() - begin.getTime()) / HOUR_MS) * 10) / 10;
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const edge = `127.0.0.1:${on.ports.edgeTls}`;
  say(
    'Prefix activated:',
    bold(request.status),
    `after ${virtualHours} h of world time, ${transitions} state transitions, ${seconds} s here.`,
  );
  tellNames(proofs, ({ alias, fingerprint256 }) => `${alias} ${color.dim(fingerprint256)}`);
  if (flags.keep)
    say(
      'The edge stays up:',
      bold(`openssl s_client -connect ${edge} -servername ${proofs[0]?.alias}`),
      '(Ctrl-C ends)',
    );
  if (flags.json) {
    const { requestId, status, certificateArn } = request;
    console.log(
      JSON.stringify({
        status,
        requestId,
        certificateArn,
        aliases: proofs,
        transitions,
        virtualHours,
        seconds,
        ...(flags.keep ? { edge } : {}),
      }),
    );
  }
}

/** What is wrong name by name; what is right only where there are few names. */
function tellPreflight(aliases: RequestView['aliases']): void {
  const problems = aliases.map(({ alias, conditions }) => ({
    alias,
    bad: Object.values(conditions).find(({ status, actor }) => status === 'False' && actor !== 'nobody'),
  }));
  for (const { alias, bad } of problems) {
    if (bad) say(color.red('  ✗'), `${bad.message}\n      ${color.dim(bad.remedy)}`);
    else if (aliases.length <= MOST_TOLD) say(color.green('  ✓'), alias);
  }
  const good = problems.filter(({ bad }) => !bad).length;
  if (aliases.length > MOST_TOLD) say(color.green('  ✓'), `${plural(good, 'name')} as they should be`);
}

/** One line for each of the first names, one for the rest. */
function tellNames<T>(names: readonly T[], line: (name: T) => string): void {
  for (const name of names.slice(0, MOST_TOLD)) say(color.green('  ✓'), line(name));
  if (names.length > MOST_TOLD) say(color.green('  ✓'), `and ${names.length - MOST_TOLD} more, all alike`);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function flagsOrExit(): DemoFlags {
  try {
    return readDemoFlags(process.argv.slice(2));
  } catch (error) {
    console.error(color.red(error instanceof Error ? error.message : String(error)));
    process.exit(2); // as shells have it: the command was used wrongly
  }
}

/** The story goes to standard error when standard output is for a machine. */
function say(...words: string[]): void {
  (flags.json ? console.error : console.log)(
    color.dim(product.world.clock.now().toISOString().slice(0, 16).replace('T', ' ')),
    ...words,
  );
}

function bold(text: string): string {
  return color.bold(text);
}
