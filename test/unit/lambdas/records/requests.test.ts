import { apply, openRequest } from '../../../../core/request.ts';
import { createRequests } from '../../../../lambdas/records/requests.ts';
import { CERTIFICATE, findings, NOW, REQUEST_ID, TARGET, useScene } from '../../../support/unit/step.ts';

const scene = useScene();

const OPENING = {
  requestId: REQUEST_ID,
  siteId: 'acme',
  prefix: 'login',
  target: TARGET,
  method: 'EMAIL' as const,
  onFindings: 'refuse' as const,
  aliases: ['login.example.com', 'login.example.org'],
  createdAt: '2026-11-21T09:00:00.000Z',
};
const told = (type: 'Requested' | 'Parked' | 'Failing' | 'Ended' | 'Ready', minute: number) => ({
  type,
  at: `2026-11-21T09:${String(minute).padStart(2, '0')}:00.000Z`,
  by: 'tester',
  text: 'So it was.',
});

describe('opening', () => {
  it('stores the request with its first event', async () => {
    expect(await scene.requests.open(openRequest(OPENING), told('Requested', 0))).toBe(true);
    expect(await scene.requests.find(REQUEST_ID)).toEqual({ ...openRequest(OPENING), seq: 1 });
    expect(await scene.requests.events(REQUEST_ID)).toEqual([
      { ...told('Requested', 0), requestId: REQUEST_ID, seq: 1 },
    ]);
    expect(await scene.requests.runningOf('acme')).toBe(REQUEST_ID);
  });

  it('lets one of two at the same moment win', async () => {
    const both = ['req-a', 'req-b'].map((requestId) =>
      scene.requests.open(openRequest({ ...OPENING, requestId }), told('Requested', 0)),
    );
    expect((await Promise.all(both)).sort()).toEqual([false, true]);
    const running = await scene.requests.runningOf('acme');
    expect(await scene.requests.list('acme')).toMatchObject([{ requestId: running }]);
  });

  it('lets the next one in when the first has ended', async () => {
    await scene.requests.open(openRequest(OPENING), told('Requested', 0));
    await scene.requests.settle(REQUEST_ID, () => ({ ...told('Ended', 1), set: { status: 'FAILED' } }));
    const next = { ...OPENING, requestId: 'req-next', createdAt: '2026-11-21T10:00:00.000Z' };
    expect(await scene.requests.open(openRequest(next), told('Requested', 2))).toBe(true);
    expect((await scene.requests.list('acme')).map(({ requestId }) => requestId)).toEqual(['req-next', REQUEST_ID]);
  });
});

