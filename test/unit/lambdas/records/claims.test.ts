import { type Claims, createClaims } from '../../../../lambdas/records/claims.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
let claims: Claims;
beforeEach(() => {
  claims = createClaims(scene.table);
});

const AB = ['a.example.com', 'b.example.com'];

it('gives free aliases to the site that asks first', async () => {
  expect(await claims.claimAll(AB, 'acme', 'req-1')).toEqual({});
  expect(await claims.heldByOthers([...AB, 'c.example.com'], 'other')).toEqual(AB);
  expect(await claims.heldByOthers(AB, 'acme')).toEqual([]);
});

it('gives the site its own aliases again', async () => {
  await claims.claimAll(AB, 'acme', 'req-1');
  expect(await claims.claimAll(AB, 'acme', 'req-2')).toEqual({});
});

it('names the alias that another site holds, and gives the others back', async () => {
  await claims.claimAll(['b.example.com'], 'other', 'req-other');
  expect(await claims.claimAll(AB, 'acme', 'req-1')).toEqual({ refused: 'b.example.com' });
  expect(await claims.heldByOthers(['a.example.com'], 'third')).toEqual([]);
});

it('gives back nothing that an earlier request of the site holds', async () => {
  await claims.claimAll(['a.example.com'], 'acme', 'req-serving');
  await claims.claimAll(['b.example.com'], 'other', 'req-other');
  await claims.claimAll(AB, 'acme', 'req-new');
  expect(await claims.heldByOthers(['a.example.com'], 'third')).toEqual(['a.example.com']);
});

it('lets one of two sites have all, whatever the order of the names', async () => {
  const [first, second] = await Promise.all([
    claims.claimAll(AB, 'acme', 'req-1'),
    claims.claimAll([...AB].reverse(), 'other', 'req-2'),
  ]);
  expect([first.refused, second.refused].filter(Boolean)).toEqual(['a.example.com']);
});

it('is released by the request that holds it only', async () => {
  await claims.claimAll(AB, 'acme', 'req-1');
  await claims.release('a.example.com', 'req-2');
  await claims.release('b.example.com', 'req-1');
  expect(await claims.heldByOthers(AB, 'other')).toEqual(['a.example.com']);
});
