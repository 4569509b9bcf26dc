import { OPERATIONS } from '../../../core/api/operations.ts';
import { certs, testService } from '../../support/unit/terminal.ts';

const paths = (names: readonly string[]) =>
  Object.fromEntries(names.map((operationId) => [`/${operationId}`, { get: { operationId } }]));
const describing = (names: readonly string[], version = '0.1.0') => ({
  body: { info: { version }, paths: paths(names) },
});
const ALL = Object.keys(OPERATIONS);
const WELL = {
  'GET /health': { body: { status: 'ok', build: '6f1c2a9' }, headers: { date: 'Sat, 21 Nov 2026 09:00:02 GMT' } },
  'GET /openapi.json': describing(ALL),
  'GET /sites': { body: { sites: [] } },
  'GET /tickets': { body: { tickets: [] } },
};

async function diagnosed(answers: Parameters<typeof testService>[0]) {
  const service = await testService(answers);
  const ran = await certs('doctor --json', service.profile);
  await service.close();
  const { checks } = JSON.parse(ran.output) as {
    checks: { name: string; ok: boolean; lacking: boolean; found: string; remedy: string }[];
  };
  const bad = checks.filter(({ ok }) => !ok).map(({ found, remedy }) => ({ found, remedy }));
  return { exit: ran.exit, bad, lacking: checks.filter(({ lacking }) => lacking).map(({ found }) => found) };
}

it('finds nothing where all is well', async () => {
  expect(await diagnosed(WELL)).toEqual({ exit: 0, bad: [], lacking: [] });
});

it.each([
  ['which build answers', WELL, '6f1c2a9'],
  ['that an older one does not say', { ...WELL, 'GET /health': { ...WELL['GET /health'], body: {} } }, 'unknown'],
])('says %s', async (_, answers, build) => {
  const service = await testService(answers);
  const { output } = await certs('doctor', service.profile);
  await service.close();
  expect(output).toContain(`✓ service: healthy, build ${build}, answered in 0 ms\n`);
});

it.each([
  [
    'a clock that is off',
    { 'GET /health': { body: {}, headers: { date: 'Sat, 21 Nov 2026 09:05:00 GMT' } } },
    {
      found: "300 s behind the service's",
      remedy: "Set this machine's clock by NTP: signed requests are refused when it is more than 2 minutes off.",
    },
  ],
  [
    'a service that lacks an operation',
    { 'GET /openapi.json': describing(ALL.slice(1), '0.0.9') },
    { found: '0.1.0 here, 0.0.9 there, which lacks sites.register', remedy: 'Use the command line of that version.' },
  ],
  [
    'a read that fails for another reason than a permission',
    { 'GET /tickets': { status: 429, body: { detail: 'Too many calls.', code: 'TooManyCalls', remedy: 'Wait.' } } },
    { found: 'cannot see tickets: Too many calls.', remedy: 'Wait.' },
  ],
  [
    'a service whose table does not answer',
    { 'GET /health': { status: 503, body: {}, headers: { date: 'Sat, 21 Nov 2026 09:00:00 GMT' } } },
    {
      found: 'answered 503',
      remedy: 'The service runs but what it depends on does not answer: look at its alarms.',
    },
  ],
])('finds %s', async (_, changed, bad) => {
  expect(await diagnosed({ ...WELL, ...changed })).toEqual({ exit: 4, bad: [bad], lacking: [] });
});

const DENIED = { status: 403, body: { detail: 'Not for you.', code: 'PermissionDenied' } };
const WRONG = { status: 403, body: { detail: 'The secret is not right.', code: 'WrongSecret', remedy: 'Check it.' } };
const ASK = 'Ask for it, if you need it, for the key of profile test.';

it.each(['sites', 'tickets'])('tells that a key may not see %s, and is content', async (what) => {
  const answers = { ...WELL, [`GET /${what}`]: DENIED };
  expect(await diagnosed(answers)).toEqual({ exit: 0, bad: [], lacking: [`may not see ${what}`] });
  const service = await testService(answers);
  expect((await certs('doctor', service.profile)).output).toContain(`- permission: may not see ${what}\n    ${ASK}\n`);
  await service.close();
});

it('fails for a key that may see nothing', async () => {
  expect(await diagnosed({ ...WELL, 'GET /sites': DENIED, 'GET /tickets': DENIED })).toEqual({
    exit: 4,
    lacking: [],
    bad: [
      { found: 'may not see sites', remedy: ASK },
      { found: 'may not see tickets', remedy: ASK },
    ],
  });
});

it('takes a wrong secret for what it is, not for a permission that is missing', async () => {
  expect(await diagnosed({ ...WELL, 'GET /sites': WRONG, 'GET /tickets': WRONG })).toMatchObject({
    exit: 4,
    bad: [
      { found: 'cannot see sites: The secret is not right.', remedy: 'Check it.' },
      { found: 'cannot see tickets: The secret is not right.', remedy: 'Check it.' },
    ],
  });
});

it('stops at a service that does not answer, with what helps', async () => {
  const service = await testService({});
  await service.close();
  const ran = await certs('doctor', service.profile);
  expect(ran.exit).toBe(4);
  expect(ran.output).toMatch(
    /^✓ profile: test, .*\n✗ service: http:\S+ does not answer \(ECONNREFUSED\)\.\n {4}Nothing listens there\. Locally: npm start\..*\n$/,
  );
});
