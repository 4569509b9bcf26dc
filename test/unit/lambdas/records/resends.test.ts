import { createResends, type Resends } from '../../../../lambdas/records/resends.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
let resends: Resends;
beforeEach(() => {
  resends = createResends(scene.table);
});

const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const planned = (wishes: readonly { alias: string; dueAt: string }[]) =>
  wishes.map(({ alias, dueAt }) => `${alias} ${dueAt.slice(11, 19)}`);

it('gives each wish its own second, behind those of other requests', async () => {
  expect(planned(await resends.ask('req-1', ['a', 'b'], at('10:00:00')))).toEqual(['a 10:00:00', 'b 10:00:01']);
  expect(planned(await resends.ask('req-2', ['c'], at('10:00:00')))).toEqual(['c 10:00:02']);
  expect(planned(await resends.ask('req-3', ['d'], at('10:30:00')))).toEqual(['d 10:30:00']);
});

it('tells what is due, in order', async () => {
  await resends.ask('req-1', ['a', 'b', 'c'], at('10:00:00'));
  expect(planned(await resends.due(at('10:00:01')))).toEqual(['a 10:00:00', 'b 10:00:01']);
});

it('takes a wish that was sent out of the queue, and remembers it', async () => {
  const [wish] = await resends.ask('req-1', ['a'], at('10:00:00'));
  if (wish) await resends.sent(wish, at('10:00:05'));
  expect(await resends.due(at('11:00:00'))).toEqual([]);
  expect(await resends.of('req-1')).toEqual({
    a: {
      requestId: 'req-1',
      alias: 'a',
      askedAt: '2026-11-21T10:00:00.000Z',
      dueAt: '2026-11-21T10:00:00.000Z',
      sentAt: '2026-11-21T10:00:05.000Z',
    },
  });
});

it('drops a wish that nobody granted for half an hour', async () => {
  await resends.ask('req-1', ['a'], at('10:00:00'));
  expect(await resends.due(at('10:30:01'))).toEqual([]);
  expect(await resends.of('req-1')).toEqual({});
});

it('keeps a wish whose second is far off, however long ago it was wished', async () => {
  const many = Array.from({ length: 1900 }, (_, index) => `name-${index}`);
  await resends.ask('req-1', many, at('10:00:00'));
  const [wish] = await resends.ask('req-2', ['a'], at('10:00:00'));
  expect(wish?.dueAt).toBe('2026-11-21T10:31:40.000Z');
  expect((await resends.due(at('10:32:00'))).at(-1)).toMatchObject({ requestId: 'req-2', alias: 'a' });
});

it('knows of a wish that was sent or dropped, and of one that waits', async () => {
  const [sent, dropped, waits] = await resends.ask('req-1', ['a', 'b', 'c'], at('10:00:00'));
  if (!sent || !dropped || !waits) throw new Error('three were asked for');
  await resends.sent(sent, at('10:00:05'));
  await resends.drop(dropped);
  const waiting = [await resends.isWaiting(sent), await resends.isWaiting(dropped), await resends.isWaiting(waits)];
  expect(waiting).toEqual([false, false, true]);
});

it('forgets a wish that is dropped', async () => {
  const [wish] = await resends.ask('req-1', ['a'], at('10:00:00'));
  if (wish) await resends.drop(wish);
  expect(await resends.of('req-1')).toEqual({});
  if (wish) await resends.sent(wish, at('10:00:05'));
  expect(await resends.of('req-1')).toEqual({});
});
