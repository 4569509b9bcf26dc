import { createErrands, type Errand, type Errands, following } from '../../../../lambdas/records/errands.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
let errands: Errands;
beforeEach(() => {
  errands = createErrands(scene.table);
});

const at = (time: string) => `2026-11-21T${time}.000Z`;
const NOTICE: Errand = { kind: 'tellOutdated', of: 'acme', givenAt: at('10:00:00'), dueAt: at('10:15:00') };
const BEGIN: Errand = { kind: 'begin', of: 'req-1', givenAt: at('10:20:00'), dueAt: at('10:20:00') };

it('has nothing to do at first', async () => {
  expect(await errands.due(new Date(NOTICE.dueAt), 100)).toEqual([]);
});

it('gives what is due, earliest first', async () => {
  await errands.give(BEGIN);
  await errands.give(NOTICE);
  expect(await errands.due(new Date(at('10:14:59')), 100)).toEqual([]);
  expect(await errands.due(new Date(at('10:15:00')), 100)).toEqual([NOTICE]);
  expect(await errands.due(new Date(at('11:00:00')), 100)).toEqual([NOTICE, BEGIN]);
});

it('keeps the first time of one that is given again', async () => {
  await errands.give(NOTICE);
  await errands.give({ ...NOTICE, givenAt: at('10:10:00'), dueAt: at('10:25:00') });
  expect(await errands.due(new Date(at('11:00:00')), 100)).toEqual([{ ...NOTICE, givenAt: at('10:10:00') }]);
});

it('forgets what is done, but not what was given again meanwhile', async () => {
  await errands.give(NOTICE);
  await errands.give({ ...NOTICE, givenAt: at('10:15:30') });
  await errands.done(NOTICE);
  expect(await errands.due(new Date(NOTICE.dueAt), 100)).toHaveLength(1);
  await errands.done({ ...NOTICE, givenAt: at('10:15:30') });
  expect(await errands.due(new Date(NOTICE.dueAt), 100)).toEqual([]);
});

describe('to follow an execution', () => {
  const read = following('req-1', new Date(at('10:00:00')));
  const later = following('req-1', new Date(at('11:00:00')));
  const all = () => errands.due(new Date(at('23:00:00')), 100);

  it('is due an hour after it runs', () => {
    expect(read).toEqual({ kind: 'follow', of: 'req-1', givenAt: at('10:00:00'), dueAt: at('11:00:00') });
  });

  it('is put off once it is seen to run, and is not done by that', async () => {
    await errands.give(read);
    await errands.again(read, later);
    await errands.done(read);
    expect(await all()).toEqual([later]);
  });

  it('stays due where it was given again since it was read', async () => {
    await errands.give(read);
    await errands.give(following('req-1', new Date(at('10:30:00'))));
    await errands.again(read, later);
    await errands.done(read);
    expect(await all()).toEqual([{ ...read, givenAt: at('10:30:00') }]);
  });

  it('is dropped however often it was given', async () => {
    await errands.drop(read);
    await errands.give(read);
    await errands.drop(later);
    expect(await all()).toEqual([]);
  });
});
