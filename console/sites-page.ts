/** All sites, what to try first, and the form that registers a site (or changes one). */
import { call, type Site } from './api.ts';
import { type Child, h } from './element.ts';
import { choice, form, input, lines, linesOf } from './form.ts';
import { live } from './live.ts';
import { isLocal } from './simulation.ts';
import { when } from './time.ts';
import { badge, card, code, empty, notify, simulated, table } from './widgets.ts';

const DATA_CENTERS = [
  ['us1', 'us1 (United States)'],
  ['eu1', 'eu1 (Europe)'],
  ['au1', 'au1 (Australia)'],
] as const;

export const siteLink = ({ siteId }: Pick<Site, 'siteId'>): string => `#/sites/${encodeURIComponent(siteId)}`;

export async function sitesPage(): Promise<Child> {
  const list = await live(
    h('div'),
    () => call('sites.list', {}),
    ({ sites }) => siteTable(sites),
  );
  return [h('h1', {}, 'Sites'), isLocal() && whatToTry(), card('All sites', list), card('Register a site', siteForm())];
}

function siteTable(sites: readonly Site[]): Child {
  if (sites.length === 0) return empty('No site yet. Register the first one below.');
  const rows = sites.map((site) => [
    h('a', { href: siteLink(site) }, site.name),
    code(site.siteId),
    site.dataCenter,
    String(site.trustedDomains.filter(({ eligible }) => eligible).length),
    site.apiDomainPrefix ? badge('success', site.apiDomainPrefix) : badge('quiet', 'none'),
    when(site.createdAt),
  ]);
  return table('Sites', ['Site', 'Site id', 'Data center', 'Domains', 'Active prefix', 'Registered'], rows);
}

/** New, or with a site filled in: then its name, URLs and contacts can be changed. */
export function siteForm(site?: Site): HTMLFormElement {
  const siteId = input('siteId', site?.siteId, site ? { readonly: true } : {});
  const name = input('name', site?.name);
  const dataCenter = choice('dataCenter', DATA_CENTERS, site?.dataCenter ?? 'us1');
  dataCenter.disabled = site !== undefined;
  const trustedSiteUrls = lines('trustedSiteUrls', site?.trustedSiteUrls);
  const contacts = lines('contacts', site?.contacts);
  const fields = [
    {
      label: 'Site id',
      control: siteId,
      hint: site
        ? 'Cannot be changed.'
        : 'Lower-case letters, digits and hyphens. It becomes part of the CNAME target and is never reused.',
    },
    { label: 'Name', control: name },
    { label: 'Data center', control: dataCenter, hint: 'Certificates are provisioned in these three only.' },
    {
      label: 'Trusted site URLs',
      control: trustedSiteUrls,
      hint: 'One a line, as https://www.example.com. Each gives one trusted domain.',
    },
    {
      label: 'Contacts',
      control: contacts,
      hint: 'Mail addresses, one a line: they are told when somebody must act. May be empty.',
    },
  ];
  return form(site ? 'site' : 'register', site ? 'Save changes' : 'Register site', fields, async () => {
    const saved = await call('sites.register', {
      siteId: siteId.value.trim(),
      name: name.value.trim(),
      dataCenter: dataCenter.value,
      trustedSiteUrls: linesOf(trustedSiteUrls),
      contacts: linesOf(contacts),
    });
    notify(`Site ${saved.siteId} is ${site ? 'changed' : 'registered'}.`);
    location.hash = siteLink(saved);
  });
}

function whatToTry(): HTMLElement {
  const steps: Child[] = [
    [
      'Open the site ',
      h('a', { href: '#/sites/acme?prefix=login' }, 'acme with the prefix login'),
      ', or register one of your own below.',
    ],
    [
      'Press ',
      h('b', {}, 'Check'),
      ': each name that is not ready says what was expected, what was found, and what to do.',
    ],
    [
      'Put the records right as the owner of the DNS would: ',
      h('b', {}, 'Put it right'),
      ' opens the zone editor filled in. Caches forget after some minutes: ',
      h('b', {}, '+1 h'),
      ' in the header lets them pass.',
    ],
    [
      'Check again, press ',
      h('b', {}, 'Generate'),
      ' and ',
      h('b', {}, 'Jump to next event'),
      ' until the approval mails are out.',
    ],
    [
      'Read them in ',
      h('a', { href: '#/world/mails' }, 'Mailboxes'),
      ' and press ',
      h('b', {}, 'I Approve'),
      ', once for each name.',
    ],
    ['Jump on: the certificate is issued, attached, deployed, and proven by a handshake on every name.'],
    [
      'Press ',
      h('b', {}, 'Activate prefix'),
      '. Or, another time: approve nothing, and press ',
      h('b', {}, '+24 h'),
      ' four times.',
    ],
  ];
  const tips = card(
    'What to try',
    h(
      'ol',
      {},
      steps.map((step) => h('li', {}, step)),
    ),
  );
  tips.classList.add('tips');
  tips.firstElementChild?.append(' ', simulated());
  return tips;
}
