import { eligibleDomains, trustedDomains } from '../../../core/site.ts';

const SUFFIX = 'this is a public suffix or not under a public top-level domain';
const ADDRESS = 'an IP address can get no certificate by e-mail or DNS';
const LOCALHOST = 'localhost is not a public name';
const NO_NAME = 'this is not a host name';
const ASTERISK = 'an asterisk can stand for the whole first label only';
const LONG_LABEL = 'a label has at most 63 characters between its dots';
const NOT_THE_WEBS = 'names under this top-level domain are not for web sites';
const AMAZONS = 'this name is Amazon’s own; AWS issues no certificate for it';
/** A name of so many octets. */
const octets = (count: number) => `${'a.'.repeat(119)}${'b'.repeat(count - 250)}.example.com`;

describe('a trusted site URL', () => {
  it.each([
    ['https://example.com', 'example.com'],
    ['http://shop.example.com:8443/cart?x=1#top', 'shop.example.com'],
    ['https://ann:secret@www.example.com/', 'www.example.com'],
    ['https://a@b@www.example.com/', 'www.example.com'],
    ['https://www.example.com?next=https://evil.example.org', 'www.example.com'],
    ['HTTPS://WWW.Example.COM', 'www.example.com'],
    ['www.example.com', 'www.example.com'],
    ['example.com:8080', 'example.com'],
    ['*.example.com', 'example.com'],
    ['https://*.example.com/*', 'example.com'],
    ['example.com.', 'example.com'],
    ['https://example.com.:443/', 'example.com'],
    ['  example.com  ', 'example.com'],
    ['https://bücher.example.com', 'xn--bcher-kva.example.com'],
    ['https://BÜCHER.de', 'xn--bcher-kva.de'],
    ['xn--bcher-kva.de', 'xn--bcher-kva.de'],
    ['shop.example.co.uk', 'shop.example.co.uk'],
    ['shop.github.io', 'shop.github.io'],
    [`${'a'.repeat(63)}.com`, `${'a'.repeat(63)}.com`],
    [octets(251), octets(251)],
    ['//shop.example.com/cart', 'shop.example.com'],
    ['https://shop.example.com\\cart', 'shop.example.com'],
    ['https://shop。example。com', 'shop.example.com'],
    ['https://例え.jp', 'xn--r8jz45g.jp'],
    ['faß.de', 'xn--fa-hia.de'],
  ])('%s trusts %s', (url, domain) => {
    expect(trustedDomains([url])).toEqual([{ domain, eligible: true }]);
  });

  it.each([
    ['http://192.0.2.1/', '192.0.2.1', ADDRESS],
    ['https://192.0.2.1:8443', '192.0.2.1', ADDRESS],
    ['http://[2001:db8::1]:8080/', '[2001:db8::1]', ADDRESS],
    ['http://[::1]', '[::1]', ADDRESS],
    ['http://localhost:3000', 'localhost', LOCALHOST],
    ['http://app.localhost', 'app.localhost', LOCALHOST],
    ['co.uk', 'co.uk', SUFFIX],
    ['*.co.uk', 'co.uk', SUFFIX],
    ['com', 'com', 'a single label is not a public name'],
    ['intranet', 'intranet', 'a single label is not a public name'],
    ['github.io', 'github.io', SUFFIX],
    ['printer.local', 'printer.local', SUFFIX],
    ['host.internal', 'host.internal', SUFFIX],
    ['', '', NO_NAME],
    ['https://', '', NO_NAME],
    ['https:///path', '', NO_NAME],
    ['under_score.example.com', 'under_score.example.com', NO_NAME],
    ['-shop.example.com', '-shop.example.com', NO_NAME],
    ['a..example.com', 'a..example.com', NO_NAME],
    ['sh op.example.com', 'sh op.example.com', NO_NAME],
    ['*.*.example.com', '*.example.com', ASTERISK],
    ['shop*.example.com', 'shop*.example.com', ASTERISK],
    ['*', '*', ASTERISK],
    [`${'a'.repeat(64)}.com`, `${'a'.repeat(64)}.com`, LONG_LABEL],
    [octets(252), octets(252), 'a prefix fits only before names of at most 251 characters'],
    [octets(254), octets(254), 'a name has at most 253 characters'],
    ['example.com..', 'example.com.', NO_NAME],
    ['localhost.', 'localhost', LOCALHOST],
    ['127.1', '127.1', ADDRESS],
    ['0x7f.0.0.1', '0x7f.0.0.1', ADDRESS],
    ['http://0x7f000001/', '0x7f000001', ADDRESS],
    ['http://2130706433:8080', '2130706433', ADDRESS],
    ['0300.0250.0.1', '0300.0250.0.1', ADDRESS],
    ['http://１２７.0.0.1', '１２７.0.0.1', ADDRESS],
    ['192.0.2.1.', '192.0.2.1', ADDRESS],
    ['http://[::ffff:192.0.2.1]/', '[::ffff:192.0.2.1]', ADDRESS],
    ['2001:db8::1', '2001:db8::1', ADDRESS],
    ['256.256.256.256', '256.256.256.256', NO_NAME],
    ['1.0.0.127.in-addr.arpa', '1.0.0.127.in-addr.arpa', NOT_THE_WEBS],
    ['shop.onion', 'shop.onion', NOT_THE_WEBS],
    ['https://d111111abcdef8.cloudfront.net', 'd111111abcdef8.cloudfront.net', AMAZONS],
    ['bucket.s3.amazonaws.com', 'bucket.s3.amazonaws.com', AMAZONS],
  ])('%s can get no certificate', (url, domain, why) => {
    expect(trustedDomains([url])).toEqual([{ domain, eligible: false, why }]);
  });
});

it('gives one domain for an internationalised name, however it is written', () => {
  const urls = [
    'https://bücher.de',
    'http://BÜCHER.de:8080/',
    'xn--bcher-kva.de',
    'https://XN--BCHER-KVA.DE./',
    'bu\u0308cher.de',
  ];
  expect(trustedDomains(urls)).toEqual([{ domain: 'xn--bcher-kva.de', eligible: true }]);
});

it('lists each domain once, in the order of the URLs', () => {
  const urls = [
    'https://b.example.com',
    'https://a.example.com',
    'http://B.example.com:8080/',
    '*.a.example.com',
    'localhost',
    'http://localhost:3000',
  ];
  expect(trustedDomains(urls).map(({ domain }) => domain)).toEqual(['b.example.com', 'a.example.com', 'localhost']);
  expect(eligibleDomains({ trustedSiteUrls: urls })).toEqual(['b.example.com', 'a.example.com']);
  expect(trustedDomains([])).toEqual([]);
});
