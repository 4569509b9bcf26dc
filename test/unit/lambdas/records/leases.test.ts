import { createLeases, type Leases } from '../../../../lambdas/records/leases.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
let leases: Leases;
beforeEach(() => {
  leases = createLeases(scene.table);
});

const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const busy = { name: 'WriterBusy' };
const done = async () => 'done';

it('keeps a second holder out while the first works, and lets it in after', async () => {
  const answer = await leases.holding('cloudfront', 'req-1', at('10:00:00'), async () => {
    await expect(leases.holding('cloudfront', 'req-2', at('10:00:30'), done)).rejects.toMatchObject(busy);
    return 'worked';
  });
  expect(answer).toBe('worked');
  expect(await leases.holding('cloudfront', 'req-2', at('10:00:31'), done)).toBe('done');
});

it('is given back by work that fails', async () => {
  const failing = leases.holding('cloudfront', 'req-1', at('10:00:00'), () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  expect(await leases.holding('cloudfront', 'req-2', at('10:00:01'), done)).toBe('done');
});

it('ends by itself a minute after a crash', async () => {
  let crashed = () => {};
  const work = new Promise<string>((resolve) => {
    crashed = () => resolve('late');
  });
  const first = leases.holding('cloudfront', 'req-1', at('10:00:00'), () => work);
  await expect(leases.holding('cloudfront', 'req-2', at('10:00:59'), done)).rejects.toMatchObject(busy);
  expect(await leases.holding('cloudfront', 'req-2', at('10:01:00'), done)).toBe('done');
  crashed();
  await first;
});

it('lets the same holder in again, when its step is tried again after a crash', async () => {
  await leases.holding('cloudfront', 'req-1', at('10:00:00'), async () => {
    expect(await leases.holding('cloudfront', 'req-1', at('10:00:10'), done)).toBe('done');
  });
});

it('is one per name', async () => {
  await leases.holding('cloudfront', 'req-1', at('10:00:00'), async () => {
    expect(await leases.holding('resend', 'watch', at('10:00:00'), done)).toBe('done');
  });
});
