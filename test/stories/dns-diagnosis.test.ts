/**
 * Everything that can be wrong in a customer's DNS, each at a domain of its own, all in one preflight: what a customer reads
 * about it, and that doing what the remedy says makes the preflight clean.
 */
import { REASONS } from '../../core/reasons.ts';
import type { AliasView } from '../../core/view.ts';
import { createDnsClient } from '../../lambdas/clients/dns.ts';
import { NAMES_PER_CERTIFICATE } from '../../local/aws/servicequotas/quotas.ts';
import type { DnssecVerdict, NameServer, RecordType, ServerBehaviour } from '../../local/dns/zones.ts';
import { OUR_ACCOUNT } from '../../local/world.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const TARGET = 'muddle.sslproxy.us1.gigya.com';
const ELSEWHERE = 'shops.example.net';
const PROVIDER: NameServer[] = [
  { host: 'ns1.dns-provider.net', address: '127.53.0.11' },
  { host: 'ns2.dns-provider.net', address: '127.53.0.12' },
];

/** Whoever manages a domain's DNS. */
type Owner = ReturnType<typeof ownerOf>;

function ownerOf({ zones, resolvers, ports }: Story, domain: string) {
  const alias = `login.${domain}`;
  const put = (name: string, type: RecordType, ...values: string[]) =>
    zones.put(domain, { name, type, ttl: 300, values });
  return {
    domain,
    put,
    remove: (name: string, type: RecordType) => zones.remove(domain, name, type),
    /** A zone that answers and whose domain receives mail: by the usual provider, or by so many servers of its own. */
    open(own: string[] = []) {
      const servers = own.map((address, n) => ({ host: `ns${n + 1}.${domain}`, address }));
      zones.createZone({ name: domain, servers: servers.length > 0 ? servers : PROVIDER });
      put(domain, 'MX', `10 mail.${domain}`);
    },
    /** Every server of its own. */
    behave(behaviour: ServerBehaviour) {
      for (const { host } of zones.zone(domain)?.servers ?? []) zones.setBehaviour(host, behaviour);
    },
    behaveOne: (host: string, behaviour: ServerBehaviour) => zones.setBehaviour(host, behaviour),
    sign: (verdict: DnssecVerdict) => zones.setDnssec(domain, verdict),
    point: (to: string) => put(alias, 'CNAME', to),
    /** Instead of what stood there. */
    pointInstead(type: RecordType) {
      zones.remove(domain, alias, type);
      put(alias, 'CNAME', TARGET);
    },
    /** Somebody's resolver asks for the alias, and remembers the answer. */
    visit: () => createDnsClient({ resolvers: [`${resolvers[0]}:${ports.dns}`] }).lookup(alias, 'A'),
  };
}

interface Case {
  domain: string;
  wrong(owner: Owner): unknown;
  /** What the remedy says, as its reader does it; absent where time heals. */
  mend?(owner: Owner): unknown;
  reads: Partial<Record<'dns' | 'mail' | 'caa', [reason: keyof typeof REASONS, message: string, remedy: string]>>;
}

const right = (owner: Owner) => owner.point(TARGET);
const LOOK_AGAIN = 'Nothing to do: we look again by ourselves.';
const CAA_LOOK_AGAIN =
  'Usually nothing to do: we look again by ourselves. If it stays so, ask the DNS provider: certificate authorities must not issue while CAA lookups fail.';
const noCaa = (alias: string, server: string): [keyof typeof REASONS, string, string] => [
  'CaaUnknown',
  `The CAA records for ${alias} could not be looked up: ${alias} CAA: ${server}: SERVFAIL.`,
  CAA_LOOK_AGAIN,
];

