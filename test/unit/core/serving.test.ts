import { X509Certificate } from 'node:crypto';
import { isFirstParty, judgeHandshake, originProblem, responseProblem } from '../../../core/serving.ts';
import { type Authority, createAuthority, type Issued, type LeafWish } from '../../support/unit/certificates.ts';

const ALIAS = 'login.example.com';
const NOW = new Date('2026-11-21T10:00:00Z');

describe('the judgement of a handshake', () => {
  let root: Authority;
  let intermediate: Authority;
  beforeAll(async () => {
    root = await createAuthority('Test Root');
    intermediate = await root.intermediate('Test Intermediate');
  });

  async function judge(
    wish: Partial<LeafWish>,
    more: { now?: Date; chain?: (leaf: Issued) => string[]; anchors?: string[] } = {},
  ) {
    const leaf = await intermediate.issue({ names: [ALIAS, 'login.example.org'], ...wish });
    const { now = NOW, chain = () => [leaf.cert, intermediate.pem], anchors = [root.pem] } = more;
    return { leaf, judgement: judgeHandshake({ alias: ALIAS, chain: chain(leaf), anchors, now }) };
  }

  it('proves a certificate that leads to a trusted root', async () => {
    const { leaf, judgement } = await judge({
      notBefore: new Date('2026-11-20T00:00:00Z'),
      notAfter: new Date('2027-06-06T23:59:59Z'),
    });
    expect(judgement).toEqual({
      serves: true,
      proof: {
        fingerprint256: new X509Certificate(leaf.cert).fingerprint256,
        names: ['login.example.com', 'login.example.org'],
        issuer: 'Test Intermediate',
        notBefore: '2026-11-20T00:00:00.000Z',
        notAfter: '2027-06-06T23:59:59.000Z',
        serial: new X509Certificate(leaf.cert).serialNumber,
      },
    });
  });

  it('takes the chain in any order, with the root and strangers in it', async () => {
    const stranger = await createAuthority('Stranger');
    const { judgement } = await judge({}, { chain: ({ cert }) => [cert, stranger.pem, root.pem, intermediate.pem] });
    expect(judgement.serves).toBe(true);
  });

  it('takes a wildcard for one label, not for two', async () => {
    expect((await judge({ names: ['*.example.com'] })).judgement.serves).toBe(true);
    expect((await judge({ names: ['*.com', '*.www.example.com', 'example.com'] })).judgement).toEqual({
      serves: false,
      found: 'a certificate for *.com, *.www.example.com and example.com',
    });
  });

  it('goes by the given time, not by the machine', async () => {
    const dates = { notBefore: new Date('2027-03-01T00:00:00Z'), notAfter: new Date('2027-09-15T00:00:00Z') };
    expect((await judge(dates, { now: new Date('2027-05-01T00:00:00Z') })).judgement.serves).toBe(true);
    expect((await judge(dates)).judgement).toEqual({
      serves: false,
      found: 'a certificate (login.example.com) that is valid only from 2027-03-01T00:00:00.000Z',
    });
    expect((await judge(dates, { now: new Date('2027-09-15T00:00:01Z') })).judgement).toEqual({
      serves: false,
      found: 'a certificate (login.example.com) that expired on 2027-09-15T00:00:00.000Z',
    });
  });

  it('refuses an expired root', async () => {
    const old = await createAuthority('Old Root', new Date('2026-06-01T00:00:00Z'));
    const leaf = await old.issue({ names: [ALIAS] });
    expect(judgeHandshake({ alias: ALIAS, chain: [leaf.cert], anchors: [old.pem], now: NOW })).toEqual({
      serves: false,
      found: 'a certificate (Old Root) that expired on 2026-06-01T00:00:00.000Z',
    });
  });

  it.each([
    ['a root that nobody trusts', { anchors: [] }],
    ['a missing intermediate', { chain: ({ cert }: Issued) => [cert] }],
  ])('refuses %s, whatever the dates say', async (_, more) => {
    expect((await judge({ notAfter: new Date('2026-02-01T00:00:00Z') }, more)).judgement).toEqual({
      serves: false,
      found: 'a certificate of Test Intermediate, which leads to no trusted root',
    });
  });

  it('refuses an impostor of the trusted root: the name is the same, the signature is not', async () => {
    const impostor = await createAuthority('Test Root');
    const leaf = await impostor.issue({ names: [ALIAS] });
    expect(judgeHandshake({ alias: ALIAS, chain: [leaf.cert, impostor.pem], anchors: [root.pem], now: NOW })).toEqual({
      serves: false,
      found: 'a certificate of Test Root, which leads to no trusted root',
    });
  });

  it('refuses a leaf that was signed by another leaf', async () => {
    const { cert } = await intermediate.issue({ names: ['evil.example.org'] });
    const { judgement } = await judge({}, { chain: (leaf) => [leaf.cert, cert] });
    expect(judgement.serves).toBe(false);
  });

  it('refuses a certificate for another use', async () => {
    expect((await judge({ usages: ['1.3.6.1.5.5.7.3.2'] })).judgement).toEqual({
      serves: false,
      found: 'a certificate that is not for servers',
    });
  });

  it('says so when nothing was sent', () => {
    expect(judgeHandshake({ alias: ALIAS, chain: [], anchors: [], now: NOW })).toEqual({
      serves: false,
      found: 'no certificate was sent',
    });
  });
});

describe('first party', () => {
  it.each([
    ['login.shop.example.com', 'shop.example.com', true],
    ['login.example.co.uk', 'example.co.uk', true],
    ['login.shop.github.io', 'shop.github.io', true],
    ['login.github.io', 'github.io', false],
    ['login.example.com', 'example.org', false],
  ])('%s and %s: %s', (alias, trusted, same) => {
    expect(isFirstParty(alias, trusted)).toBe(same);
  });
});

describe('the answer over HTTPS', () => {
  const via = { via: '1.1 abc.cloudfront.net (CloudFront)', 'x-amz-cf-id': 'x' };
  it.each([
    ['an origin through CloudFront', 200, { ...via, server: 'nginx' }, undefined],
    ["an origin's own 403", 403, { ...via, server: 'nginx' }, undefined],
    ['a server that is not CloudFront', 200, { server: 'nginx' }, 'the answer did not come through CloudFront'],
    [
      'a name without distribution',
      403,
      { ...via, server: 'CloudFront' },
      'CloudFront answers 403: no distribution has this name yet',
    ],
    [
      'a certificate of another distribution',
      421,
      { ...via, server: 'CloudFront' },
      'CloudFront answers 421: the certificate and the name belong to different distributions',
    ],
  ])('of %s', (_, status, headers, problem) => {
    expect(responseProblem({ status, headers, body: '' })).toBe(problem);
  });

  it.each([
    ["CloudFront's own 502", 502, 'CloudFront', 'CloudFront answers 502: it gets no answer from its origin'],
    ["CloudFront's own 504", 504, 'CloudFront', 'CloudFront answers 504: it gets no answer from its origin'],
    ["an origin's own 502", 502, 'nginx', undefined],
    ['an origin that answers', 200, 'nginx', undefined],
  ])('proves the name, and says what is behind it: %s', (_, status, server, problem) => {
    const answer = { status, headers: { ...via, server }, body: '' };
    expect(responseProblem(answer)).toBeUndefined();
    expect(originProblem(answer)).toBe(problem);
  });
});
