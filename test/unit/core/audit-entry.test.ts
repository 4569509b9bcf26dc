import { OPERATIONS } from '../../../core/api/operations.ts';
import { type AuditedCall, auditEntry } from '../../../core/audit-entry.ts';

const CALL: AuditedCall = {
  now: new Date('2026-11-21T10:00:00Z'),
  callId: 'c1',
  operation: 'sites.get',
  sourceIp: '192.0.2.7',
  outcome: 'OK',
  errorCode: 0,
  known: ['siteId'],
  input: { siteId: 'acme' },
  sent: ['siteId'],
};
const parametersOf = (call: Partial<AuditedCall>) => auditEntry({ ...CALL, ...call }).parameters;

it('says who, what, from where, and how it ended', () => {
  const principal = { kind: 'member', id: 'ann', partnerId: 'acme', sites: '*', permissions: ['sites.read'] } as const;
  expect(auditEntry({ ...CALL, principal })).toEqual({
    at: '2026-11-21T10:00:00.000Z',
    callId: 'c1',
    operation: 'sites.get',
    principal: { kind: 'member', id: 'ann', partnerId: 'acme' },
    sourceIp: '192.0.2.7',
    outcome: 'OK',
    errorCode: 0,
    siteId: 'acme',
    parameters: { siteId: 'acme' },
  });
  expect(auditEntry(CALL).principal).toBeNull();
});

it('keeps the values that the list allows, of the others their names', () => {
  const input = { apiKey: '3_AcmeStoresKey', UID: 'ann', UIDSignature: 'c2lnbmF0dXJl', signatureTimestamp: '1' };
  expect(parametersOf({ operation: 'sessions.create', known: Object.keys(input), input })).toEqual({
    apiKey: '3_AcmeStoresKey',
    UID: 'ann',
    UIDSignature: null,
    signatureTimestamp: '1',
  });
});

it('keeps of refused input the names that the operation has, and counts the others', () => {
  const entry = auditEntry({ ...CALL, input: undefined, sent: ['siteId', 'c2VjcmV0', 'secret'] });
  expect(entry.parameters).toEqual({ siteId: null, '(unknown)': 2 });
  expect(entry).not.toHaveProperty('siteId');
});

it.each(Object.entries(OPERATIONS))(
  'finds an entry of %s by the site and the request that it is about',
  (operation, { path }) => {
    const known = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    const input = Object.fromEntries(known.map((name) => [name, `value of ${name}`]));
    expect(auditEntry({ ...CALL, operation, known, input })).toMatchObject({
      ...(path.includes('{siteId}') ? { siteId: 'value of siteId' } : {}),
      ...(path.includes('{requestId}') ? { requestId: 'value of requestId' } : {}),
      parameters: input,
    });
  },
);

it('keeps no value of a parameter that the operation does not have', () => {
  expect(parametersOf({ operation: '-', known: [] })).toEqual({ '(unknown)': 1 });
});

it('keeps what was given for a user key only where it is one', () => {
  const secret = Buffer.alloc(32, 1).toString('base64');
  expect(auditEntry({ ...CALL, claimed: secret }).claimed).toBe('(no user key)');
  expect(auditEntry({ ...CALL, claimed: '0123456789abcdef01234567' }).claimed).toBe('0123456789abcdef01234567');
  expect(auditEntry({ ...CALL, claimed: 'partner_acme' }).claimed).toBe('partner_acme');
});

it('bounds what it keeps', () => {
  const input = { name: 'x'.repeat(300), sites: ['a', { secret: 'x' }] };
  const { name, sites } = parametersOf({ operation: 'applications.create', known: ['name', 'sites'], input });
  expect([name, sites]).toEqual(['x'.repeat(256), ['a', null]]);
});

it.each(Object.entries(OPERATIONS))('keeps no value of %s that could be a secret', (operation, { input: schema }) => {
  const known = Object.keys(schema.shape);
  const input = Object.fromEntries(known.map((name) => [name, `value of ${name}`]));
  expect(JSON.stringify(parametersOf({ operation, known, input }))).not.toMatch(
    /value of (secret|UIDSignature|sig|nonce|token|webhookUrl|contacts|text|note|description)"/,
  );
});
