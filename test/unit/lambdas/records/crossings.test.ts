/** Writers of the same items at one moment, in many interleavings: one wins, the other is told, and what is stored is of one of them. */
import { createClaims } from '../../../../lambdas/records/claims.ts';
import { createErrands, type Errand } from '../../../../lambdas/records/errands.ts';
import { createLeases } from '../../../../lambdas/records/leases.ts';
import { createMoves } from '../../../../lambdas/records/moves.ts';
import { createNonces } from '../../../../lambdas/records/nonces.ts';
import { createRequests } from '../../../../lambdas/records/requests.ts';
import { createSites } from '../../../../lambdas/records/sites.ts';
import { createWaits } from '../../../../lambdas/records/waits.ts';
import { interleaved as interleavedOver } from '../../../support/unit/held-back.ts';
import { MOVE_ID, ownershipMove } from '../../../support/unit/moves.ts';
import { CREATED, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const interleaved = (play: Parameters<typeof interleavedOver>[1]) => interleavedOver(scene.table, play);

let run = 0;
beforeEach(() => {
  run = 0;
});

it('gives all of overlapping names to one site, and none to the other', async () => {
  await interleaved(async (table, scheduler) => {
    const [names, id] = [[0, 1, 2].map((index) => `n${index}.r${run++}.example.com`), `r${run}`];
    const claim = (siteId: string, own: string[]) => createClaims(table).claimAll(own, siteId, `${siteId}-${id}`);
    const [first, second] = await scheduler.waitFor(
      Promise.all([claim('one', names), claim('two', [...names].reverse())]),
    );
    const all = await createClaims(scene.table).all();
    const holders = names.map((name) => all.find(({ alias }) => alias === name)?.siteId);
    const winner = first.refused === undefined ? 'one' : 'two';
    expect([first.refused, second.refused].filter((refused) => refused === undefined).length).toBeLessThan(2);
    if (first.refused === undefined || second.refused === undefined) expect(holders).toEqual([winner, winner, winner]);
    else expect(holders).toEqual([undefined, undefined, undefined]);
  });
});

it('folds what several write into a request at once, each as one event', async () => {
  await scene.givenRequest();
  await interleaved(async (table, scheduler) => {
    const before = (await scene.request()).seq;
    const write = (text: string) =>
      createRequests(table).change(REQUEST_ID, () => ({ type: 'TicketDecided', at: NOW, by: text, text }));
    await scheduler.waitFor(Promise.all(['a', 'b', 'c'].map(write)));
    const events = (await scene.requests.events(REQUEST_ID)).slice(before);
    expect(events.map(({ by }) => by).sort()).toEqual(['a', 'b', 'c']);
    expect((await scene.request()).seq).toBe(before + 3);
  });
});

it('loses no change of a site that two make at once', async () => {
  await scene.givenSite();
  await interleaved(async (table, scheduler) => {
    const [name, contact] = [`Acme ${++run}`, `r${run}@example.com`];
    const sites = createSites(table);
    await scheduler.waitFor(
      Promise.all([
        sites.change('acme', (site) => ({ ...site, name })),
        sites.change('acme', (site) => ({ ...site, contacts: [contact] })),
      ]),
    );
    expect(await scene.sites.require('acme')).toMatchObject({ name, contacts: [contact] });
  });
});

it('keeps both notes of two on-calls, and the last decision', async () => {
  await scene.moves.open(ownershipMove({ phase: 'SUPPORT' }));
  await interleaved(async (table, scheduler) => {
    const count = (await scene.moves.require(MOVE_ID)).notes.length;
    const note = (by: string) =>
      createMoves(table).change(MOVE_ID, ({ notes }) => ({ notes: [...notes, { at: NOW, by, text: by }] }));
    await scheduler.waitFor(Promise.all([note('olga'), note('otto')]));
    const notes = (await scene.moves.require(MOVE_ID)).notes.slice(count);
    expect(notes.map(({ by }) => by).sort()).toEqual(['olga', 'otto']);
  });
});

it('opens one move of a site', async () => {
  await interleaved(async (table, scheduler) => {
    const siteId = `site-${++run}`;
    const open = (moveId: string) => createMoves(table).open(ownershipMove({ siteId, moveId }));
    const opened = await scheduler.waitFor(Promise.all([open(`a-${run}`), open(`b-${run}`)]));
    expect(opened.filter(Boolean)).toHaveLength(1);
    const running = await scene.moves.runningOf(siteId);
    expect(running?.moveId).toBe(opened[0] ? `a-${run}` : `b-${run}`);
  });
});

it('gives a look to one of two watches, and the lease to one of two writers', async () => {
  await interleaved(async (table, scheduler) => {
    const wait = await scene.waits.park(`req-${++run}`, 'AwaitDeployment', `token-${run}`, new Date(CREATED));
    const claim = () => createWaits(table).claim(wait, new Date(NOW));
    const claimed = await scheduler.waitFor(Promise.all([claim(), claim(), claim()]));
    expect(claimed.filter((each) => each !== undefined)).toHaveLength(1);
    const working = { now: 0, most: 0, done: 0 };
    const hold = (holder: string) =>
      createLeases(table)
        .holding('cloudfront', holder, new Date(NOW), async () => {
          working.most = Math.max(working.most, ++working.now);
          await table.get({ pk: 'nothing', sk: 'nothing' });
          working.now--;
          working.done++;
        })
        .catch((error: Error) => expect(error.name).toBe('WriterBusy'));
    await scheduler.waitFor(Promise.all([hold('a'), hold('b')]));
    expect([working.most, working.done >= 1]).toEqual([1, true]);
  });
});

it('keeps an errand that is given again while it is done', async () => {
  await interleaved(async (table, scheduler) => {
    const errand: Errand = { kind: 'follow', of: `req-${++run}`, givenAt: CREATED, dueAt: NOW };
    const errands = createErrands(table);
    await createErrands(scene.table).give(errand);
    await scheduler.waitFor(Promise.all([errands.give({ ...errand, givenAt: NOW }), errands.done(errand)]));
    const due = await createErrands(scene.table).due(new Date(NOW), 100);
    expect(due.filter(({ of }) => of === errand.of)).toEqual([{ ...errand, givenAt: NOW }]);
  });
});

it('takes a nonce once, however many copies come', async () => {
  await interleaved(async (table, scheduler) => {
    const entry = { key: `nonce-${++run}`, expiresAt: Date.parse(NOW) / 1000 + 60 };
    const remember = () => createNonces(table).remember(entry, new Date(NOW));
    const taken = await scheduler.waitFor(Promise.all([remember(), remember(), remember()]));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });
});

it('opens one running request of a site, and stores nothing of the other', async () => {
  await scene.givenRequest();
  const template = await scene.request();
  await interleaved(async (table, scheduler) => {
    const siteId = `site-${++run}`;
    const open = (requestId: string) =>
      createRequests(table).open(
        { ...template, requestId, siteId, seq: 0 },
        { type: 'Requested', at: NOW, by: 'ann', text: 'Asked.' },
      );
    const [first, second] = await scheduler.waitFor(Promise.all([open(`a-${run}`), open(`b-${run}`)]));
    expect([first, second].filter(Boolean)).toHaveLength(1);
    expect(await scene.requests.runningOf(siteId)).toBe(first ? `a-${run}` : `b-${run}`);
    expect(await scene.requests.find(first ? `b-${run}` : `a-${run}`)).toBeUndefined();
  });
});
