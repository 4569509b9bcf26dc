/** `certs sites …`, and the prefix of a site: `activate`, `deactivate`. */
import type { Command } from 'commander';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { type Client, type Input, Problem } from '../client.ts';
import { EXIT, Halt } from '../exit.ts';
import { coverageInWords, domainsInWords, siteInWords, sitesInWords } from '../in-words.ts';
import { cursorOption, pageInWords } from '../paging.ts';
import type { Program } from '../program.ts';

export function addSiteCommands(program: Program): void {
  const sites = program.command.command('sites').description('sites and their domains');
  addRegistration(sites, program);
  addDomains(sites, program);
  addRetirement(sites, program);
  addActivation(program);
}

function addRegistration(sites: Command, { act, terminal: { color } }: Program): void {
  sites
    .command('list', { isDefault: true })
    .description('the sites that you may see, 50 at a time')
    .addOption(cursorOption())
    .action(({ cursor }, self: Command) =>
      act(self, async ({ call, answer }) => {
        const page = await call('sites.list', { cursor });
        const lines = sitesInWords(page.sites, color);
        return answer(page, pageInWords(self, lines, page.nextCursor, 'No site that you may see.'));
      }),
    );

  sites
    .command('get <site>')
    .description('one site: CNAME target, active prefix, domains')
    .action((siteId: string, _, self: Command) =>
      act(self, async ({ call, answer }) => {
        const site = await call('sites.get', { siteId });
        return answer(site, siteInWords(site, color));
      }),
    );

  sites
    .command('register <site>')
    .description('registers a site, or changes of a known one what is named here; the rest stays as it is')
    .option('--name <name>', 'what people call it')
    .option('--api-key <key>', "the site's API key; cannot be changed")
    .option('--partner <id>', 'whose site it is, where the caller is not its partner; cannot be changed')
    .option('--data-center <id>', 'us1, eu1 or au1; cannot be changed')
    .option('--url <url...>', 'all trusted site URLs')
    .option('--contact <address...>', 'mail addresses that are told when a person must act')
    .option('--no-contact', 'nobody is told any more')
    .option('--sso-group <name>', 'sites of one partner that share their sign-in')
    .option('--no-sso-group', 'it shares its sign-in with no site any more')
    .option('--webhook <url>', 'where changes of status are to be posted')
    .option('--no-webhook', 'they are posted nowhere any more')
    .action((siteId: string, options: Registration, self: Command) =>
      act(self, async ({ call, answer }) => {
        const known = await knownSite(call, siteId);
        const site = await call('sites.register', inputOf(siteId, options, known), { asRead: known });
        return answer(site, siteInWords(site, color));
      }),
    );
}

/** Undefined is not named, false is emptied. */
interface Registration {
  name?: string;
  apiKey?: string;
  partner?: string;
  dataCenter?: string;
  url?: string[];
  contact?: string[] | false;
  ssoGroup?: string | false;
  webhook?: string | false;
}

/** Undefined where there is none yet; or the id is wrong, which its registration tells together with all that is wrong. */
async function knownSite(call: Client, siteId: string): Promise<SiteAnswer | undefined> {
  return call('sites.get', { siteId }, { asSent: true }).catch((error: unknown) => {
    if (error instanceof Problem && (error.status === 404 || error.status === 400)) return undefined;
    throw error;
  });
}

/** A registration replaces all settings: what is not named is sent as it is. Throws Halt where a new site lacks something. */
function inputOf(siteId: string, named: Registration, known: SiteAnswer | undefined): Input<'sites.register'> {
  const { name, apiKey, dataCenter, trustedSiteUrls } = {
    name: named.name ?? known?.name,
    apiKey: named.apiKey ?? known?.apiKey,
    dataCenter: named.dataCenter ?? known?.dataCenter,
    trustedSiteUrls: named.url ?? known?.trustedSiteUrls,
  };
  if (name === undefined || apiKey === undefined || dataCenter === undefined || trustedSiteUrls === undefined)
    throw new Halt(
      EXIT.usage,
      `${siteId} is not registered yet.`,
      'A new site needs --name, --api-key, --data-center and --url.',
    );
  return {
    siteId,
    apiKey,
    partnerId: named.partner ?? known?.partnerId,
    dataCenter,
    name,
    trustedSiteUrls: [...trustedSiteUrls],
    contacts: (named.contact ?? [...(known?.contacts ?? [])]) || [],
    ssoGroup: (named.ssoGroup ?? known?.ssoGroup) || undefined,
    webhookUrl: (named.webhook ?? known?.webhookUrl) || undefined,
  };
}

function addDomains(sites: Command, { act, terminal: { color } }: Program): void {
  sites
    .command('domains <site> [prefix]')
    .description('trusted domains, eligible or why not; with a prefix, the DNS records to add')
    .action((siteId: string, prefix: string | undefined, _, self: Command) =>
      act(self, async ({ call, answer }) => {
        const found = await call('sites.listTrustedDomains', { siteId, prefix });
        return answer(found, domainsInWords(found, color));
      }),
    );

  sites
    .command('sso <site>')
    .description('which sites of its SSO group have an active prefix, and which lack one')
    .action((siteId: string, _, self: Command) =>
      act(self, async ({ call, answer }) => {
        const coverage = await call('sites.ssoCoverage', { siteId });
        return answer(coverage, coverageInWords(coverage, color));
      }),
    );
}

function addRetirement(sites: Command, { act, terminal: { color } }: Program): void {
  sites
    .command('retire <site>')
    .description(
      'ends a site: when no DNS name leads to it any more, everything of it is taken away; again: looks at once',
    )
    .action((siteId: string, _, self: Command) =>
      act(self, async ({ call, answer }) => {
        const site = await call('sites.retire', { siteId });
        return answer(site, siteInWords(site, color));
      }),
    );

  sites
    .command('keep <site>')
    .description('withdraws a retirement, as long as nothing was taken away')
    .action((siteId: string, _, self: Command) =>
      act(self, async ({ call, answer }) => {
        const site = await call('sites.keep', { siteId });
        return answer(site, siteInWords(site, color));
      }),
    );
}

function addActivation({ command, act }: Program): void {
  command
    .command('activate <site> <prefix>')
    .description('browsers use the prefixed names from now on; possible when all of them serve')
    .action((siteId: string, prefix: string, _, self: Command) =>
      act(self, async ({ call, answer }) => {
        const site = await call('sites.setPrefix', { siteId, prefix });
        return answer(site, [`The prefix ${prefix} of ${siteId} is active.`]);
      }),
    );

  command
    .command('deactivate <site>')
    .description('browsers go back to the usual names; the certificate goes on serving')
    .action((siteId: string, _, self: Command) =>
      act(self, async ({ call, answer }) => {
        const site = await call('sites.clearPrefix', { siteId });
        return answer(site, [`${siteId} has no active prefix any more.`]);
      }),
    );
}
