import { certs, testService } from '../../../support/unit/terminal.ts';

const SINCE = '2026-11-21T09:00:00.000Z';
const UNTIL = '2026-12-05T09:00:00.000Z';
const stop = (execution: string, error = 'AccessDenied', step = 'AttachCertificate') => ({
  execution,
  error,
  step,
  since: SINCE,
  until: UNTIL,
});
const row = (requestId: string, ...stops: ReturnType<typeof stop>[]) => ({
  siteId: 'acme',
  requestId,
  prefix: 'login',
  names: 2,
  status: 'PENDING',
  step: 'AttachCertificate',
  waitingOn: 'vendor on-call',
  since: SINCE,
  deadline: null,
  stops,
});
const RETIREMENT = {
  siteId: 'gone',
  state: 'REMOVING',
  askedAt: SINCE,
  stop: stop('gone-retire-1', 'SomethingNew', 'RemoveAliases'),
};
const ONE = row('req-1', stop('req-1'));

const AGAIN = 'POST /sites/acme/certificates/req-1/check-again';

/** What stands still, one look after the other; the last one is for ever. */
function standing(...looks: { requests?: object[]; retirements?: object[] }[]) {
  return testService({
    'GET /requests?state=stopped': looks.map((look) => ({
      body: { requests: [], retirements: [], nextCursor: null, ...look },
    })),
    [AGAIN]: { body: { looking: false } },
  });
}

it('says that nothing stands still', async () => {
  const service = await standing({});
  const ran = await certs('runbook workflow-stopped', service.profile);
  expect([ran.exit, ran.output]).toEqual([0, 'Nothing stands still.\n']);
  await service.close();
});

it('tells one cause once, whom it met, where to look, and what comes next', async () => {
  const service = await standing({
    requests: [ONE, row('req-2', stop('req-2-renew-20270606'))],
    retirements: [RETIREMENT],
  });
  const ran = await certs('runbook workflow-stopped', service.profile);
  expect(ran.exit).toBe(3);
  expect(ran.output).toBe(`AccessDenied at AttachCertificate: 2 workflows stand still
  The role of the step lacks a right, or somebody changed it: its row in infra/permissions.ts.
  acme req-1: req-1, since 2026-11-21 09:00 UTC, to be redriven until 2026-12-05 09:00 UTC
  acme req-2: req-2-renew-20270606, since 2026-11-21 09:00 UTC, to be redriven until 2026-12-05 09:00 UTC
SomethingNew at RemoveAliases: one workflow stands still
  Unforeseen: the log of the step has it with its stack, by the id of the request.
  gone: gone-retire-1, since 2026-11-21 09:00 UTC, to be redriven until 2026-12-05 09:00 UTC
      when it is mended:  certs sites retire gone

When the cause is mended, one after the other:  certs runbook workflow-stopped --request req-1
`);
  expect(service.targets()).toEqual(['GET /requests?state=stopped']);
  await service.close();
});

it.each([
  ['goes on', [], 0, 'It goes on. What becomes of it:  certs status acme req-1'],
  [
    'has stopped again',
    [row('req-1', { ...stop('req-1'), since: '2026-11-21T09:00:03.000Z' })],
    4,
    'mend the cause first',
  ],
  ['is not seen to go on yet', [ONE], 3, 'run this again in a minute'],
  ['can go on no more', [row('req-1', { ...stop('req-1'), until: SINCE })], 4, 'certs cancel acme req-1'],
])('sets one going, and says that it %s', async (_, requests, exit, words) => {
  const service = await standing({ requests: [row('req-2', stop('req-2')), ONE] }, { requests });
  const ran = await certs('runbook workflow-stopped --request req-1', service.profile);
  expect(ran).toMatchObject({ exit, output: expect.stringContaining(words) });
  expect(ran.output).not.toContain('req-2');
  expect(service.targets()).toContain(AGAIN);
  await service.close();
});

it('changes nothing in a dry run', async () => {
  const service = await standing({ requests: [ONE] });
  const ran = await certs('runbook workflow-stopped --request req-1 --dry-run', service.profile);
  expect(ran).toMatchObject({ exit: 3, output: expect.stringContaining('Dry run: nothing was changed.') });
  expect(service.targets()).not.toContain(AGAIN);
  await service.close();
});

it('refuses a request of which nothing stands still', async () => {
  const service = await standing({ requests: [ONE] });
  const ran = await certs('runbook workflow-stopped --request req-9', service.profile);
  expect(ran).toMatchObject({ exit: 4, errors: expect.stringContaining('Nothing of request req-9 stands still.') });
  await service.close();
});
