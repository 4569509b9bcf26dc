import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../../../../local/store.ts';
import { chain, createBench, type Functions, parked, task } from './bench.ts';

const later = '2026-11-21T00:05:00Z';

describe('a process that is killed and started again', () => {
  let folder: string;
  let stores: Store[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'states-'));
    stores = [];
  });

  afterEach(() => {
    for (const store of stores) store.close();
    rmSync(folder, { recursive: true });
  });

  /** A world over the files as the one before has left them, which stands where it stood: as after a kill. */
  function boot(functions: Functions, at?: string) {
    const place = (boots: number) => join(folder, String(boots));
    if (existsSync(place(stores.length - 1)))
      cpSync(place(stores.length - 1), place(stores.length), { recursive: true });
    else mkdirSync(place(stores.length));
    const store = openStore(join(place(stores.length), 'world.db'));
    stores.push(store);
    const bench = createBench(functions, store, at);
    bench.machine.resume();
    return bench;
  }

  it('goes on at a parked task: its token works and finished tasks do not run again', async () => {
    const functions = {
      first: () => 'one',
      last: () => 'done',
    };
    const definition = chain({
      First: task('first', { Assign: { kept: '{% $states.result %}' } }),
      Park: parked(),
      Last: task('last', { Output: '{% $kept %}' }),
    });
    const before = boot(functions);
    const arn = await before.start(definition);

    const again = boot(functions, later);
    await again.clock.quiet();
    expect(again.invoked).toEqual([]);
    await again.call('SendTaskSuccess', { taskToken: before.tokens[0], output: '{}' });
    expect(await again.finish(arn)).toMatchObject({ status: 'SUCCEEDED', output: '"one"' });
    expect(again.invoked).toEqual(['last']);
  });

  it('calls a function again that was running, and only that one', async () => {
    const definition = chain({ First: task('first'), Slow: task('slow') });
    const before = boot({ first: () => 1, slow: () => new Promise(() => undefined) });
    const stateMachineArn = before.machine.putStateMachine({ name: 'm', definition });
    const { executionArn = '' } = await before.call('StartExecution', { stateMachineArn });
    while (!before.invoked.includes('slow')) await new Promise((resolve) => setImmediate(resolve));

    const again = boot({ slow: () => 2 }, later);
    expect(await again.finish(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '2' });
    expect(again.invoked).toEqual(['slow']);
    expect((await again.story(executionArn)).filter((type) => type === 'LambdaFunctionScheduled')).toHaveLength(2);
  });

  it('keeps the deadlines of waits, retries and time-outs', async () => {
    const before = boot({ sick: () => Promise.reject(new Error('ill')), park: () => undefined });
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1200 }];
    const waiting = await before.start(chain({ W: { Type: 'Wait', Seconds: 600 } }));
    const retrying = await before.start(chain({ R: task('sick', { Retry }) }));
    const parking = await before.start(chain({ P: parked({ TimeoutSeconds: 900 }) }));
    const overall = await before.start(chain({ P: parked() }, { TimeoutSeconds: 60 }));

    const again = boot({ sick: () => 'well' }, later);
    expect((await again.finish(overall)).status).toBe('TIMED_OUT');
    expect((await again.finish(waiting)).stopDate).toEqual(new Date('2026-11-21T00:10:00Z'));
    expect(await again.finish(parking)).toMatchObject({
      error: 'States.Timeout',
      stopDate: new Date('2026-11-21T00:15:00Z'),
    });
    expect(await again.finish(retrying)).toMatchObject({
      output: '"well"',
      stopDate: new Date('2026-11-21T00:20:00Z'),
    });
  });

  it('goes on in the middle of a Map and keeps the revision that the execution started with', async () => {
    const Each = {
      Type: 'Map',
      Items: [1, 2, 3],
      MaxConcurrency: 2,
      ItemProcessor: { StartAt: 'Park', States: { Park: parked({ End: true }) } },
    };
    const before = boot({});
    const arn = await before.start(chain({ Each }));
    await before.call('SendTaskSuccess', { taskToken: before.tokens[1], output: '"b"' });
    await before.clock.quiet();
    before.machine.putStateMachine({ name: 'm', definition: chain({ Other: { Type: 'Succeed' } }) });

    const again = boot({}, later);
    await again.call('SendTaskSuccess', { taskToken: before.tokens[2], output: '"c"' });
    await again.call('SendTaskSuccess', { taskToken: before.tokens[0], output: '"a"' });
    expect(await again.finish(arn)).toMatchObject({ status: 'SUCCEEDED', output: '["a","b","c"]' });
    const { definition } = await again.call('DescribeStateMachineForExecution', { executionArn: arn });
    expect(definition).toContain('Each');
  });

  it('redrives an execution that failed before the restart', async () => {
    const before = boot({ first: () => 1, sick: () => Promise.reject(new Error('ill')) });
    const executionArn = await before.start(chain({ First: task('first'), Sick: task('sick') }));
    const again = boot({ sick: () => 'well' }, later);
    await again.call('RedriveExecution', { executionArn });
    expect(await again.finish(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"well"' });
    expect(again.invoked).toEqual(['sick']);
  });
});