const CASES: Case[] = [
  {
    domain: 'missing.com',
    wrong: (owner) => owner.open(),
    mend: right,
    reads: {
      dns: [
        'CnameMissing',
        'login.missing.com has no DNS record.',
        'Whoever manages the DNS of missing.com adds the record: login.missing.com CNAME muddle.sslproxy.us1.gigya.com',
      ],
    },
  },
  {
    domain: 'elsewhere.com',
    wrong: (owner) => {
      owner.open();
      owner.point(ELSEWHERE);
    },
    mend: right,
    reads: {
      dns: [
        'CnameWrongTarget',
        'login.elsewhere.com points to shops.example.net, not to muddle.sslproxy.us1.gigya.com.',
        'Whoever manages the DNS of elsewhere.com replaces the record by: login.elsewhere.com CNAME muddle.sslproxy.us1.gigya.com',
      ],
    },
  },
  {
    domain: 'other-site.com',
    wrong: (owner) => {
      owner.open();
      owner.point('acme.sslproxy.us1.gigya.com');
    },
    mend: right,
    reads: {
      dns: [
        'CnameOtherSite',
        "login.other-site.com points to acme.sslproxy.us1.gigya.com, which is another site's target. This site's is muddle.sslproxy.us1.gigya.com.",
        'Whoever manages the DNS of other-site.com replaces the record by: login.other-site.com CNAME muddle.sslproxy.us1.gigya.com',
      ],
    },
  },
  {
    domain: 'typo.com',
    wrong: (owner) => {
      owner.open();
      owner.point('mudle.sslproxy.us1.gigya.com');
    },
    mend: right,
    reads: {
      dns: [
        'CnameTypo',
        'login.typo.com points to mudle.sslproxy.us1.gigya.com, which looks like a typing mistake for muddle.sslproxy.us1.gigya.com.',
        'Whoever manages the DNS of typo.com replaces the record by: login.typo.com CNAME muddle.sslproxy.us1.gigya.com',
      ],
    },
  },
  {
    domain: 'doubled-suffix.com',
    wrong: (owner) => {
      owner.open();
      owner.point(`${TARGET}.doubled-suffix.com`);
    },
    mend: right,
    reads: {
      dns: [
        'CnameDoubledSuffix',
        'login.doubled-suffix.com points to muddle.sslproxy.us1.gigya.com.doubled-suffix.com: the zone name was appended to the target.',
        'Whoever manages the DNS of doubled-suffix.com writes the target with a dot at its end: login.doubled-suffix.com CNAME muddle.sslproxy.us1.gigya.com.',
      ],
    },
  },
  {
    domain: 'doubled-name.com',
    wrong: (owner) => {
      owner.open();
      owner.put('login.doubled-name.com.doubled-name.com', 'CNAME', TARGET);
    },
    mend: right,
    reads: {
      dns: [
        'CnameAtDoubledName',
        'The record stands at login.doubled-name.com.doubled-name.com instead of login.doubled-name.com: the zone name was appended to the record name.',
        'Whoever manages the DNS of doubled-name.com enters only the part before .doubled-name.com as the name of the record: login.doubled-name.com CNAME muddle.sslproxy.us1.gigya.com',
      ],
    },
  },
  {
    domain: 'address.com',
    wrong: (owner) => {
      owner.open();
      owner.put('login.address.com', 'A', '192.0.2.10');
    },
    mend: (owner) => owner.pointInstead('A'),
    reads: {
      dns: [
        'AddressInsteadOfCname',
        'login.address.com has an address record (192.0.2.10) instead of a CNAME.',
        'Whoever manages the DNS of address.com removes it and adds: login.address.com CNAME muddle.sslproxy.us1.gigya.com',
      ],
    },
  },
  {
    domain: 'address-6.com',
    wrong: (owner) => {
      owner.open();
      owner.put('login.address-6.com', 'AAAA', '2001:db8::1');
    },
    mend: (owner) => owner.pointInstead('AAAA'),
    reads: {
      dns: [
        'AddressInsteadOfCname',
        'login.address-6.com has an address record (2001:db8::1) instead of a CNAME.',
        'Whoever manages the DNS of address-6.com removes it and adds: login.address-6.com CNAME muddle.sslproxy.us1.gigya.com',
      ],
    },
  },
  {
    domain: 'proxied.com',
    wrong: (owner) => {
      owner.open();
      owner.put('login.proxied.com', 'A', '104.16.1.2', '104.16.1.3');
    },
    mend: (owner) => owner.pointInstead('A'),
    reads: {
      dns: [
        'CnameFlattened',
        'login.proxied.com answers with addresses instead of its CNAME (104.16.1.2, 104.16.1.3: Cloudflare): a proxy or a flattening DNS provider hides it.',
        'Whoever manages the DNS of proxied.com turns the proxy off for this record ("DNS only") or replaces the ALIAS or ANAME record, so that login.proxied.com CNAME muddle.sslproxy.us1.gigya.com is visible.',
      ],
    },
  },
  {
    domain: 'flattened.com',
    wrong: (owner) => {
      owner.open();
      /* as the target's own */ owner.put('login.flattened.com', 'A', '127.0.0.1');
    },
    mend: (owner) => owner.pointInstead('A'),
    reads: {
      dns: [
        'CnameFlattened',
        'login.flattened.com answers with addresses instead of its CNAME (127.0.0.1: those of muddle.sslproxy.us1.gigya.com itself, by an ALIAS or ANAME record): a proxy or a flattening DNS provider hides it.',
        'Whoever manages the DNS of flattened.com turns the proxy off for this record ("DNS only") or replaces the ALIAS or ANAME record, so that login.flattened.com CNAME muddle.sslproxy.us1.gigya.com is visible.',
      ],
    },
  },
  {
    domain: 'loop.com',
    wrong: (owner) => {
      owner.open();
      owner.point('a.loop.com');
      owner.put('a.loop.com', 'CNAME', 'login.loop.com');
    },
    mend: right,
    reads: {
      dns: [
        'CnameLoop',
        'The CNAMEs of login.loop.com lead in a circle: login.loop.com → a.loop.com → login.loop.com.',
        'Whoever manages the DNS of loop.com replaces the record by: login.loop.com CNAME muddle.sslproxy.us1.gigya.com',
      ],
      caa: noCaa('login.loop.com', '127.53.0.54'),
    },
  },
  {
    domain: 'long-chain.com',
    wrong: (owner) => {
      owner.open();
      owner.point('c1.long-chain.com');
      for (let n = 1; n < 8; n++) owner.put(`c${n}.long-chain.com`, 'CNAME', `c${n + 1}.long-chain.com`);
      owner.put('c8.long-chain.com', 'CNAME', TARGET);
    },
    mend: right,
    reads: {
      dns: [
        'CnameChainTooLong',
        'login.long-chain.com leads through more than 8 CNAMEs: login.long-chain.com → c1.long-chain.com → c2.long-chain.com → c3.long-chain.com → c4.long-chain.com → c5.long-chain.com → c6.long-chain.com → c7.long-chain.com → c8.long-chain.com → ….',
        'Whoever manages the DNS of long-chain.com replaces the record by: login.long-chain.com CNAME muddle.sslproxy.us1.gigya.com',
      ],
    },
  },
  {
    domain: 'wildcard.com',
    wrong: (owner) => {
      owner.open();
      owner.put('*.wildcard.com', 'CNAME', ELSEWHERE);
    },
    mend: right,
    reads: {
      dns: [
        'WildcardAnswer',
        'login.wildcard.com has no record of its own: a wildcard record of wildcard.com answers with CNAME shops.example.net.',
        'Whoever manages the DNS of wildcard.com adds the record: login.wildcard.com CNAME muddle.sslproxy.us1.gigya.com',
      ],
    },
  },
  {
    domain: 'wildcard-address.com',
    wrong: (owner) => {
      owner.open();
      owner.put('*.wildcard-address.com', 'A', '192.0.2.10');
    },
    mend: right,
    reads: {
      dns: [
        'WildcardAnswer',
        'login.wildcard-address.com has no record of its own: a wildcard record of wildcard-address.com answers with 192.0.2.10.',
        'Whoever manages the DNS of wildcard-address.com adds the record: login.wildcard-address.com CNAME muddle.sslproxy.us1.gigya.com',
      ],
    },
  },
  {
    domain: 'cached.com',
    wrong: async (owner) => {
      owner.open();
      owner.point(ELSEWHERE);
      await owner.visit();
      right(owner);
    },
    reads: {
      dns: [
        'CnameNotPropagated',
        'login.cached.com is right at its name servers; some caches still answer "CNAME shops.example.net" until 2026-11-21T09:05:00.000Z.',
        LOOK_AGAIN,
      ],
    },
  },
  {
    domain: 'cached-absence.com',
    wrong: async (owner) => {
      owner.open();
      await owner.visit();
      right(owner);
    },
    reads: {
      dns: [
        'CnameNotPropagated',
        'login.cached-absence.com is right at its name servers; some caches still answer "no record" until 2026-11-21T09:15:00.000Z.',
        LOOK_AGAIN,
      ],
    },
  },
  {
    domain: 'secondary-behind.com',
    wrong: (owner) => {
      owner.open(['127.53.1.1', '127.53.1.2']);
      owner.point(ELSEWHERE);
      owner.behaveOne('ns2.secondary-behind.com', 'stale');
      right(owner);
    },
    mend: (owner) => owner.behave('answers'),
    reads: {
      dns: [
        'ServersDisagree',
        'The name servers of secondary-behind.com do not agree yet: ns1.secondary-behind.com (127.53.1.1): CNAME muddle.sslproxy.us1.gigya.com; ns2.secondary-behind.com (127.53.1.2): CNAME shops.example.net.',
        'Usually nothing to do: a change reaches all name servers within minutes. If it stays so, ask the DNS provider of secondary-behind.com.',
      ],
    },
  },
  {
    domain: 'silent.com',
    wrong: (owner) => {
      owner.open(['127.53.1.3', '127.53.1.4']);
      right(owner);
      owner.put('www.silent.com', 'CNAME', TARGET);
      owner.behave('times-out');
    },
    mend: (owner) => owner.behave('answers'),
    reads: {
      dns: [
        'DnsUnreachable',
        'The DNS gives no answer for silent.com: ns1.silent.com (127.53.1.3): TIMEOUT, ns2.silent.com (127.53.1.4): TIMEOUT.',
        'Usually nothing to do: we look again by ourselves. If it stays so, ask the DNS provider of silent.com.',
      ],
      caa: noCaa('login.silent.com', '127.53.0.54'),
      mail: [
        'MailRouteUnknown',
        'The mail servers for login.silent.com could not be looked up: silent.com MX: 127.53.0.53: SERVFAIL.',
        LOOK_AGAIN,
      ],
    },
  },
  {
    domain: 'to-silent.com',
    wrong: (owner) => {
      owner.open();
      owner.point('www.silent.com');
    },
    reads: {
      dns: [
        'DnsUnreachable',
        'The DNS gives no answer for silent.com: www.silent.com: 127.53.0.53: SERVFAIL, 127.53.0.54: SERVFAIL.',
        'Usually nothing to do: we look again by ourselves. If it stays so, ask the DNS provider of silent.com.',
      ],
      caa: noCaa('login.to-silent.com', '127.53.0.53'),
    },
  },
  {
    domain: 'lame.com',
    wrong: (owner) => {
      owner.open(['127.53.1.5']);
      right(owner);
      owner.behave('lame');
    },
    mend: (owner) => owner.behave('answers'),
    reads: {
      dns: [
        'LameDelegation',
        'The name servers of lame.com answer that they are not responsible for it: ns1.lame.com (127.53.1.5): NOERROR without authority.',
        'Ask the DNS provider of lame.com to correct the delegation: the NS records at the registrar must name servers that serve the zone.',
      ],
      caa: noCaa('login.lame.com', '127.53.0.53'),
      mail: [
        'MailRouteUnknown',
        'The mail servers for login.lame.com could not be looked up: lame.com MX: 127.53.0.53: SERVFAIL.',
        LOOK_AGAIN,
      ],
    },
  },
  {
    domain: 'refused.com',
    wrong: (owner) => {
      owner.open(['127.53.1.6']);
      right(owner);
      owner.behave('refuses');
    },
    mend: (owner) => owner.behave('answers'),
    reads: {
      dns: [
        'LameDelegation',
        'The name servers of refused.com answer that they are not responsible for it: ns1.refused.com (127.53.1.6): REFUSED.',
        'Ask the DNS provider of refused.com to correct the delegation: the NS records at the registrar must name servers that serve the zone.',
      ],
      caa: noCaa('login.refused.com', '127.53.0.53'),
      mail: [
        'MailRouteUnknown',
        'The mail servers for login.refused.com could not be looked up: refused.com MX: 127.53.0.54: SERVFAIL.',
        LOOK_AGAIN,
      ],
    },
  },
  {
    domain: 'bogus.com',
    wrong: (owner) => {
      owner.open();
      right(owner);
      owner.sign('bogus');
    },
    mend: (owner) => owner.sign('secure'),
    reads: {
      dns: [
        'DnssecBogus',
        'DNSSEC of bogus.com (the signatures of its records) is broken: resolvers that check it refuse its answers.',
        'Ask the DNS provider of bogus.com to correct its DNSSEC signatures or its DS record.',
      ],
      caa: noCaa('login.bogus.com', '127.53.0.53'),
      mail: [
        'MailRouteUnknown',
        'The mail servers for login.bogus.com could not be looked up: bogus.com MX: 127.53.0.53: SERVFAIL.',
        LOOK_AGAIN,
      ],
    },
  },
  {
    domain: 'unregistered.com',
    wrong: () => undefined,
    mend: (owner) => {
      owner.open();
      right(owner);
    },
    reads: {
      dns: [
        'DomainNotDelegated',
        'The domain of login.unregistered.com does not exist in the DNS.',
        'Check the spelling of the trusted site URL, or register and delegate the domain.',
      ],
      mail: [
        'MailRouteMissing',
        'No domain above login.unregistered.com can receive mail: unregistered.com has no MX record.',
        'Whoever manages the DNS of unregistered.com adds an MX record that names a mail server, with at least one of the mailboxes admin@, administrator@, hostmaster@, postmaster@, webmaster@; or use DNS validation.',
      ],
    },
  },
  {
    domain: 'no-mail.com',
    wrong: (owner) => {
      owner.open();
      right(owner);
      owner.remove('no-mail.com', 'MX');
    },
    mend: (owner) => owner.put('no-mail.com', 'MX', '10 mail.no-mail.com'),
    reads: {
      mail: [
        'MailRouteMissing',
        'No domain above login.no-mail.com can receive mail: no-mail.com has no MX record.',
        'Whoever manages the DNS of no-mail.com adds an MX record that names a mail server, with at least one of the mailboxes admin@, administrator@, hostmaster@, postmaster@, webmaster@; or use DNS validation.',
      ],
    },
  },
  {
    domain: 'null-mail.com',
    wrong: (owner) => {
      owner.open();
      right(owner);
      owner.put('null-mail.com', 'MX', '0 .');
    },
    mend: (owner) => owner.put('null-mail.com', 'MX', '10 mail.null-mail.com'),
    reads: {
      mail: [
        'MailRouteMissing',
        'No domain above login.null-mail.com can receive mail: null-mail.com has a null MX record (it refuses all mail).',
        'Whoever manages the DNS of null-mail.com adds an MX record that names a mail server, with at least one of the mailboxes admin@, administrator@, hostmaster@, postmaster@, webmaster@; or use DNS validation.',
      ],
    },
  },
  {
    domain: 'caa.com',
    wrong: (owner) => {
      owner.open();
      right(owner);
      owner.put('caa.com', 'CAA', '0 issue "letsencrypt.org"');
    },
    mend: (owner) => owner.put('caa.com', 'CAA', '0 issue "letsencrypt.org"', '0 issue "amazon.com"'),
    reads: {
      caa: [
        'CaaForbids',
        'The CAA records at caa.com say who may issue certificates, and do not allow Amazon to issue for login.caa.com: 0 issue "letsencrypt.org".',
        'Whoever manages the DNS of caa.com adds: caa.com CAA 0 issue "amazon.com"',
      ],
    },
  },
  {
    domain: 'caa-critical.com',
    wrong: (owner) => {
      owner.open();
      right(owner);
      owner.put('caa-critical.com', 'CAA', '128 future "yes"', '0 issue "amazon.com"');
    },
    mend: (owner) => owner.put('caa-critical.com', 'CAA', '0 issue "amazon.com"'),
    reads: {
      caa: [
        'CaaCriticalUnknown',
        'The CAA records at caa-critical.com hold a critical property that authorities do not know, which forbids all of them to issue for login.caa-critical.com: 0 issue "amazon.com", 128 future "yes".',
        'Whoever manages the DNS of caa-critical.com removes that record, or sets its flags to 0.',
      ],
    },
  },
];

