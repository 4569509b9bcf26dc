import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../../local/store.ts';

let folder: string;
let stores: Store[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  stores = [];
});
afterEach(() => {
  for (const store of stores) store.close();
  rmSync(folder, { recursive: true });
});

function open(file?: string): Store {
  const store = openStore(file);
  stores.push(store);
  return store;
}
/** What a process would find that is started after this one was killed: the file as it stands. */
function openCopy(): Store {
  const copy = mkdtempSync(join(folder, 'copy-'));
  for (const name of ['world.db', 'world.db-wal']) cpSync(join(folder, name), join(copy, name));
  return open(join(copy, 'world.db'));
}
const contents = (store: Store, name = 'people') => [...store.collection<unknown>(name).entries()];

it('keeps documents by id, in the order of their first insertion', () => {
  const people = open().collection<{ age: number }>('people');
  people.put('ann', { age: 1 });
  people.put('bob', { age: 2 });
  people.put('ann', { age: 3 });
  expect([...people.entries()]).toEqual([
    ['ann', { age: 3 }],
    ['bob', { age: 2 }],
  ]);
  expect([people.size, people.get('bob'), people.get('eve')]).toEqual([2, { age: 2 }, undefined]);
  people.delete('ann');
  expect([...people.values()]).toEqual([{ age: 2 }]);
});

it('keeps collections apart, and gives the same one for the same name', () => {
  const store = open();
  store.collection('people').put('ann', 1);
  expect([store.collection('people').get('ann'), store.collection('places').get('ann')]).toEqual([1, undefined]);
});

it('is there again after a restart, in the same order', () => {
  const file = join(folder, 'world.db');
  const first = openStore(file);
  const people = first.collection<unknown>('people');
  people.put('bob', { name: 'Bob', tags: ['x'] });
  people.put('ann', 1);
  people.put('gone', 1);
  people.delete('gone');
  people.put('bob', { name: 'Robert', tags: [] });
  first.close();
  expect(contents(open(file))).toEqual([
    ['bob', { name: 'Robert', tags: [] }],
    ['ann', 1],
  ]);
});

describe('a transaction', () => {
  it('lasts as a whole, and answers what its work answers', () => {
    const file = join(folder, 'world.db');
    const store = open(file);
    const answer = store.transaction(() => {
      store.collection('people').put('ann', 1);
      store.collection('places').put('home', 2);
      return 'done';
    });
    expect(answer).toBe('done');
    const again = openCopy();
    expect([contents(again), contents(again, 'places')]).toEqual([[['ann', 1]], [['home', 2]]]);
  });

  it('that fails leaves memory and file as before', () => {
    const file = join(folder, 'world.db');
    const store = open(file);
    const people = store.collection<number>('people');
    people.put('ann', 1);
    people.put('bob', 2);
    const failing = () =>
      store.transaction(() => {
        people.put('ann', 10);
        people.put('eve', 3);
        people.delete('bob');
        people.put('ann', 11);
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    const before = [
      ['ann', 1],
      ['bob', 2],
    ];
    expect(contents(store)).toEqual(before);
    expect(contents(openCopy())).toEqual(before);
  });

  it('that fails after a deletion leaves the order as before', () => {
    const store = open();
    const people = store.collection<number>('people');
    people.put('ann', 1);
    people.put('bob', 2);
    expect(() =>
      store.transaction(() => {
        people.delete('ann');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(contents(store).map(([id]) => id)).toEqual(['ann', 'bob']);
  });

  it('inside another is part of it', () => {
    const store = open();
    const people = store.collection<number>('people');
    expect(() =>
      store.transaction(() => {
        store.transaction(() => people.put('ann', 1));
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(people.size).toBe(0);
  });

  it('can follow one that failed', () => {
    const store = open();
    expect(() =>
      store.transaction(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    store.transaction(() => store.collection('people').put('ann', 1));
    expect(store.collection('people').size).toBe(1);
  });
});

it('says of a file that is none of its own what to do', () => {
  const file = join(folder, 'letter.txt');
  writeFileSync(file, 'Dear reader, this is no database. '.repeat(100));
  expect(() => openStore(file)).toThrow(
    `${file} is not a state file of this program, or is damaged: move it away, or start over with --fresh.`,
  );
});