describe('changing', () => {
  beforeEach(async () => {
    await scene.requests.open(openRequest(OPENING), told('Requested', 0));
  });

  it('leaves to settle what takes something away', async () => {
    const ready = () => ({ ...told('Ready', 1), set: { status: 'READY' as const, notAfter: NOW } });
    await expect(scene.requests.change(REQUEST_ID, ready)).rejects.toThrow('becomes READY: that is for settle()');
    expect(await scene.requests.runningOf('acme')).toBe(REQUEST_ID);

    await scene.requests.settle(REQUEST_ID, ready);
    expect(await scene.requests.runningOf('acme')).toBeUndefined();

    const ended = () => ({ ...told('Ended', 2), set: { status: 'EXPIRED' as const } });
    await expect(scene.requests.change(REQUEST_ID, ended)).rejects.toThrow('becomes EXPIRED: that is for settle()');
  });

  it('lands both of two changes at once, one after the other', async () => {
    await Promise.all([
      scene.requests.change(REQUEST_ID, () => ({ ...told('Parked', 1), set: { step: 'AwaitValidation' } })),
      scene.requests.change(REQUEST_ID, () => ({
        ...told('Failing', 1),
        set: { deadline: '2026-11-24T09:00:00.000Z' },
      })),
    ]);
    expect(await scene.requests.find(REQUEST_ID)).toMatchObject({
      step: 'AwaitValidation',
      deadline: '2026-11-24T09:00:00.000Z',
      seq: 3,
    });
    expect((await scene.requests.events(REQUEST_ID)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('reads it again only where somebody has written since it was read', async () => {
    const read = await scene.request();
    const get = jest.fn(scene.table.get);
    const requests = createRequests({ ...scene.table, get });
    const park = (minute: number) =>
      requests.change(read, ({ seq }) => ({ ...told('Parked', minute), set: { step: `Await${seq}` } }));
    expect(await park(1)).toMatchObject({ step: 'Await1', seq: 2 });
    expect(get).toHaveBeenCalledTimes(0);
    expect(await park(2)).toMatchObject({ step: 'Await2', seq: 3 });
    expect(get).toHaveBeenCalledTimes(1);
  });

  it('lands the findings of four parallel checks', async () => {
    const checks = [
      findings('dns', 'CnameCorrect', () => ({ expected: TARGET, zone: 'example.com' })),
      findings('caa', 'CaaAllows', () => ({ found: 'no CAA records' })),
      findings('mail', 'MailRouteFound', () => ({ validationDomain: 'example.com' })),
      findings('conflict', 'NoHolderSeen', () => ({})),
    ];
    await Promise.all(
      checks.map((conditions) => scene.requests.change(REQUEST_ID, () => ({ ...told('Parked', 1), conditions }))),
    );
    const { conditions, seq } = await scene.request();
    expect(seq).toBe(5);
    expect(Object.keys(conditions['login.example.org'] ?? {}).sort()).toEqual(['caa', 'conflict', 'dns', 'mail']);
  });

  it('keeps the snapshot equal to the fold of all events', async () => {
    await scene.requests.change(REQUEST_ID, () => ({
      ...told('Parked', 5),
      set: { status: 'ACTION_REQUIRED', step: 'AwaitPreflightFix', waitingOn: 'customer DNS' },
      conditions: findings('dns', 'CnameMissing', () => ({ expected: TARGET, zone: 'example.com' })),
    }));
    await scene.requests.change(REQUEST_ID, () => ({
      ...told('Parked', 9),
      set: { status: 'PENDING', waitingOn: 'nobody' },
      conditions: findings('dns', 'CnameCorrect', () => ({ expected: TARGET, zone: 'example.com' }), [
        'login.example.com',
      ]),
    }));
    const events = await scene.requests.events(REQUEST_ID);
    expect(events.reduce(apply, openRequest(OPENING))).toEqual(await scene.requests.find(REQUEST_ID));
  });

  it('writes nothing when there is nothing to tell', async () => {
    await scene.requests.change(REQUEST_ID, () => ({ ...told('Parked', 1), set: { status: 'PENDING' } }));
    await scene.requests.change(REQUEST_ID, () => undefined);
    expect(await scene.requests.events(REQUEST_ID)).toHaveLength(1);
  });

  it('finds the request of a certificate', async () => {
    await scene.requests.change(REQUEST_ID, () => ({ ...told('Parked', 1), set: { certificateArn: 'arn:a' } }));
    expect(await scene.requests.ofCertificate('arn:a')).toBe(REQUEST_ID);
    expect(await scene.requests.ofCertificate('arn:b')).toBeUndefined();
  });

  it('holds events in order beyond the ninth', async () => {
    for (let minute = 1; minute <= 11; minute++)
      await scene.requests.change(REQUEST_ID, () => ({ ...told('Parked', minute), set: { step: `S${minute}` } }));
    expect((await scene.requests.events(REQUEST_ID)).map(({ seq }) => seq)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
  });

  it('takes 100 aliases of the longest names, each with every condition', async () => {
    const domain = (index: number) =>
      `shop-${String(100 + index)}.${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(48)}.com`;
    const aliases = Array.from({ length: 100 }, (_, index) => `${domain(index)}`);
    const zone = (alias: string) => alias.slice(alias.indexOf('.') + 1);
    const found = [
      findings('dns', 'CnameCorrect', (alias) => ({ expected: TARGET, zone: zone(alias) }), aliases),
      findings('mail', 'MailRouteFound', (alias) => ({ validationDomain: zone(alias) }), aliases),
      findings('caa', 'CaaAllows', () => ({ found: 'no CAA records' }), aliases),
      findings('conflict', 'NoConflict', () => ({}), aliases),
      findings('approval', 'ApprovalPending', (alias) => ({ validationDomain: zone(alias), until: NOW }), aliases),
      findings('attached', 'AliasAttached', () => ({ distribution: 'E1ACME2EXAMPLE' }), aliases),
      findings('serving', 'Serves', () => ({ fingerprint: 'AB:'.repeat(32), notAfter: NOW }), aliases),
    ];
    await scene.requests.settle(REQUEST_ID, () => ({ ...told('Ended', 1), set: { status: 'CANCELED' } }));
    await scene.requests.open(openRequest({ ...OPENING, requestId: 'req-big', aliases }), told('Requested', 2));
    for (const conditions of found)
      await scene.requests.change('req-big', () => ({ ...told('Parked', 3), conditions }));
    expect(aliases[0]).toHaveLength(253);
    expect((await scene.request('req-big')).seq).toBe(8);
  });
});

describe('asking for one that is not there', () => {
  it("refuses an unknown id, and another site's request, alike", async () => {
    await scene.givenRequest();
    await expect(scene.requests.require('req-x')).rejects.toMatchObject({ name: 'RequestUnknown' });
    await expect(scene.requests.require(REQUEST_ID, 'other')).rejects.toMatchObject({ name: 'RequestUnknown' });
    await expect(scene.requests.change('req-x', () => undefined)).rejects.toMatchObject({ name: 'RequestUnknown' });
  });
});

describe('evidence', () => {
  it('is kept once per alias, kind and time, and read by kind', async () => {
    const one = {
      alias: 'login.example.com',
      kind: 'serving' as const,
      at: '2026-11-21T09:00:00.000Z',
      seen: { n: 1 },
    };
    await scene.requests.addEvidence(REQUEST_ID, [one, { ...one, kind: 'addresses' }]);
    await scene.requests.addEvidence(REQUEST_ID, [one, { ...one, at: '2026-11-21T10:00:00.000Z' }]);
    expect(await scene.requests.evidence(REQUEST_ID, 'serving')).toEqual([
      one,
      { ...one, at: '2026-11-21T10:00:00.000Z' },
    ]);
  });

  it('takes more than one batch', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      alias: `a${index}.example.com`,
      kind: 'addresses' as const,
      at: '2026-11-21T09:00:00.000Z',
      seen: ['admin@example.com'],
    }));
    await scene.requests.addEvidence(REQUEST_ID, many);
    expect(await scene.requests.evidence(REQUEST_ID, 'addresses')).toHaveLength(60);
  });
});

describe('a request of a hundred names of 253 octets', () => {
  const aliases = Array.from({ length: 100 }, (_, index) => {
    const label = `${index}-${'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(2)}`.slice(0, 63);
    return `${label}.${label}.${label}.${'x'.repeat(253 - 3 * 64 - '.example.com'.length)}.example.com`;
  });

  it('fits an item with all conditions at their longest, and so does an event that finds them all', async () => {
    await scene.givenRequest({ aliases });
    const conditions = aliases.flatMap((alias) =>
      (['dns', 'mail', 'caa', 'conflict', 'approval', 'serving'] as const).map((name) => ({
        alias,
        name,
        finding: {
          reason: 'CnameChainTooLong' as const,
          facts: { alias, expected: alias, zone: alias, limit: '8', found: aliases.slice(0, 9).join(' → ') },
        },
      })),
    );
    const found = { type: 'PreflightFound' as const, at: NOW, by: 'service', text: 'All wrong.', conditions };
    const after = await scene.requests.change(REQUEST_ID, () => found);
    expect(await scene.request()).toEqual(after);
    expect((await scene.recorded()).at(-1)).toEqual(found);
  });
});

it("writes a request's place in on-call's list only where that changes", async () => {
  const transact = jest.spyOn(scene.table, 'transact');
  const wrote = () =>
    transact.mock.calls
      .splice(0)
      .flat(2)
      .map((write) => ('put' in write ? write.put.sk : 'delete'));
  await scene.requests.open(openRequest(OPENING), told('Requested', 0));
  expect(wrote()).toContain('WORKFLOW');
  await scene.requests.change(REQUEST_ID, () => ({ ...told('Parked', 1), set: { step: 'AwaitValidation' } }));
  expect(wrote()).toEqual(['REQUEST', 'EVENT#000002']);
  const failing = { error: 'AccessDenied', since: '2026-11-21T09:02:00.000Z' };
  await scene.requests.change(REQUEST_ID, () => ({ ...told('Failing', 2), set: { failing } }));
  expect(wrote()).toContain('WORKFLOW');
  expect(await scene.requests.workflows('stopped')).toEqual([
    { siteId: 'acme', requestId: REQUEST_ID, sortKey: `2026-11-21T09:02:00.000Z#${REQUEST_ID}` },
  ]);
});

it('counts the certificates that were requested since a time', async () => {
  await scene.givenRequest();
  expect(await scene.requests.certificatesSince(new Date('2025-11-21T10:00:00Z'))).toBe(0);
  const asked = { type: 'CertificateRequested' as const, at: NOW, by: 'service', text: 'Asked.' };
  await scene.requests.change(REQUEST_ID, () => ({ ...asked, set: { certificateArn: CERTIFICATE } }));
  expect(await scene.requests.certificatesSince(new Date(NOW))).toBe(1);
  expect(await scene.requests.certificatesSince(new Date('2026-11-21T10:00:00.001Z'))).toBe(0);
});
