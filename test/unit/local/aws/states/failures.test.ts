import { chain, createBench, parked, task } from './bench.ts';

class Throttled extends Error {
  override name = 'Throttled';
}

describe('retry, catch and time-outs', () => {
  it('retries by name with backoff up to the longest delay, then fails with the function’s error', async () => {
    const times: string[] = [];
    const bench = createBench({
      busy: () => {
        times.push(bench.clock.now().toISOString().slice(11, 19));
        throw new Throttled('slow down');
      },
    });
    const Retry = [
      { ErrorEquals: ['Throttled'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 10 },
    ];
    const arn = await bench.start(chain({ Busy: task('busy', { Retry }) }));
    expect(await bench.finish(arn)).toMatchObject({
      status: 'FAILED',
      error: 'Throttled',
      cause: '{"errorType":"Throttled","errorMessage":"slow down","trace":[]}',
    });
    expect(times).toEqual(['00:00:00', '00:00:02', '00:00:08', '00:00:18']);
  });

  it('draws the delay of full jitter from the world’s chance, no longer than the backoff', async () => {
    const bench = createBench({ busy: () => Promise.reject(new Throttled('x')) });
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 100, MaxAttempts: 1, JitterStrategy: 'FULL' }];
    const arn = await bench.start(chain({ Busy: task('busy', { Retry }) }));
    const { stopDate } = await bench.finish(arn);
    expect(stopDate?.getTime()).toBeGreaterThan(Date.parse('2026-11-21T00:00:00Z'));
    expect(stopDate?.getTime()).toBeLessThan(Date.parse('2026-11-21T00:01:40Z'));
  });

  it('counts retries in the context object and succeeds when a later attempt does', async () => {
    const bench = createBench({
      flaky: ({ attempt }: { attempt: number }) => (attempt < 2 ? Promise.reject(new Throttled('again')) : attempt),
    });
    const Flaky = task('flaky', {
      Arguments: { attempt: '{% $states.context.State.RetryCount %}' },
      Retry: [{ ErrorEquals: ['States.TaskFailed'] }],
    });
    const arn = await bench.start(chain({ Flaky }));
    expect((await bench.finish(arn)).output).toBe('2');
  });

  it('gives a caught error to the next state and lets the catcher assign and shape it', async () => {
    const bench = createBench({ busy: () => Promise.reject(new Throttled('slow down')) });
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'Done' },
      {
        ErrorEquals: ['Throttled'],
        Assign: { why: '{% $parse($states.errorOutput.Cause).errorMessage %}' },
        Output: '{% $states.errorOutput.Error %}',
        Next: 'Done',
      },
    ];
    const arn = await bench.start(
      chain({ Busy: task('busy', { Catch }), Done: { Type: 'Pass', Output: '{% [$states.input, $why] %}' } }),
    );
    expect((await bench.finish(arn)).output).toBe('["Throttled","slow down"]');
  });

  it('fails a Parallel with the first error, tells the states that it cut off, and keeps late answers out', async () => {
    const bench = createBench({
      busy: () => Promise.reject(new Throttled('x')),
    });
    const Branches = [
      { StartAt: 'Park', States: { Park: parked({ End: true }) } },
      {
        StartAt: 'Pause',
        States: { Pause: { Type: 'Wait', Seconds: 5, Next: 'Busy' }, Busy: task('busy', { End: true }) },
      },
    ];
    const arn = await bench.start(chain({ Both: { Type: 'Parallel', Branches } }));
    expect(await bench.finish(arn)).toMatchObject({ status: 'FAILED', error: 'Throttled' });
    const story = await bench.story(arn);
    expect(story.filter((type) => type === 'TaskStateAborted')).toHaveLength(2);
    expect(story.slice(-2)).toEqual(['ParallelStateFailed', 'ExecutionFailed']);
    await expect(bench.call('SendTaskFailure', { taskToken: bench.tokens[0] })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it('tries a failed Map again from its first item', async () => {
    let calls = 0;
    const bench = createBench({ once: () => (++calls === 2 ? Promise.reject(new Throttled('x')) : calls) });
    const Each = {
      Type: 'Map',
      Items: [1, 2],
      MaxConcurrency: 1,
      ItemProcessor: { StartAt: 'Once', States: { Once: task('once', { End: true }) } },
      Retry: [{ ErrorEquals: ['Throttled'], IntervalSeconds: 1 }],
    };
    const arn = await bench.start(chain({ Each }));
    expect((await bench.finish(arn)).output).toBe('[3,4]');
  });

  it('times a parked task out at its deadline, and out of its token', async () => {
    const bench = createBench();
    const arn = await bench.start(chain({ Park: parked({ TimeoutSeconds: 60 }) }));
    expect(await bench.finish(arn)).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
      stopDate: new Date('2026-11-21T00:01:00Z'),
    });
    await expect(bench.call('SendTaskSuccess', { taskToken: bench.tokens[0], output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it('expects heartbeats and puts the deadline off with each', async () => {
    const bench = createBench();
    const Catch = [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Lost' }];
    const arn = await bench.start(
      chain({
        Park: parked({ TimeoutSeconds: 600, HeartbeatSeconds: 60, Catch, Next: 'Lost' }),
        Lost: { Type: 'Succeed' },
      }),
    );
    await bench.clock.jumpTo(new Date('2026-11-21T00:00:50Z'));
    await bench.call('SendTaskHeartbeat', { taskToken: bench.tokens[0] });
    expect(await bench.finish(arn)).toMatchObject({ status: 'SUCCEEDED', stopDate: new Date('2026-11-21T00:01:50Z') });
  });

  it('times a slow function out and drops its late answer', async () => {
    const bench = createBench({ slow: () => bench.clock.pause(10_000) });
    const arn = await bench.start(chain({ Slow: task('slow', { TimeoutSeconds: 5 }) }));
    expect(await bench.finish(arn)).toMatchObject({
      error: 'States.Timeout',
      stopDate: new Date('2026-11-21T00:00:05Z'),
    });
    await bench.clock.jumpTo(new Date('2026-11-21T00:01:00Z'));
    expect((await bench.story(arn)).at(-1)).toBe('ExecutionFailed');
  });

  it('times the whole execution out and leaves no timer behind', async () => {
    const bench = createBench();
    const arn = await bench.start(chain({ Long: { Type: 'Wait', Seconds: 3600 } }, { TimeoutSeconds: 30 }));
    expect(await bench.finish(arn)).toMatchObject({ status: 'TIMED_OUT', stopDate: new Date('2026-11-21T00:00:30Z') });
    expect(bench.clock.next()).toBeUndefined();
  });

  it('fails, uncaught by States.ALL, when a result is larger than 256 KiB', async () => {
    const bench = createBench({ large: () => 'a'.repeat(262_145) });
    const Large = task('large', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }], Next: 'Done' });
    const arn = await bench.start(chain({ Large, Done: { Type: 'Succeed' } }));
    expect(await bench.finish(arn)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('fails an execution whose history is full', async () => {
    const bench = createBench();
    const loop = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } };
    const arn = await bench.start({ QueryLanguage: 'JSONata', StartAt: 'A', States: loop });
    expect(await bench.finish(arn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    const { events } = await bench.call('GetExecutionHistory', {
      executionArn: arn,
      reverseOrder: true,
      maxResults: 1,
    });
    expect(events).toMatchObject([{ id: 25_000, type: 'ExecutionFailed' }]);
  });
});
