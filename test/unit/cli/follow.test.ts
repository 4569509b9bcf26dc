import { type Client, Problem, Unreachable } from '../../../cli/client.ts';
import { follow, meaningOf, readDuration } from '../../../cli/follow.ts';
import type { RequestView } from '../../../core/view.ts';
import { certs, testService, testTerminal } from '../../support/unit/terminal.ts';

const RIGHT = {
  dns: { status: 'True', reason: 'CnameCorrect', actor: 'nobody', message: 'It points here.', remedy: '' },
};
const REQUEST = {
  requestId: 'req-1',
  siteId: 'acme',
  status: 'PENDING',
  step: 'CheckCnames',
  waitingOn: 'nobody',
  since: '2026-11-21T09:00:00.000Z',
  deadline: null,
  nextCheckAt: null,
  notAfter: null,
  failing: null,
  alongside: [],
  renewal: null,
  failure: null,
  aliases: [{ alias: 'login.www.example.com', conditions: RIGHT }],
  leftOut: [],
};
const WAITING = {
  ...REQUEST,
  status: 'ACTION_REQUIRED',
  step: 'AwaitValidation',
  waitingOn: 'mailbox owner',
  since: '2026-11-21T09:01:00.000Z',
  deadline: '2026-11-24T09:00:00.000Z',
};
const READY = { ...REQUEST, status: 'READY', step: 'FinishRequest', since: '2026-11-21T10:00:00.000Z' };

const PATH = '/sites/acme/certificates';
const serviceOf = (...views: object[]) =>
  testService({
    [`POST ${PATH}`]: { status: 202, body: { ...views[0], warnings: [] } },
    [`GET ${PATH}`]: { body: { certificates: [views[0]] } },
    [`GET ${PATH}/req-1`]: views.map((body) => ({ body })),
  });

it.each([
  ['PENDING', undefined, undefined],
  ['ACTION_REQUIRED', 3, undefined],
  ['READY', 0, 0],
  ['ACTIVE', 0, 0],
  ['FAILED', 4, 4],
  ['CANCELED', 4, 4],
  ['SUPERSEDED', 4, 4],
  ['EXPIRED', 4, 4],
  ['RETIRED', 4, 4],
] as const)('takes %s for %s, or %s while somebody acts', (status, action, ready) => {
  expect([meaningOf({ status }, 'action'), meaningOf({ status }, 'ready')]).toEqual([action, ready]);
});

