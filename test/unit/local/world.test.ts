import { WorldClock } from '../../../local/clock.ts';
import { openStore } from '../../../local/store.ts';
import { type BusEvent, createWorld } from '../../../local/world.ts';

const START = new Date('2026-11-21T09:00:00Z');
const newWorld = (seed = 'seed', store = openStore()) => createWorld(new WorldClock(START), store, seed);

describe('chance', () => {
  it('is the same for the same seed, and another for another', () => {
    const drawsOf = (seed: string) => {
      const { random } = newWorld(seed);
      return [random.hex(8), random.uuid(), random.id(14), random.below(1000)];
    };
    expect(drawsOf('a')).toEqual(drawsOf('a'));
    expect(drawsOf('a')).not.toEqual(drawsOf('b'));
  });

  it('gives no id twice over a restart', () => {
    const store = openStore();
    const before = newWorld('seed', store).random.uuid();
    expect(newWorld('seed', store).random.uuid()).not.toBe(before);
  });

  it('goes on alike from a later draw, however often it has drawn before, and never at an earlier one', () => {
    const afterDraws = (count: number) => {
      const { random } = newWorld();
      for (let draw = 0; draw < count; draw++) random.hex(8);
      random.skipTo(100);
      expect(() => random.skipTo(100)).toThrow('draw 100 has been drawn');
      return random.hex(8);
    };
    expect(afterDraws(3)).toBe(afterDraws(50));
  });

  it('gives ids of their shapes', () => {
    const { random } = newWorld();
    expect(random.hex(7)).toMatch(/^[0-9a-f]{7}$/);
    expect(random.hex(200)).toMatch(/^[0-9a-f]{200}$/);
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(random.id(14)).toMatch(/^[A-Z0-9]{14}$/);
    for (let draw = 0; draw < 50; draw++) expect([0, 1, 2]).toContain(random.below(3));
  });
});

it('emits events as EventBridge does, to every listener', async () => {
  const world = newWorld();
  const seen: [string, BusEvent][] = [];
  world.subscribe((event) => void seen.push(['one', event]));
  world.subscribe((event) => void seen.push(['other', event]));
  world.emit({ source: 'aws.acm', detailType: 'ACM Certificate Available', resources: ['arn:1'], detail: { a: 1 } });
  await world.clock.quiet();
  expect(seen.map(([who]) => who)).toEqual(['one', 'other']);
  expect(seen[0]?.[1]).toEqual({
    version: '0',
    id: expect.any(String),
    'detail-type': 'ACM Certificate Available',
    source: 'aws.acm',
    account: '111122223333',
    time: '2026-11-21T09:00:00.000Z',
    region: 'us-east-1',
    resources: ['arn:1'],
    detail: { a: 1 },
  });
});

it('remembers who changed what, whose it was, in order and over a restart', () => {
  const store = openStore();
  const world = newWorld('seed', store);
  const caller = { account: '111122223333', principal: 'AddAliases' };
  world.record(caller, { service: 'cloudfront', operation: 'UpdateDistribution', resource: 'E1' });
  world.record(caller, { service: 'cloudfront', operation: 'UpdateDomainAssociation', resource: 'E2', owner: '999' });
  expect(newWorld('seed', store).mutations).toEqual([
    {
      at: '2026-11-21T09:00:00.000Z',
      account: '111122223333',
      principal: 'AddAliases',
      service: 'cloudfront',
      operation: 'UpdateDistribution',
      resource: 'E1',
      owner: '111122223333',
    },
    expect.objectContaining({ resource: 'E2', owner: '999' }),
  ]);
});
