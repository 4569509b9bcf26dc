import { createSorted } from '../../../local/sorted.ts';

interface Due {
  at: number;
  set: number;
}

const inOrder = () =>
  createSorted<Due>((one, other) => one.at > other.at || (one.at === other.at && one.set > other.set));

it('gives first what is due first, and of two that are due together the one that was set first', () => {
  const timers = inOrder();
  const [late, early, second] = [
    { at: 9, set: 0 },
    { at: 3, set: 1 },
    { at: 3, set: 2 },
  ];
  for (const timer of [late, second, early]) timers.add(timer);
  expect([...timers.forward()]).toEqual([early, second, late]);
  expect(timers.first()).toBe(early);
  timers.delete(early);
  expect(timers.first()).toBe(second);
});

it('is empty at first, and again', () => {
  const timers = inOrder();
  const only = { at: 1, set: 0 };
  expect(timers.first()).toBeUndefined();
  timers.add(only);
  timers.delete(only);
  expect(timers.first()).toBeUndefined();
});

it('takes away nothing but the element itself', () => {
  const timers = inOrder();
  const kept = { at: 1, set: 0 };
  timers.add(kept);
  timers.delete({ ...kept });
  expect(timers.first()).toBe(kept);
});

it('always has the first of thousands that come and go', () => {
  const timers = inOrder();
  // 7 and 3,000 have no common factor: each number below 3,000 once, in a scattered order.
  const all = Array.from({ length: 3000 }, (_, set) => ({ at: (set * 7) % 3000, set }));
  for (const timer of all) timers.add(timer);
  const taken = all.map(() => {
    const timer = timers.first();
    if (timer) timers.delete(timer);
    return timer?.at;
  });
  expect(taken).toEqual(all.map((_, index) => index));
});
