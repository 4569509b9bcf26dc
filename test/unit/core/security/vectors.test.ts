/** The library against 154 vectors that other implementations made. Their remarks say which of them disagree, and why. */
import { differencesOf, type Vector } from '../../../../scripts/vectors-check.ts';
import { read } from '../../../support/repository.ts';

const { vectors } = JSON.parse(read('test/vectors/gigya-signatures.json')) as { vectors: Vector[] };

it.each(vectors.map((each): [string, Vector] => [each.id, each]))(
  'computes what is expected: %s',
  async (_, vector) => {
    expect(await differencesOf(vector)).toEqual([]);
  },
);

it('has 154 of them', () => {
  expect(vectors).toHaveLength(154);
});

it('notices every expected field that is not as computed', async () => {
  const unnoticed: string[] = [];
  for (const vector of vectors) {
    for (const [field, value] of Object.entries(vector.expected)) {
      const changed = { ...vector, expected: { ...vector.expected, [field]: otherThan(field, value) } };
      if ((await differencesOf(changed)).length !== 1) unnoticed.push(`${vector.id} ${field}`);
    }
  }
  expect(unnoticed).toEqual([]);
});

function otherThan(field: string, value: unknown): unknown {
  if (field === 'policy') return String(value).startsWith('reject') ? 'follow java' : 'reject';
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  return typeof value === 'string' ? `${value}x` : 0;
}