/** Nothing is wrong there, or it is told below or in a story of its own. */
const ELSEWHERE_TOLD = [
  'CnameCorrect',
  'AliasIsApex',
  'MailRouteFound',
  'MailRouteGone', // of what serves: health.test.ts
  'MailNotNeeded',
  'CaaAllows',
  'CaaForbidsRenewal', // of what serves: health.test.ts
];

const SITE = '/sites/muddle';
let story: Story;
let before: AliasView[];
let after: { clean: boolean; blocked: string[] };

/** The local resolvers' port is another one in each run. */
const withoutPort = (text = '') => text.replaceAll(/(127\.53\.0\.5[34]):\d+/g, '$1');

beforeAll(async () => {
  story = await beginStory();
  story.quotas.set(OUR_ACCOUNT, NAMES_PER_CERTIFICATE, 100);
  const trustedSiteUrls = CASES.map(({ domain }) => `https://${domain}`);
  await story.call('PUT', SITE, { name: 'Muddle', dataCenter: 'us1', trustedSiteUrls });
  for (const { domain, wrong } of CASES) await wrong(ownerOf(story, domain));
  await story.settle();
  before = (await story.call<{ aliases: AliasView[] }>('POST', `${SITE}/preflight`, { prefix: 'login' })).aliases;
  for (const { domain, mend } of CASES) await mend?.(ownerOf(story, domain));
  await story.hours(3); // the longest that a cache keeps what it has not found
  after = await story.call('POST', `${SITE}/preflight`, { prefix: 'login' });
});
afterAll(() => story.stop());

