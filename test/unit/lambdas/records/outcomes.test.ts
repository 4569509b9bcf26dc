import { createOutcomes } from '../../../../lambdas/records/outcomes.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const CALL = { name: 'ann k1', fingerprint: 'generate' };
const at = (seconds: number) => new Date(Date.parse('2026-11-21T09:00:00Z') + seconds * 1000);

it('lets a call run once, and tells who comes later that it runs', async () => {
  const outcomes = createOutcomes(scene.table);
  expect(await outcomes.begin(CALL, 'id-1', at(0))).toEqual({ is: 'new', id: 'id-1' });
  expect(await outcomes.begin(CALL, 'id-2', at(1))).toEqual({ is: 'running' });
});

it('tells what came of it, for a day', async () => {
  const outcomes = createOutcomes(scene.table);
  await outcomes.begin(CALL, 'id-1', at(0));
  await outcomes.end(CALL, { answer: { a: [1] } });
  expect(await outcomes.begin(CALL, 'id-2', at(86_399))).toEqual({ is: 'ended', outcome: { answer: { a: [1] } } });
  expect(await outcomes.begin(CALL, 'id-2', at(86_400))).toEqual({ is: 'new', id: 'id-2' });
});

it('knows another call under the same key', async () => {
  const outcomes = createOutcomes(scene.table);
  await outcomes.begin(CALL, 'id-1', at(0));
  expect(await outcomes.begin({ ...CALL, fingerprint: 'cancel' }, 'id-2', at(1))).toEqual({ is: 'another' });
});

it('lets one of those who come after a run that died go on under its id', async () => {
  const outcomes = createOutcomes(scene.table);
  await outcomes.begin(CALL, 'id-1', at(0));
  expect(await outcomes.begin(CALL, 'id-2', at(29))).toEqual({ is: 'running' });
  const both = await Promise.all([outcomes.begin(CALL, 'id-2', at(30)), outcomes.begin(CALL, 'id-3', at(30))]);
  expect(both).toContainEqual({ is: 'new', id: 'id-1' });
  expect(both).toContainEqual({ is: 'running' });
});

it('lets a call that failed on our side be tried at once', async () => {
  const outcomes = createOutcomes(scene.table);
  await outcomes.begin(CALL, 'id-1', at(0));
  await outcomes.release(CALL);
  expect(await outcomes.begin(CALL, 'id-2', at(1))).toEqual({ is: 'new', id: 'id-1' });
});
