import { chain, createBench, parked, task } from './bench.ts';

describe('the states of the language', () => {
  it('passes input on, assigns variables and shapes output', async () => {
    const bench = createBench();
    const arn = await bench.start(
      chain({
        First: { Type: 'Pass', Assign: { who: '{% $states.input.name %}', n: 1 } },
        Second: { Type: 'Pass', Output: { greeting: "{% 'hello ' & $who %}", n: '{% $n + 1 %}' } },
      }),
      { name: 'ada' },
    );
    expect(await bench.call('DescribeExecution', { executionArn: arn })).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"greeting":"hello ada","n":2}',
    });
  });

  it('evaluates Assign and Output with the variables as they were on entry', async () => {
    const bench = createBench();
    const arn = await bench.start(
      chain({
        First: { Type: 'Pass', Assign: { n: 1 } },
        Second: { Type: 'Pass', Assign: { n: 2 }, Output: '{% $n %}' },
      }),
    );
    expect((await bench.finish(arn)).output).toBe('1');
  });

  it('calls a plain function ARN with the input and takes its result as output', async () => {
    const bench = createBench({ double: ({ n }: { n: number }) => ({ n: n * 2 }) });
    const arn = await bench.start(chain({ Double: task('double') }), { n: 21 });
    expect((await bench.finish(arn)).output).toBe('{"n":42}');
    expect(await bench.story(arn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered Double',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited Double',
      'ExecutionSucceeded',
    ]);
  });

  it('wraps the result of lambda:invoke as AWS does', async () => {
    const bench = createBench({ echo: (payload) => payload });
    const invoke = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'echo', Payload: { now: '{% $states.context.State.EnteredTime %}' } },
      Output: '{% [$states.result.Payload.now, $states.result.StatusCode, $states.result.ExecutedVersion] %}',
    };
    const arn = await bench.start(chain({ Echo: invoke }));
    expect((await bench.finish(arn)).output).toBe('["2026-11-21T00:00:00.000Z",200,"$LATEST"]');
  });

  it('takes the first choice whose condition holds, else the default', async () => {
    const bench = createBench();
    const definition = chain({
      Pick: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.n > 10 %}', Next: 'Big', Output: 'big' },
          { Condition: '{% $states.input.n > 5 %}', Next: 'Big', Output: 'medium' },
        ],
        Default: 'Small',
      },
      Big: { Type: 'Succeed' },
      Small: { Type: 'Fail', Error: 'Small', Cause: "{% 'only ' & $string($states.input.n) %}" },
    });
    const medium = await bench.start(definition, { n: 7 });
    expect((await bench.finish(medium)).output).toBe('"medium"');
    const small = await bench.start(definition, { n: 1 });
    expect(await bench.finish(small)).toMatchObject({ status: 'FAILED', error: 'Small', cause: 'only 1' });
  });

  it('waits for seconds and for a time of day', async () => {
    const bench = createBench();
    const arn = await bench.start(
      chain({
        Hour: { Type: 'Wait', Seconds: 3600 },
        Until: { Type: 'Wait', Timestamp: '2026-11-22T06:00:00+01:00' },
      }),
    );
    expect(bench.clock.next()?.due.toISOString()).toBe('2026-11-21T01:00:00.000Z');
    await bench.clock.jump();
    expect(bench.clock.next()?.due.toISOString()).toBe('2026-11-22T05:00:00.000Z');
    expect(await bench.finish(arn)).toMatchObject({ status: 'SUCCEEDED', stopDate: new Date('2026-11-22T05:00:00Z') });
  });

  it('runs branches beside each other and joins their outputs in order', async () => {
    const bench = createBench();
    const branch = (name: string, seconds: number) =>
      chain({ [`Wait${name}`]: { Type: 'Wait', Seconds: seconds }, [name]: { Type: 'Pass', Output: name } });
    const strip = ({ StartAt, States }: { StartAt?: string; States?: object }) => ({ StartAt, States });
    const Branches = [strip(branch('Slow', 20)), strip(branch('Fast', 10))];
    const arn = await bench.start(chain({ Both: { Type: 'Parallel', Branches } }));
    expect(await bench.finish(arn)).toMatchObject({
      output: '["Slow","Fast"]',
      stopDate: new Date('2026-11-21T00:00:20Z'),
    });
  });

  it('maps items with at most MaxConcurrency at once, reading the variables around', async () => {
    const bench = createBench();
    const each = {
      Type: 'Map',
      Items: '{% $states.input.items %}',
      ItemSelector: { at: '{% $states.context.Map.Item.Index %}', value: '{% $states.context.Map.Item.Value %}' },
      MaxConcurrency: 2,
      ItemProcessor: {
        StartAt: 'Rest',
        States: {
          Rest: { Type: 'Wait', Seconds: 10, Next: 'Sum' },
          Sum: { Type: 'Pass', Output: '{% $base + $states.input.at + $states.input.value %}', End: true },
        },
      },
    };
    const arn = await bench.start(chain({ Base: { Type: 'Pass', Assign: { base: 100 } }, Each: each }), {
      items: [1, 2, 3],
    });
    expect(await bench.finish(arn)).toMatchObject({
      output: '[101,103,105]',
      stopDate: new Date('2026-11-21T00:00:20Z'),
    });
  });

  it('maps no items to an empty list', async () => {
    const bench = createBench();
    const Each = { Type: 'Map', Items: [], ItemProcessor: { StartAt: 'S', States: { S: { Type: 'Succeed' } } } };
    const arn = await bench.start(chain({ Each }));
    expect((await bench.finish(arn)).output).toBe('[]');
  });

  it('waits for the token of a callback task, however long, with time free to move', async () => {
    const bench = createBench();
    const arn = await bench.start(
      chain({ Park: parked({ TimeoutSeconds: 86_400, Output: '{% $states.result.answer %}' }) }),
    );
    await bench.clock.jumpTo(new Date('2026-11-21T10:00:00Z'));
    await bench.call('SendTaskSuccess', { taskToken: bench.tokens[0], output: '{"answer":42}' });
    expect((await bench.finish(arn)).output).toBe('42');
    expect(await bench.story(arn)).toContain('TaskSubmitted');
    await expect(bench.call('SendTaskSuccess', { taskToken: bench.tokens[0], output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it('refuses text that is no token, tokens of unknown tasks and output that is no JSON', async () => {
    const bench = createBench();
    await bench.start(chain({ Park: parked() }));
    const send = (taskToken: string, output = '1') => bench.call('SendTaskSuccess', { taskToken, output });
    await expect(send('nonsense')).rejects.toMatchObject({ name: 'InvalidToken' });
    const elsewhere = Buffer.from(
      Buffer.from(String(bench.tokens[0]), 'base64url').toString().replace(':m:', ':other:'),
    ).toString('base64url');
    await expect(send(elsewhere)).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
    await expect(send(String(bench.tokens[0]), '{')).rejects.toMatchObject({ name: 'InvalidOutput' });
  });

  it('gives a function that runs its own token back from within the right to end the task', async () => {
    const bench = createBench({
      park: ({ token }: { token: string }) => bench.call('SendTaskSuccess', { taskToken: token, output: '"early"' }),
    });
    const arn = await bench.start(chain({ Park: parked() }));
    expect((await bench.finish(arn)).output).toBe('"early"');
  });

  it('fails with States.QueryEvaluationError where an expression gives nothing, which a catcher may take', async () => {
    const bench = createBench();
    const Ask = task('never', {
      Arguments: '{% $states.input.nothing %}',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
    });
    const arn = await bench.start(chain({ Ask, Caught: { Type: 'Pass', Output: '{% $states.input.Error %}' } }));
    expect((await bench.finish(arn)).output).toBe('"States.QueryEvaluationError"');
    expect(bench.invoked).toEqual([]);
  });

  it('gives $now, $uuid and $random from the world', async () => {
    const run = async () => {
      const bench = createBench();
      const arn = await bench.start(
        chain({ P: { Type: 'Pass', Output: '{% [$now(), $millis(), $uuid(), $random(), $random(7)] %}' } }),
      );
      return JSON.parse(String((await bench.finish(arn)).output));
    };
    const [first, second] = [await run(), await run()];
    expect(first.slice(0, 2)).toEqual(['2026-11-21T00:00:00.000Z', 1795219200000]);
    expect(second).toEqual(first);
  });

  it('has no $eval', async () => {
    const bench = createBench();
    expect(() =>
      bench.machine.putStateMachine({
        name: 'e',
        definition: chain({ P: { Type: 'Pass', Output: "{% $eval('1') %}" } }),
      }),
    ).toThrow('$eval is not supported');
  });
});
