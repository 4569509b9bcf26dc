import { certs, testService } from '../../../support/unit/terminal.ts';

const RUNNING = {
  siteId: 'outlet',
  requestId: 'req-20261121-00000002',
  prefix: 'login',
  names: 1,
  status: 'ACTION_REQUIRED',
  step: 'AwaitValidation',
  waitingOn: 'mailbox owner',
  since: '2026-11-21T09:00:00.000Z',
  deadline: '2026-11-24T09:00:00.000Z',
  stops: [],
};
const STOPPED = {
  siteId: 'acme',
  requestId: 'req-20261121-00000001',
  prefix: 'login',
  names: 5,
  status: 'PENDING',
  step: 'AttachCertificate',
  waitingOn: 'vendor on-call',
  since: '2026-11-21T10:00:00.000Z',
  deadline: null,
  stops: [
    {
      execution: 'req-20261121-00000001',
      error: 'AccessDenied',
      since: '2026-11-21T10:00:00.000Z',
      until: '2026-12-05T10:00:00.000Z',
    },
  ],
};
const RETIREMENT = {
  siteId: 'gone',
  state: 'REMOVING',
  askedAt: '2026-11-20T09:00:00.000Z',
  stop: { ...STOPPED.stops[0], execution: 'gone-retire-1' },
};

it('tells a line for each, what stands still first, and which execution it is', async () => {
  const service = await testService({
    'GET /requests?state=all': {
      body: { requests: [STOPPED, RUNNING], retirements: [RETIREMENT], nextCursor: 'c3RvcA' },
    },
  });
  expect(await certs('requests', service.profile)).toMatchObject({
    exit: 0,
    errors: '',
    output: [
      'gone    retirement             REMOVING         asked for on 2026-11-20 09:00 UTC',
      '  stands still since 2026-11-21 10:00 UTC (AccessDenied): gone-retire-1, to be redriven until 2026-12-05 10:00 UTC',
      'acme    req-20261121-00000001  PENDING          AttachCertificate since 2026-11-21 10:00 UTC, waiting on vendor on-call',
      '  stands still since 2026-11-21 10:00 UTC (AccessDenied): req-20261121-00000001, to be redriven until 2026-12-05 10:00 UTC',
      'outlet  req-20261121-00000002  ACTION_REQUIRED  AwaitValidation since 2026-11-21 09:00 UTC, waiting on mailbox owner until 2026-11-24 09:00 UTC',
      'More:  certs requests --cursor c3RvcA\n',
    ].join('\n'),
  });
  await service.close();
});

it.each([
  ['requests', 'GET /requests?state=all', 'No request is on its way.\n'],
  ['requests --stopped', 'GET /requests?state=stopped', 'Nothing stands still.\n'],
])('says that there is nothing: %s', async (line, target, output) => {
  const service = await testService({ [target]: { body: { requests: [], retirements: [], nextCursor: null } } });
  expect(await certs(line, service.profile)).toMatchObject({ exit: 0, output });
  await service.close();
});
