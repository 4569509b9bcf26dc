/** Which request a command is about where none is named. */
import { certs, testService } from '../../../support/unit/terminal.ts';

const PATH = '/sites/acme/certificates';
const REQUEST = {
  siteId: 'acme',
  step: 'FinishRequest',
  waitingOn: 'nobody',
  since: '2026-11-21T09:00:00.000Z',
  deadline: null,
  failing: null,
  renewal: null,
  failure: null,
  aliases: [],
  alongside: [],
  leftOut: [],
};
const DONE = {
  ...REQUEST,
  looking: true,
  planned: [],
  events: [],
  url: 'https://console.example.com',
  expiresAt: '2026-11-21T09:00:00.000Z',
  replacedBy: 'req-9',
  approvalsLost: [],
};

/** Requests of the site by their states, newest first and a page each: req-3, req-2, req-1. */
async function ran(line: string, ...statuses: string[]) {
  const ids = statuses.map((_, n) => `req-${statuses.length - n}`);
  const pages = statuses.map((status, n): [string, object] => [
    `GET ${PATH}${n === 0 ? '' : `?cursor=c${n}`}`,
    {
      body: {
        certificates: [{ ...REQUEST, requestId: ids[n], status }],
        nextCursor: n === statuses.length - 1 ? null : `c${n + 1}`,
      },
    },
  ]);
  const acts = ids.flatMap((id) =>
    ['check-again', 'resend', 'continue-without', 'ask-for-help', 'instructions', 'migrate-to-dns'].map((act) => [
      `POST ${PATH}/${id}/${act}`,
      { body: { ...DONE, requestId: id } },
    ]),
  );
  const reads = ids.flatMap((id, n) => [
    [`GET ${PATH}/${id}`, { body: { ...DONE, requestId: id, status: statuses[n] } }],
    [`GET ${PATH}/${id}/history`, { body: DONE }],
  ]);
  const service = await testService(Object.fromEntries([...pages, ...acts, ...reads]));
  const { exit, errors } = await certs(line, service.profile);
  await service.close();
  return { exit, errors, about: /req-\d/.exec(service.targets().at(-1) ?? '')?.[0], calls: service.targets().length };
}

describe.each([
  'check-again acme',
  'resend acme',
  'continue-without acme --without a.example',
  'ask-for-help acme',
  'share acme',
])('certs %s', (line) => {
  it.each(['PENDING', 'ACTION_REQUIRED'])('is about what is %s, wherever it is in the list', async (status) => {
    expect(await ran(line, 'CANCELED', status, 'ACTIVE')).toMatchObject({
      exit: 0,
      about: 'req-2',
      errors: `This is about req-2 (${status}), not about the newest, req-3 (CANCELED).\n`,
    });
  });

  it('is about what serves where nothing runs', async () => {
    expect(await ran(line, 'FAILED', 'CANCELED', 'ACTIVE')).toMatchObject({ exit: 0, about: 'req-1' });
  });

  it('is about the newest where nothing serves either, and about the one that runs without a word where that is the newest', async () => {
    expect(await ran(line, 'FAILED', 'CANCELED')).toMatchObject({ exit: 0, about: 'req-2', errors: '' });
    expect(await ran(line, 'PENDING', 'READY')).toMatchObject({ exit: 0, about: 'req-2', errors: '' });
  });
});

it.each(['READY', 'ACTIVE'])('moves what is %s to DNS, not the newest', async (status) => {
  expect(await ran('migrate-to-dns acme', 'PENDING', 'FAILED', status)).toMatchObject({
    exit: 0,
    about: 'req-1',
    errors: `This is about req-1 (${status}), not about the newest, req-3 (PENDING).\n`,
  });
});

it('moves nothing where nothing serves', async () => {
  expect(await ran('migrate-to-dns acme', 'FAILED', 'EXPIRED')).toMatchObject({
    exit: 4,
    calls: 2,
    errors:
      'Site acme has no certificate that serves: its newest request, req-2, is FAILED.\nAll of them:  certs status acme --all\n',
  });
});

it.each(['status acme', 'history acme'])('certs %s shows the newest, whatever runs or serves', async (line) => {
  expect(await ran(line, 'FAILED', 'PENDING', 'ACTIVE')).toMatchObject({
    exit: 0,
    about: 'req-3',
    errors: '',
    calls: 2,
  });
});

it('asks for no list where the request is named', async () => {
  expect(await ran('check-again acme req-1', 'PENDING', 'ACTIVE')).toMatchObject({
    about: 'req-1',
    errors: '',
    calls: 1,
  });
});