it.each(CASES)('says what is wrong with $domain, and what to do', ({ domain, reads }) => {
  const conditions = before.find(({ alias }) => alias === `login.${domain}`)?.conditions ?? {};
  const open = (['dns', 'mail', 'caa'] as const).flatMap((name) => {
    const view = conditions[name];
    if (view === undefined || view.status === 'True') return [];
    return [[name, [view.reason, withoutPort(view.message), view.remedy]] as const];
  });
  expect(Object.fromEntries(open)).toEqual(reads);
});

it('shows expected and found side by side wherever the CNAME is not right', () => {
  const sides = before.map(({ conditions }) => conditions.dns).filter((dns) => dns?.status !== 'True');
  expect(sides.length).toBeGreaterThan(20);
  for (const dns of sides) expect(dns?.facts).toMatchObject({ expected: TARGET, found: expect.stringMatching(/./) });
});

it('never calls wrong what could not be learned', () => {
  const unsure = ['cached', 'cached-absence', 'secondary-behind', 'silent', 'to-silent', 'lame', 'refused', 'bogus'];
  const judged = unsure.map(
    (name) => before.find(({ alias }) => alias === `login.${name}.com`)?.conditions.dns?.status,
  );
  expect(judged).toEqual(Array(8).fill('Unknown'));
});

