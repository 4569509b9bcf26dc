import { certs, testService } from '../../../support/unit/terminal.ts';

const TOKEN = '0123456789abcdef0123456789abcdef01234567';
const AT = '2026-11-21T09:00:00.000Z';
const DELIVERY = {
  deliveryId: 'req-1-4',
  requestId: 'req-1',
  type: 'certificate.requested',
  createdAt: AT,
  state: 'dead',
  nextTryAt: null,
  answer: 'no',
  attempts: [{ at: AT, status: 503, problem: 'the receiver answered 503' }],
};
const INSTRUCTION = { since: AT, todo: 'Add it.', records: [], mailboxes: [] };
const ANSWERS = {
  'POST /sites/acme/webhook/secret': { body: { secret: 'whsec_abc', previousUntil: AT } },
  'POST /sites/acme/webhook/test': {
    body: { delivered: false, status: 503, problem: 'it answered 503', answer: 'no' },
  },
  'GET /sites/acme/webhook/deliveries': { body: { deliveries: [DELIVERY], nextCursor: 'abc' } },
  'POST /sites/acme/webhook/deliveries/req-1-4/replay': { body: DELIVERY },
  'POST /sites/acme/certificates/req-1/instructions': {
    body: { url: `https://console.example.com/#/instructions/${TOKEN}`, expiresAt: AT },
  },
  [`GET /instructions?token=${TOKEN}`]: {
    body: {
      expiresAt: AT,
      deadline: AT,
      instructions: [
        {
          ...INSTRUCTION,
          alias: 'a.example.com',
          state: 'open',
          seen: 'It has no DNS record.',
          records: [{ name: 'a.example.com', type: 'CNAME', value: 'b.example.net' }],
        },
        { ...INSTRUCTION, alias: 'c.example.com', state: 'done', seen: 'It is there.' },
      ],
    },
  },
};

it.each([
  [
    'webhook secret acme',
    'secret    whsec_abc\nKeep the secret now: it is not shown again.\nThe one before signs too until 2026-11-21 09:00 UTC.\n',
  ],
  ['webhook test acme', 'Not taken: it answered 503.\nIt said: no\n'],
  [
    'webhook deliveries acme',
    '2026-11-21 09:00 UTC  dead  certificate.requested  req-1-4: the receiver answered 503\nMore:  certs webhook deliveries acme --cursor abc\n',
  ],
  ['webhook replay acme req-1-4', 'req-1-4 is posted again now.\n'],
  ['share acme req-1', `https://console.example.com/#/instructions/${TOKEN}\nIt ends at 2026-11-21 09:00 UTC.\n`],
  [
    `instructions https://console.example.com/#/instructions/${TOKEN}`,
    'Until 2026-11-21 09:00 UTC:\n  ✗ a.example.com: It has no DNS record.\n      Add it.\n      a.example.com CNAME b.example.net\n  ✓ c.example.com: It is there.\n',
  ],
])('certs %s', async (line, output) => {
  const service = await testService(ANSWERS);
  expect(await certs(line, service.profile)).toMatchObject({ exit: 0, output, errors: '' });
  await service.close();
});

describe('what a receiver’s words command', () => {
  const body = { delivered: true, status: 200, problem: null, answer: 'ok\u001b]0;mine\u0007\u009b2J\u202e' };
  const problem = { status: 404, code: 'SiteUnknown', detail: 'There is no site \u001b[2J.' };
  const refused = { status: 404, body: problem };

  it('does nothing in a terminal', async () => {
    const service = await testService({ 'POST /sites/acme/webhook/test': [{ body }, refused] });
    const ran = await certs('webhook test acme', service.profile);
    expect(ran.output).toBe('Taken (200).\nIt said: ok\ufffd]0;mine\ufffd\ufffd2J\ufffd\n');
    expect((await certs('webhook test acme', service.profile)).errors).toContain('There is no site \ufffd[2J.');
    await service.close();
  });

  it('is escaped in JSON, which says the same', async () => {
    const service = await testService({ 'POST /sites/acme/webhook/test': [{ body }, refused] });
    const { output } = await certs('webhook test acme --json', service.profile);
    expect(JSON.parse(output)).toEqual(body);
    expect(output).toContain(String.raw`"ok\u001b]0;mine\u0007\u009b2J\u202e"`);
    expect(JSON.parse((await certs('webhook test acme --json', service.profile)).output)).toEqual(problem);
    await service.close();
  });
});
