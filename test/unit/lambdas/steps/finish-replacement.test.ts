import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { OwnershipMove } from '../../../../core/move.ts';
import { createCares } from '../../../../lambdas/records/cares.ts';
import { createClaims } from '../../../../lambdas/records/claims.ts';
import { create } from '../../../../lambdas/steps/finish-replacement.ts';
import { MOVE_ID, ownershipMove } from '../../../support/unit/moves.ts';
import { ALIASES, CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const mail = strictMock(SESv2Client);
beforeEach(() => {
  mail.on(SendEmailCommand).resolves({});
});
const subjects = () =>
  callsOf(mail).map(
    ([, input]) => (input as { Content: { Simple: { Subject: { Data: string } } } }).Content.Simple.Subject.Data,
  );
const OLD = 'req-old';
const GONE = 'login.example.net';

/** A request of three names that serves with this prefix active or not, and the one of two names that is proven in its place. */
async function given(apiDomainPrefix?: string): Promise<void> {
  await scene.givenSite(apiDomainPrefix === undefined ? {} : { apiDomainPrefix });
  const aliases = [...ALIASES, GONE];
  await scene.givenRequest({
    requestId: OLD,
    aliases,
    status: apiDomainPrefix === undefined ? 'READY' : 'ACTIVE',
    certificateArn: `${CERTIFICATE}-old`,
  });
  const claims = createClaims(scene.table);
  await claims.claimAll(aliases, 'acme', OLD);
  await scene.givenRequest({ certificateArn: CERTIFICATE, step: 'FinishReplacement', replaces: OLD, offAir: [GONE] });
}
/** Which request has the claim of each name. */
const claimants = async () =>
  Promise.all(
    [...ALIASES, GONE].map(
      async (alias) => (await scene.table.get({ pk: `CLAIM#${alias}`, sk: 'CLAIM' }))?.requestId ?? null,
    ),
  );

it('takes the place of what served, its claims and its activation, and gives back what went off the air', async () => {
  await given('login');
  expect(await scene.made(create)()).toEqual({ verdict: 'ready', status: 'ACTIVE' });
  expect(await scene.recorded(OLD)).toMatchObject([
    { type: 'Superseded', at: NOW, set: { status: 'SUPERSEDED', replacedBy: REQUEST_ID } },
  ]);
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'Activated',
      text: 'All 2 names serve, in the place of request req-old. The prefix login stays active.',
      set: { status: 'ACTIVE' },
    },
  ]);
  expect(subjects()).toEqual([]);
  expect(await claimants()).toEqual([REQUEST_ID, REQUEST_ID, null]);
});

it('has it looked after from now on', async () => {
  await given('login');
  await scene.made(create)();
  expect(await createCares(scene.table).of(REQUEST_ID)).toEqual({ requestId: REQUEST_ID, dueAt: NOW });
});

it.each([undefined, 'api'])(
  'is READY while the prefix is not active, and tells the contacts to save it; another one (%s) leads nowhere from now on',
  async (apiDomainPrefix) => {
    await given(apiDomainPrefix);
    expect(await scene.made(create)()).toEqual({ verdict: 'ready', status: 'READY' });
    expect(await scene.request()).toMatchObject({ status: 'READY', waitingOn: 'site admin' });
    expect(subjects()).toEqual(['All 2 names serve: save prefix "login" of site acme in the site settings']);
    expect((await scene.sites.require('acme')).apiDomainPrefix).toBeUndefined();
  },
);

it('stands still no more: it has run', async () => {
  await given('login');
  const failing = { error: 'AwsRefused', since: NOW };
  await scene.requests.change(REQUEST_ID, () => ({ type: 'Failing', at: NOW, by: 'x', text: 'x', set: { failing } }));
  await scene.made(create)();
  expect(await scene.request()).toMatchObject({ status: 'ACTIVE', failing: null });
});

it.each([
  ['it serves that one', 'req-asking', 'held'],
  ['it serves this one', REQUEST_ID, 'held'],
  ['it has brought it', 'req-asking', 'gone'],
])(
  'leaves the claim of a name that a move may still bring to the request that asked for it: %s',
  async (_, served, state) => {
    const asking = 'req-asking';
    const [held, free] = ['login.held.example', 'login.free.example'];
    const ended = { status: 'SUPERSEDED', replacedBy: REQUEST_ID, moveId: MOVE_ID } as const;
    await scene.givenRequest({ requestId: asking, aliases: [held, free], ...ended });
    await given('login');
    await createClaims(scene.table).claimAll([held, free], 'acme', asking);
    const aliases = { [held]: { state } } as unknown as OwnershipMove['aliases'];
    await scene.moves.open(ownershipMove({ phase: 'SUPPORT', requestId: served, aliases }));
    await scene.made(create)();
    const claims = await createClaims(scene.table).all();
    expect(claims.filter(({ requestId }) => requestId === asking)).toEqual([
      { alias: held, siteId: 'acme', requestId: asking },
    ]);
  },
);

it('hands over what a run before it did not come to, and tells nothing twice', async () => {
  await given('login');
  await scene.requests.settle(OLD, () => ({
    type: 'Superseded',
    at: NOW,
    by: 'service',
    text: 'x',
    set: { status: 'SUPERSEDED', replacedBy: REQUEST_ID },
  }));
  const finish = scene.made(create);
  await finish();
  expect(await claimants()).toEqual([REQUEST_ID, REQUEST_ID, null]);
  const status = 'READY';
  await scene.requests.change(REQUEST_ID, () => ({
    type: 'Deactivated',
    at: NOW,
    by: 'ann',
    text: 'x',
    set: { status },
  }));
  expect(await finish()).toEqual({ verdict: 'ready', status: 'READY' });
  expect(await scene.recorded()).toHaveLength(2);
});

it('takes nothing back from the one that has taken its place, where it runs again late', async () => {
  await given('login');
  const finish = scene.made(create);
  await finish();
  await scene.givenRequest({ requestId: 'req-later', certificateArn: `${CERTIFICATE}-later`, replaces: REQUEST_ID });
  await finish({ requestId: 'req-later', now: NOW });
  expect(await finish()).toEqual({ verdict: 'ready', status: 'SUPERSEDED' });
  expect(await scene.request('req-later')).toMatchObject({ status: 'ACTIVE', replacedBy: null });
});

it('takes the place of what has expired, which stays as it ended', async () => {
  await given('login');
  await scene.requests.settle(OLD, () => ({
    type: 'Expired',
    at: NOW,
    by: 'service',
    text: 'x',
    set: { status: 'EXPIRED' },
  }));
  expect(await scene.made(create)()).toEqual({ verdict: 'ready', status: 'ACTIVE' });
  expect(await scene.requests.require(OLD)).toMatchObject({ status: 'EXPIRED', replacedBy: REQUEST_ID });
  expect(await claimants()).toEqual([REQUEST_ID, REQUEST_ID, null]);
});
