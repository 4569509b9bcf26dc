import type { RequestFields } from '../../../../../core/request.ts';
import { create } from '../../../../../lambdas/api/api.ts';
import { callApi, useApiScene } from '../../../../support/unit/api.ts';
import { RETIREMENT } from '../../../../support/unit/retirement.ts';

const scene = useApiScene();
const list = async (query = {}) => (await callApi(scene.made(create), 'GET /requests', { query })).body;
const idsOf = ({ requests }: { requests: { requestId: string }[] }) => requests.map(({ requestId }) => requestId);
const failingSince = (since: string) => ({
  failing: { error: 'AccessDenied', since, stops: [{ execution: 'stopped', error: 'AccessDenied', since }] },
});

/** One site each. */
async function given(...all: Partial<RequestFields>[]): Promise<void> {
  for (const [index, fields] of all.entries()) {
    const siteId = `site-${index}`;
    const createdAt = `2026-11-20T09:00:0${index}.000Z`;
    await scene.givenSite({ siteId, apiKey: `3_key${index}`, createdAt });
    await scene.givenRequest({ siteId, requestId: `req-${index}`, createdAt, ...fields });
  }
}

function happens(requestId: string, set: Partial<RequestFields>) {
  const told = { type: 'Parked', at: '2026-11-21T09:00:00.000Z', by: 'tester', text: 'So it was.' } as const;
  return scene.requests.settle(requestId, () => ({ ...told, set }));
}

it('lists what stands still before what is on its way, the oldest first, and nothing else', async () => {
  await given(
    { status: 'ACTION_REQUIRED', step: 'AwaitValidation', waitingOn: 'mailbox owner' },
    { status: 'ACTIVE', notAfter: '2027-06-06T23:59:59.000Z', ...failingSince('2026-11-21T10:00:00.000Z') },
    { status: 'PENDING' },
    { status: 'ACTIVE', notAfter: '2027-06-06T23:59:59.000Z' },
    { status: 'FAILED' },
    { status: 'PENDING', waitingOn: 'vendor on-call', ...failingSince('2026-11-21T08:00:00.000Z') },
  );
  const all = await list();
  expect(idsOf(all)).toEqual(['req-5', 'req-1', 'req-0', 'req-2']);
  expect(all).toMatchObject({ retirements: [], nextCursor: null });
  expect(all.requests[0]).toMatchObject({
    siteId: 'site-5',
    status: 'PENDING',
    waitingOn: 'vendor on-call',
    prefix: 'login',
    stops: [{ execution: 'stopped', error: 'AccessDenied', until: '2026-12-05T08:00:00.000Z' }],
  });
  expect(all.requests[2]).toMatchObject({ step: 'AwaitValidation', waitingOn: 'mailbox owner', stops: [] });
  expect(idsOf(await list({ state: 'stopped' }))).toEqual(['req-5', 'req-1']);
  expect(idsOf(await list({ state: 'running' }))).toEqual(['req-0', 'req-2']);
});

it('goes on page by page', async () => {
  await given({}, failingSince('2026-11-21T10:00:00.000Z'), {}, failingSince('2026-11-21T08:00:00.000Z'));
  const seen: string[][] = [];
  for (let cursor: string | null = null, first = true; first || cursor; first = false) {
    const page = await list({ limit: '1', ...(cursor && { cursor }) });
    seen.push(idsOf(page));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual([['req-3'], ['req-1'], ['req-0'], ['req-2']]);
});

it('follows a request that stops, goes on and ends', async () => {
  await given({});
  expect(idsOf(await list({ state: 'running' }))).toEqual(['req-0']);
  await happens('req-0', failingSince('2026-11-21T10:00:00.000Z'));
  expect(await list({ state: 'running' })).toMatchObject({ requests: [] });
  expect(idsOf(await list({ state: 'stopped' }))).toEqual(['req-0']);
  await happens('req-0', { failing: null, step: 'AwaitDeployment' });
  expect(await list()).toMatchObject({ requests: [{ requestId: 'req-0', step: 'AwaitDeployment', stops: [] }] });
  await happens('req-0', { status: 'CANCELED' });
  expect(await list()).toEqual({ requests: [], retirements: [], nextCursor: null });
});

it('shows a retirement that stands still, on the first page of what does', async () => {
  await given({});
  await scene.sites.change('site-0', (site) => ({
    ...site,
    retirement: {
      ...RETIREMENT,
      execution: 'site-0-retire-1',
      state: 'REMOVING',
      askedAt: '2026-11-21T09:00:00.000Z',
      failing: { error: 'AccessDenied', since: '2026-11-21T10:00:00.000Z' },
    },
  }));
  const { retirements } = await list({ state: 'stopped' });
  expect(retirements).toEqual([
    {
      siteId: 'site-0',
      state: 'REMOVING',
      askedAt: '2026-11-21T09:00:00.000Z',
      stop: {
        execution: 'site-0-retire-1',
        error: 'AccessDenied',
        since: '2026-11-21T10:00:00.000Z',
        until: '2026-12-05T10:00:00.000Z',
      },
    },
  ]);
  expect(await list({ state: 'running' })).toMatchObject({ retirements: [] });
  expect(await list({ cursor: Buffer.from('running#').toString('base64url') })).toMatchObject({ retirements: [] });
});
