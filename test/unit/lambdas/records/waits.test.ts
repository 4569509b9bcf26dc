import type { Wait } from '../../../../lambdas/records/waits.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const at = (time: string) => new Date(`2026-11-21T${time}Z`);

async function parked(requestId = 'req-1', token = 'token-1', time = '10:00:00'): Promise<Wait> {
  return scene.waits.park(requestId, 'AwaitValidation', token, at(time));
}
const dues = async (time: string) => (await scene.waits.due(at(time), 200)).map(({ execution }) => execution);

it('is found when it is due, and not before', async () => {
  await parked();
  expect(await dues('10:00:59')).toEqual([]);
  expect(await dues('10:01:00')).toEqual(['req-1']);
});

it('is found whatever the execution, the earliest first', async () => {
  for (const [index, id] of ['req-a', 'req-b', 'req-c', 'req-d', 'req-e'].entries())
    await parked(id, id, `10:0${5 - index}:00`);
  expect(await dues('10:10:00')).toEqual(['req-e', 'req-d', 'req-c', 'req-b', 'req-a']);
});

describe('claiming a look', () => {
  it('lets one of two watches have it', async () => {
    const wait = await parked();
    const claims = await Promise.all([
      scene.waits.claim(wait, at('10:01:00')),
      scene.waits.claim(wait, at('10:01:00')),
    ]);
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    expect(await dues('10:02:59')).toEqual([]);
  });

  it('plans the next one, so that a look that finds nothing writes nothing, and a crashed one is taken up', async () => {
    const claimed = await scene.waits.claim(await parked(), at('10:01:00'));
    expect(claimed).toMatchObject({ looks: 1, dueAt: '2026-11-21T10:03:00.000Z' });
    expect(await dues('10:03:00')).toEqual(['req-1']);
  });

  it('keeps a look to whoever has begun it, though the next one is to come within a minute', async () => {
    const wait = await scene.waits.park('req-1', 'AwaitDeployment', 'token-1', at('10:00:00'));
    const claimed = await scene.waits.claim(wait, at('10:01:00'));
    expect(await dues('10:02:00')).toEqual([]);
    if (claimed) await scene.waits.lookAgain(claimed, at('10:01:00'));
    expect(await dues('10:02:00')).toEqual(['req-1']);
  });

  it.each([
    ['before', '10:59:00', '11:14'],
    ['past', '12:30:00', '12:45'],
  ])(
    'has a crashed one taken up in a quarter of an hour, %s the deadline, though its cadence is longer',
    async (_, time, next) => {
      const deadline = at('12:00:00').toISOString();
      const wait = await scene.waits.park('req-1', 'AwaitRenewal', 'token-1', at('10:00:00'), deadline);
      const claimed = await scene.waits.claim(wait, at(time));
      expect(claimed?.dueAt.slice(11, 16)).toBe(next);
    },
  );
});

describe('looking again', () => {
  it('follows the cadence from the last look', async () => {
    let wait = await parked();
    const seen: string[] = [];
    for (const time of ['10:01:00', '10:03:00', '10:08:00', '10:18:00', '10:33:00']) {
      const claimed = await scene.waits.claim(wait, at(time));
      if (!claimed) throw new Error(`not claimed at ${time}`);
      await scene.waits.lookAgain(claimed, at(time));
      [wait = claimed] = await scene.waits.at('req-1');
      seen.push(wait.dueAt.slice(11, 16));
    }
    expect(seen).toEqual(['10:03', '10:08', '10:18', '10:33', '10:48']);
  });

  it('is due at the deadline at the latest', async () => {
    const wait = await scene.waits.park(
      'acme-retire-1',
      'AwaitDnsGone',
      'token-1',
      at('10:00:00'),
      at('10:00:30').toISOString(),
    );
    const claimed = await scene.waits.claim(wait, at('10:00:10'));
    if (claimed) await scene.waits.lookAgain(claimed, at('10:00:10'));
    expect(await scene.waits.at('acme-retire-1')).toMatchObject([{ dueAt: '2026-11-21T10:00:30.000Z' }]);
  });

  it('follows a cadence that is longer than a quarter of an hour', async () => {
    const wait = await scene.waits.park('req-1', 'AwaitOwnershipMove', 'token-1', at('10:00:00'));
    const claimed = await scene.waits.claim(wait, at('11:00:00'));
    if (claimed) await scene.waits.lookAgain(claimed, at('11:00:00'));
    expect(await scene.waits.at('req-1')).toMatchObject([{ looks: 1, dueAt: '2026-11-21T17:00:00.000Z' }]);
  });

  it('is as good as not looked where AWS did not let us', async () => {
    const claimed = await scene.waits.claim(await parked(), at('10:01:00'));
    if (claimed) await scene.waits.putOff(claimed, at('10:01:00'));
    expect(await scene.waits.at('req-1')).toMatchObject([{ looks: 0, dueAt: '2026-11-21T10:02:00.000Z' }]);
  });

  it('leaves what was asked for meanwhile', async () => {
    const wait = await scene.waits.park('req-1', 'AwaitOwnershipMove', 'token-1', at('10:00:00'));
    const claimed = await scene.waits.claim(wait, at('11:00:00'));
    await scene.waits.lookNow('req-1', at('11:00:05'));
    if (claimed) await scene.waits.lookAgain(claimed, at('11:00:00'));
    expect(await scene.waits.at('req-1')).toMatchObject([{ looks: 0, dueAt: '2026-11-21T11:00:05.000Z' }]);
  });

  it('leaves a newer token alone', async () => {
    const wait = await scene.waits.park('req-1', 'AwaitOwnershipMove', 'token-1', at('10:00:00'));
    const stale = await scene.waits.claim(wait, at('11:00:00'));
    await scene.waits.park('req-1', 'AwaitOwnershipMove', 'token-2', at('11:00:00'));
    if (stale) await scene.waits.lookAgain(stale, at('11:30:00'));
    expect(await scene.waits.at('req-1')).toMatchObject([{ taskToken: 'token-2', dueAt: '2026-11-21T12:00:00.000Z' }]);
  });
});

describe('looking now', () => {
  it('makes it due at once, its cadence anew', async () => {
    const wait = await parked();
    const claimed = await scene.waits.claim(wait, at('10:01:00'));
    if (claimed) await scene.waits.lookAgain(claimed, at('10:01:00'));
    expect(await scene.waits.lookNow('req-1', at('10:02:00'))).toBe(1);
    expect(await scene.waits.at('req-1')).toMatchObject([{ dueAt: '2026-11-21T10:02:00.000Z', looks: 0 }]);
  });

  it('finds nothing of a request that is not parked', async () => {
    expect(await scene.waits.lookNow('req-x', at('10:00:00'))).toBe(0);
  });
});

describe('ending', () => {
  it('takes the wait away', async () => {
    await scene.waits.end(await parked());
    expect(await scene.waits.at('req-1')).toEqual([]);
  });

  it('with a stale token leaves the newer wait', async () => {
    const stale = await parked();
    await parked('req-1', 'token-2');
    await scene.waits.end(stale);
    expect(await scene.waits.at('req-1')).toMatchObject([{ taskToken: 'token-2' }]);
  });

  it('is harmless when it has ended', async () => {
    const wait = await parked();
    await scene.waits.end(wait);
    await expect(scene.waits.end(wait)).resolves.toBeUndefined();
  });
});
