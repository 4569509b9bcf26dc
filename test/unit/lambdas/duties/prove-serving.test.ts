import { X509Certificate } from 'node:crypto';
import type { EdgeClient } from '../../../../lambdas/clients/edge.ts';
import { proveServing } from '../../../../lambdas/duties/prove-serving.ts';
import { type Authority, createAuthority } from '../../../support/unit/certificates.ts';

const ALIAS = 'login.example.com';
const NOW = new Date('2026-11-21T10:00:00Z');
const THROUGH = { status: 404, headers: { via: '1.1 abc (CloudFront)' }, body: '' };

let root: Authority;
let cert: string;
let serial: string;
beforeAll(async () => {
  root = await createAuthority('Test Root');
  ({ cert } = await root.issue({ names: [ALIAS] }));
  serial = new X509Certificate(cert).serialNumber.toLowerCase();
});

function prove(edge: Partial<EdgeClient> = {}, expected: { serial?: string; servedBefore?: string; now?: Date } = {}) {
  const whole = {
    anchors: [root.pem],
    visit: async () => ({ tls: { chain: [cert] }, http: THROUGH }),
    ...edge,
  } as EdgeClient;
  return proveServing(whole, { alias: ALIAS, prefix: 'login', serial, now: NOW, ...expected });
}

it('proves this very certificate, answered through CloudFront', async () => {
  expect(await prove()).toMatchObject({ serves: true, proof: { names: [ALIAS], issuer: 'Test Root' } });
});

it('takes the certificate that was proven before: edges show it for a day after a renewal', async () => {
  const { fingerprint256: servedBefore } = new X509Certificate(cert);
  expect(await prove({}, { serial: 'abcdef', servedBefore })).toMatchObject({ serves: true });
});

it('takes an answer that is late for the origin’s: the handshake has proven the name', async () => {
  const http = { problem: 'no answer within 3 s', late: true } as const;
  expect(await prove({ visit: async () => ({ tls: { chain: [cert] }, http }) })).toMatchObject({
    serves: true,
    originProblem: 'no answer within 3 s',
  });
});

it('takes leading zeros of a serial for nothing', async () => {
  expect(await prove({}, { serial: `00${serial}` })).toMatchObject({ serves: true });
});

it.each([
  [
    'no handshake',
    { visit: async () => ({ tls: { chain: [], problem: 'connection refused' }, http: { problem: 'x' } }) },
    {},
    'connection refused',
  ],
  ['another certificate', {}, { serial: 'abcdef' }, /^another certificate \(serial [0-9a-f]+\) is shown$/],
  ['no answer', { visit: async () => ({ tls: { chain: [cert] }, http: { problem: 'timed out' } }) }, {}, 'timed out'],
  [
    'an answer that did not come through CloudFront',
    { visit: async () => ({ tls: { chain: [cert] }, http: { ...THROUGH, headers: {} } }) },
    {},
    'the answer did not come through CloudFront',
  ],
  ['a certificate that is not valid any more', {}, { now: new Date('2037-01-01T00:00:00Z') }, /./],
])('says what it saw instead: %s', async (_, edge, expected, found) => {
  const judgement = await prove(edge, expected);
  expect(judgement).toMatchObject({ serves: false, found: expect.stringMatching(found) });
});