it.each([
  ['45', 45_000],
  ['90s', 90_000],
  ['10m', 600_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
])('reads %s as %i ms', (text, ms) => {
  expect(readDuration(text)).toBe(ms);
});

it('tells each change once on a plain output, and the end with its code', async () => {
  const service = await serviceOf(REQUEST, REQUEST, WAITING);
  const ran = await certs('generate acme login --wait', service.profile);
  expect(ran.exit).toBe(3);
  expect(ran.errors.split('\n')).toEqual([
    '2026-11-21 09:00 UTC  PENDING  CheckCnames',
    '  ✓ login.www.example.com',
    '2026-11-21 09:01 UTC  ACTION_REQUIRED  AwaitValidation, waiting on mailbox owner until 2026-11-24 09:00 UTC',
    '',
  ]);
  expect(ran.output).toBe(
    [
      'req-1  ACTION_REQUIRED  AwaitValidation since 2026-11-21 09:01 UTC',
      '  waiting on mailbox owner until 2026-11-24 09:00 UTC',
      '  ✓ login.www.example.com\n',
    ].join('\n'),
  );
  await service.close();
});

it('goes on while somebody acts with --wait=ready', async () => {
  const service = await serviceOf(REQUEST, WAITING, WAITING, READY);
  expect((await certs('status acme --wait=ready', service.profile)).exit).toBe(0);
  await service.close();
});

it('answers one JSON document with --json, and says nothing on the way', async () => {
  const service = await serviceOf(REQUEST, READY);
  const ran = await certs('generate acme login --wait --json', service.profile);
  expect([JSON.parse(ran.output), ran.errors]).toEqual([READY, '']);
  await service.close();
});

it('ends with 5 when it takes longer than allowed, and says that it goes on', async () => {
  const service = await serviceOf(REQUEST);
  const ran = await certs('status acme --wait --timeout 10s', service.profile);
  expect(ran.exit).toBe(5);
  expect(ran.errors).toContain('req-1 is still PENDING after 10s; it goes on without us.');
  await service.close();
});

it('looks once with a time-out of 0, so that the code tells the present state', async () => {
  const service = await serviceOf(WAITING);
  expect((await certs('status acme req-1 --wait --timeout 0', service.profile)).exit).toBe(3);
  expect(service.targets()).toEqual([`GET ${PATH}/req-1`, `GET ${PATH}/req-1`]);
  await service.close();
});

const BUSY = { detail: 'More than 600 calls in one minute.', code: 'TooManyCalls' };

it.each([
  ['a failure behind the service', { status: 503, body: {} }, 'The service answered 503 without a reason.'],
  ['too many calls', { status: 429, body: BUSY }, 'More than 600 calls in one minute.'],
  [
    'an answer that is none',
    { body: 'Welcome', headers: { 'content-type': 'text/html' } },
    'The service answered 200 without a reason.',
  ],
])('goes on after %s, and says so once', async (_, failure, why) => {
  const service = await testService({
    [`GET ${PATH}`]: { body: { certificates: [REQUEST] } },
    [`GET ${PATH}/req-1`]: [{ body: REQUEST }, { body: REQUEST }, failure, failure, { body: READY }],
  });
  const ran = await certs('status acme --wait', service.profile);
  expect(ran.exit).toBe(0);
  expect(ran.errors.split('\n')).toEqual([
    '2026-11-21 09:00 UTC  PENDING  CheckCnames',
    '  ✓ login.www.example.com',
    `${why} It is asked until it answers.`,
    '2026-11-21 10:00 UTC  READY  FinishRequest',
    '',
  ]);
  await service.close();
});

it('tells at the time-out that nothing was seen, and the request as it was', async () => {
  const service = await testService({
    [`GET ${PATH}`]: { body: { certificates: [REQUEST] } },
    [`GET ${PATH}/req-1`]: [{ body: REQUEST }, { status: 502, body: {} }],
  });
  const ran = await certs('status acme --wait --timeout 10s', service.profile);
  expect(ran).toMatchObject({ exit: 5, output: expect.stringContaining('req-1  PENDING') });
  expect(ran.errors.split('\n').at(-2)).toBe(
    'req-1 was PENDING when it was last seen: The service answered 502 without a reason.',
  );
  await service.close();
});

it.each([403, 404, 409])('ends with 4 when a look is refused with %i', async (status) => {
  const service = await testService({
    [`GET ${PATH}`]: { body: { certificates: [REQUEST] } },
    [`GET ${PATH}/req-1`]: [{ body: REQUEST }, { status, body: { detail: 'No.' } }, { body: READY }],
  });
  expect(await certs('status acme --wait', service.profile)).toMatchObject({ exit: 4, errors: 'No.\n' });
  await service.close();
});

describe('a look', () => {
  const PENDING = REQUEST as unknown as RequestView;

  /** Follows what is `at` the nth look, and keeps when each was. */
  async function followed(timeoutMs: number, at: (n: number) => RequestView | Error) {
    const looks: number[] = [];
    const terminal = testTerminal();
    const begin = terminal.now().getTime();
    const call = async () => {
      looks.push(terminal.now().getTime() - begin);
      const answer = at(looks.length);
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const following = { call: call as Client, terminal, until: 'action', timeoutMs, silent: false } as const;
    const end = await follow({ ...following, request: PENDING });
    terminal.close();
    return { end, looks, errors: terminal.errors() };
  }

  it('is made every two seconds at first, and a last time at the time-out', async () => {
    expect((await followed(8000, () => PENDING)).looks).toEqual([0, 2000, 4000, 6000, 8000]);
  });

  it('is made every minute in the end: two days are some 3,200 calls', async () => {
    const { looks } = await followed(2 * 86_400_000, () => PENDING);
    const [before = 0, last = 0] = looks.slice(-3);
    expect(last - before).toBe(60_000);
    expect(looks.length).toBeGreaterThan(3000);
    expect(looks.length).toBeLessThan(3300);
  });

  it('is not made before the time that the service named', async () => {
    const busy = new Problem(429, BUSY, 30_000);
    expect((await followed(34_000, (n) => (n === 1 ? busy : PENDING))).looks).toEqual([0, 30_000, 32_000, 34_000]);
    expect((await followed(20_000, () => busy)).looks).toEqual([0]);
  });

  it('is made again where nobody answers, until the time is over', async () => {
    const nobody = new Unreachable('https://certificates.example.com/api', { code: 'ECONNRESET' });
    const { end, looks, errors } = await followed(6000, () => nobody);
    expect(looks).toEqual([0, 2000, 4000, 6000]);
    expect(end).toEqual({ request: PENDING, exit: 5, missed: nobody });
    expect(errors).toBe(
      'https://certificates.example.com does not answer (ECONNRESET). It is asked until it answers.\n',
    );
  });
});

it('draws below the line that says that nobody answers', async () => {
  const service = await testService({
    [`GET ${PATH}`]: { body: { certificates: [REQUEST] } },
    [`GET ${PATH}/req-1`]: [{ body: REQUEST }, { body: REQUEST }, { status: 502, body: {} }, { body: READY }],
  });
  const { output } = await certs('status acme --wait', service.profile, { isTty: true });
  expect(output).not.toContain('\u001b');
  await service.close();
});

it('redraws on a terminal over the rows that it drew, also where a row was too long for one line', async () => {
  const service = await serviceOf(REQUEST, READY);
  const ran = await certs('generate acme login --wait', service.profile, { isTty: true, columns: 40 });
  const up = '\u001b[3A\r\u001b[0J';
  expect(ran.output).toBe(
    [
      'req-1  PENDING  CheckCnames since 2026-1',
      '1-21 09:00 UTC',
      '  ✓ login.www.example.com',
      `${up}req-1  READY  FinishRequest since 2026-1`,
      '1-21 10:00 UTC',
      '  ✓ login.www.example.com\n',
    ].join('\n'),
  );
  expect(ran.errors).toBe('');
  await service.close();
});

it('draws no more rows than the screen has', async () => {
  const aliases = Array.from({ length: 100 }, (_, n) => ({ alias: `login.shop-${n}.example.com`, conditions: RIGHT }));
  const service = await serviceOf({ ...READY, aliases });
  const { output } = await certs('status acme --wait', service.profile, { isTty: true, rows: 6 });
  expect(output.split('\n')).toEqual([
    'req-1  READY  FinishRequest since 2026-11-21 10:00 UTC',
    '  ✓ login.shop-0.example.com',
    '  ✓ login.shop-1.example.com',
    '  ✓ login.shop-2.example.com',
    '… 97 more lines:  certs status',
    '',
  ]);
  await service.close();
});

it('shows a failure with its remedy, and a technical one as ours', async () => {
  const failure = { reason: 'CaaError', actor: 'customer DNS', message: 'CAA forbids it.', remedy: 'Add a record.' };
  const told = { message: 'The workflow stopped on 2026-11-21T09:30:00.000Z.', remedy: 'Nothing for you to do.' };
  const failing = { error: 'AwsRefused', since: '2026-11-21T09:30:00.000Z', ...told };
  const service = await serviceOf({ ...REQUEST, status: 'FAILED', failure, failing });
  expect((await certs('status acme', service.profile)).output).toBe(
    [
      'req-1  FAILED  CheckCnames since 2026-11-21 09:00 UTC',
      '  The workflow stopped on 21 November 2026 at 09:30 UTC.',
      '  Nothing for you to do.',
      '  CAA forbids it.',
      '  Add a record.',
      '  ✓ login.www.example.com\n',
    ].join('\n'),
  );
  await service.close();
});