it('is clean when every remedy was followed', () => {
  expect(after).toMatchObject({ clean: true, blocked: [] });
});

it('has a case for every reason of the DNS, the mail route and CAA', () => {
  const produced = CASES.flatMap(({ reads }) => Object.values(reads).map(([reason]) => reason as string));
  const all = Object.entries(REASONS).filter(([, { condition }]) => ['dns', 'mail', 'caa'].includes(condition));
  expect(all.map(([reason]) => reason).filter((reason) => !produced.includes(reason))).toEqual(ELSEWHERE_TOLD);
});

it('finds an alias that is a zone of its own, and is clean with another prefix', async () => {
  const owner = ownerOf(story, 'apex.com');
  owner.open();
  ownerOf(story, 'login.apex.com').open();
  await story.call('PUT', '/sites/apex', { name: 'A', dataCenter: 'us1', trustedSiteUrls: ['https://apex.com'] });
  const check = (prefix: string) =>
    story.call<{ clean: boolean; aliases: AliasView[] }>('POST', '/sites/apex/preflight', { prefix });

  expect((await check('login')).aliases[0]?.conditions.dns).toMatchObject({
    reason: 'AliasIsApex',
    message: 'login.apex.com is a DNS zone of its own, and a CNAME cannot stand at the top of a zone.',
    remedy: 'Choose another prefix.',
    actor: 'site admin',
  });
  owner.put('sso.apex.com', 'CNAME', 'apex.sslproxy.us1.gigya.com');
  expect((await check('sso')).clean).toBe(true);
});
