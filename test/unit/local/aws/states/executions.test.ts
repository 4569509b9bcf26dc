import { chain, createBench, machineArn, parked, task } from './bench.ts';

const pass = chain({ P: { Type: 'Pass' } });
const rest = chain({ R: { Type: 'Wait', Seconds: 60 } });

describe('the operations around executions', () => {
  it('answers the same start twice while it runs, and refuses another input', async () => {
    const bench = createBench();
    const arn = await bench.start(rest, { a: 1 }, 'one');
    await bench.clock.jumpTo(new Date('2026-11-21T00:00:10Z'));
    const again = { stateMachineArn: machineArn, name: 'one', input: '{"a":1}' };
    expect(await bench.call('StartExecution', again)).toEqual({
      executionArn: arn,
      startDate: new Date('2026-11-21T00:00:00Z'),
    });
    await expect(bench.call('StartExecution', { ...again, input: '{}' })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it('keeps a name taken for 90 days after the execution closed', async () => {
    const bench = createBench();
    const arn = await bench.start(pass, {}, 'one');
    const again = () => bench.start(pass, {}, 'one');
    await bench.clock.jumpTo(new Date('2027-02-18T23:59:59Z'));
    await expect(again()).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await bench.clock.jumpTo(new Date('2027-02-19T00:00:00Z'));
    await expect(bench.call('DescribeExecution', { executionArn: arn })).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
    expect(await again()).toBe(arn);
    expect(await bench.story(arn)).toHaveLength(4);
  });

  it('refuses bad names, bad input and machines that do not exist', async () => {
    const bench = createBench();
    await bench.start(pass);
    const start = (more: object) => bench.call('StartExecution', { stateMachineArn: machineArn, ...more });
    await expect(start({ name: 'a b' })).rejects.toMatchObject({ name: 'InvalidName' });
    await expect(start({ input: '{' })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    await expect(start({ input: `"${'a'.repeat(262_144)}"` })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(start({ stateMachineArn: `${machineArn}x` })).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
  });

  it('gives the history in pages, forwards and backwards, with and without data', async () => {
    const bench = createBench();
    const executionArn = await bench.start(chain({ A: { Type: 'Pass' }, B: { Type: 'Pass' } }), { x: 1 });
    const read = (more: object) => bench.call('GetExecutionHistory', { executionArn, maxResults: 4, ...more });
    const first = await read({});
    expect(first.events?.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    const second = await read({ nextToken: first.nextToken });
    expect(second.events?.map(({ id }) => id)).toEqual([5, 6]);
    expect(second.nextToken).toBeUndefined();
    expect((await read({ reverseOrder: true })).events?.map(({ id }) => id)).toEqual([6, 5, 4, 3]);
    const bare = await read({ includeExecutionData: false });
    expect(bare.events?.[1]?.stateEnteredEventDetails).toEqual({ name: 'A', inputDetails: { truncated: false } });
    await expect(read({ nextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  it('stops an execution once, tells why, and ends its token and timers', async () => {
    const bench = createBench();
    const executionArn = await bench.start(chain({ Park: parked({ TimeoutSeconds: 900 }) }));
    await bench.clock.jumpTo(new Date('2026-11-21T00:01:00Z'));
    const stopDate = new Date('2026-11-21T00:01:00Z');
    expect(await bench.call('StopExecution', { executionArn, error: 'Canceled', cause: 'by hand' })).toEqual({
      stopDate,
    });
    await bench.clock.jumpTo(new Date('2026-11-21T00:02:00Z'));
    expect(await bench.call('StopExecution', { executionArn })).toEqual({ stopDate });
    expect(await bench.call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'ABORTED',
      error: 'Canceled',
      cause: 'by hand',
    });
    await expect(bench.call('SendTaskHeartbeat', { taskToken: bench.tokens[0] })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    expect(bench.clock.next()).toBeUndefined();
  });

  it('redrives at the failed state, with retries afresh and nothing before it run again', async () => {
    let healed = false;
    const bench = createBench({
      before: () => 'b',
      sick: () => (healed ? 'well' : Promise.reject(new Error('ill'))),
    });
    const Sick = task('sick', { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] });
    const executionArn = await bench.start(chain({ Before: task('before'), Sick }));
    expect(await bench.finish(executionArn)).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
    healed = true;
    await bench.call('RedriveExecution', { executionArn });
    expect(await bench.finish(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"well"', redriveCount: 1 });
    expect(bench.invoked).toEqual(['before', 'sick', 'sick', 'sick']);
    const story = await bench.story(executionArn);
    expect(story.slice(story.indexOf('ExecutionFailed'))).toEqual([
      'ExecutionFailed',
      'ExecutionRedriven',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited Sick',
      'ExecutionSucceeded',
    ]);
  });

  it('redrives only the branches that failed or were cut off', async () => {
    let healed = false;
    const bench = createBench({
      fine: () => 'fine',
      sick: () => (healed ? 'well' : Promise.reject(new Error('ill'))),
    });
    const Branches = [
      { StartAt: 'Fine', States: { Fine: task('fine', { End: true }) } },
      {
        StartAt: 'Rest',
        States: { Rest: { Type: 'Wait', Seconds: 5, Next: 'Sick' }, Sick: task('sick', { End: true }) },
      },
      { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 60, End: true } } },
    ];
    const executionArn = await bench.start(
      chain({ All: { Type: 'Parallel', Branches, Output: '{% $states.result[[0..1]] %}' } }),
    );
    expect(await bench.finish(executionArn)).toMatchObject({ status: 'FAILED' });
    healed = true;
    await bench.call('RedriveExecution', { executionArn });
    expect(await bench.finish(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '["fine","well"]' });
    expect(bench.invoked).toEqual(['fine', 'sick', 'sick']);
  });

  it('redrives a Fail state into the same failure, and a stopped wait to its old end', async () => {
    const bench = createBench();
    const failing = await bench.start(chain({ No: { Type: 'Fail', Error: 'No' } }));
    await bench.call('RedriveExecution', { executionArn: failing });
    expect(await bench.finish(failing)).toMatchObject({ status: 'FAILED', error: 'No', redriveCount: 1 });
    const waiting = await bench.start(rest);
    await bench.call('StopExecution', { executionArn: waiting });
    await bench.clock.jumpTo(new Date('2026-11-21T00:00:30Z'));
    await bench.call('RedriveExecution', { executionArn: waiting });
    expect((await bench.finish(waiting)).stopDate).toEqual(new Date('2026-11-21T00:01:00Z'));
  });

  it('refuses to redrive what runs, what succeeded and what closed more than 14 days ago', async () => {
    const bench = createBench();
    const refuse = (executionArn: string) =>
      expect(bench.call('RedriveExecution', { executionArn })).rejects.toMatchObject({
        name: 'ExecutionNotRedrivable',
      });
    await refuse(await bench.start(pass));
    await refuse(await bench.start(rest));
    const failed = await bench.start(chain({ No: { Type: 'Fail' } }));
    await bench.clock.jumpTo(new Date('2026-12-06T00:00:00Z'));
    await refuse(failed);
  });

  it('tells the bus each change of status, with dates in milliseconds', async () => {
    const bench = createBench();
    const executionArn = await bench.start(rest, { a: 1 }, 'one');
    await bench.call('StopExecution', { executionArn });
    await bench.call('RedriveExecution', { executionArn });
    await bench.finish(executionArn);
    await bench.clock.quiet();
    expect(bench.statusEvents.map(({ detail }) => detail.status)).toEqual([
      'RUNNING',
      'ABORTED',
      'RUNNING',
      'SUCCEEDED',
    ]);
    expect(bench.statusEvents[3]).toMatchObject({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      resources: ['arn:aws:states:us-east-1:111122223333:execution:m:one'],
      detail: {
        name: 'one',
        stateMachineArn: machineArn,
        startDate: 1795219200000,
        stopDate: 1795219260000,
        input: '{"a":1}',
      },
    });
  });

  it('lists executions newest first, by status', async () => {
    const bench = createBench();
    await bench.start(pass, {}, 'first');
    await bench.start(rest, {}, 'second');
    const list = async (more: object) =>
      (await bench.call('ListExecutions', { stateMachineArn: machineArn, ...more })).executions?.map(
        ({ name }) => name,
      );
    expect(await list({})).toEqual(['second', 'first']);
    expect(await list({ statusFilter: 'SUCCEEDED' })).toEqual(['first']);
  });
});
