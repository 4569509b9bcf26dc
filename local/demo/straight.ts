/**
 * The main job, told: a wrong record is found and put right, a certificate requested, mails sent again and approved, the
 * certificate attached and proven. Its first part begins every story.
 */
import { withTimes } from '../../core/text.ts';
import type { RequestView } from '../../core/view.ts';
import { NAMES_PER_CERTIFICATE } from '../aws/servicequotas/quotas.ts';
import { addValidationRecord, approve, mendRecord, raiseQuota } from '../people.ts';
import { PREFIX, SITE, trustedUrls } from '../scenery.ts';
import { OUR_ACCOUNT } from '../world.ts';
import { bold, plural, type Stage } from './stage.ts';

/** The world opens on a customer with so many domains. */
const ORDINARY_ALIASES = 5;
/** A day and a bit: nobody approves at once. */
const NEXT_DAY_HOURS = 26;

/** To READY. */
export async function tellStraight(stage: Stage): Promise<RequestView> {
  const { requestId } = await tellValidation(stage);
  const ready = await stage.until(requestId, ({ status }) => status === 'READY');
  stage.say(
    'Issued until',
    bold(withTimes(ready.notAfter ?? '')),
    'attached, deployed; every name answered a handshake.',
  );
  return ready;
}

/** From the first look to the moment when everybody has approved. */
export async function tellValidation(stage: Stage): Promise<RequestView> {
  const { product, flags, say } = stage;
  if (flags.aliases !== ORDINARY_ALIASES) await trust(stage);
  say('The customer wants the prefix', bold(PREFIX), `for its ${plural(flags.aliases, 'domain')}. Preflight:`);
  const method = flags.method && { method: flags.method };
  const seen = await product.call<{ clean: boolean; blocked: string[]; aliases: RequestView['aliases'] }>(
    'POST',
    `/sites/${SITE.siteId}/preflight`,
    { prefix: PREFIX, ...method },
  );
  stage.tellPreflight(seen.aliases);

  const { requestId } = await product.call<RequestView>('POST', `/sites/${SITE.siteId}/certificates`, {
    prefix: PREFIX,
    onFindings: 'wait',
    ...method,
  });
  if (seen.blocked.length > 0) await mend(stage, requestId, seen.blocked);

  const pending = await stage.until(requestId, ({ step }) => step === 'AwaitValidation');
  say('Certificate', bold(pending.certificateArn?.split('/')[1] ?? ''), 'requested.');
  if (pending.method === 'DNS') await addRecords(stage, pending);
  else await approveAll(stage, pending);
  return pending;
}

/** A day later the DNS owner adds the records that AWS named. */
async function addRecords({ product, say, hours, tellNames }: Stage, pending: RequestView): Promise<void> {
  say('AWS has named one record for each name; the contacts have got them.');
  await hours(NEXT_DAY_HOURS);
  const records = pending.aliases.flatMap(({ validationRecord }) => validationRecord ?? []);
  for (const record of records) addValidationRecord(product, record);
  tellNames(
    records.map(({ name }) => name),
    (name) => `the DNS owner adds ${name}`,
  );
}

/** One mail is sent again; a day later the mailbox owners press "I Approve". */
async function approveAll(stage: Stage, { requestId, aliases }: RequestView): Promise<void> {
  const { product, say } = stage;
  say(String(product.mail.mailboxes.list().length), 'mails have arrived.');
  const [first, ...others] = aliases.map(({ alias }) => alias);
  if (!first) throw new Error('a request without names');
  const { planned } = await product.call<{ planned: { alias: string }[] }>(
    'POST',
    `/sites/${SITE.siteId}/certificates/${requestId}/resend`,
    { alias: first },
  );
  await product.world.clock.quiet();
  say('Nobody finds the mail for', `${planned[0]?.alias}: sent again.`);
  await stage.hours(NEXT_DAY_HOURS);
  for (const alias of [first, ...others]) await approve(product, alias);
  stage.tellNames([first, ...others], (alias) => `"I Approve" for ${alias}`);
}

/** The customer has more or fewer domains; where AWS's quota has no room for them, on-call has it raised first. */
async function trust({ product, flags: { aliases: count }, say, good }: Stage): Promise<void> {
  const allowed = product.quotas.value(OUR_ACCOUNT, NAMES_PER_CERTIFICATE);
  if (count > allowed) {
    say(`AWS allows ${allowed} names in a certificate. On-call asks Service Quotas for ${count}.`);
    await raiseQuota(product, 'namesPerCertificate', count);
    good('granted');
  }
  const { siteId, ...site } = SITE;
  const urls = trustedUrls(count);
  await product.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls: urls });
  for (const url of urls.slice(ORDINARY_ALIASES)) mendRecord(product, new URL(url).hostname);
}

/** Two hours later somebody mends what preflight found. */
async function mend(stage: Stage, requestId: string, blocked: readonly string[]): Promise<void> {
  stage.say('Request', bold(requestId), 'waits for the DNS; no mail is sent yet.');
  await stage.until(requestId, ({ step }) => step === 'AwaitPreflightFix');
  await stage.hours(2);
  for (const alias of blocked) {
    mendRecord(stage.product, alias.slice(PREFIX.length + 1));
    stage.good(`the DNS owner writes the record of ${alias}`);
  }
}
