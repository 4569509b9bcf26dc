import { createLinks } from '../../../../lambdas/records/links.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const LINK = { requestId: 'req-1', expiresAt: '2026-11-24T09:00:00.000Z' };

it('open by their token until they end', async () => {
  const links = createLinks(scene.table, (length) => 'a'.repeat(length));
  const token = await links.make(LINK);
  expect(token).toBe('a'.repeat(40));
  expect(await links.open(token, new Date('2026-11-24T08:59:59Z'))).toEqual(LINK);
  expect(await links.open(token, new Date(LINK.expiresAt))).toBeUndefined();
  expect(await links.open('b'.repeat(40), new Date('2026-11-21T09:00:00Z'))).toBeUndefined();
});

it('are known to the table by a hash alone', async () => {
  await createLinks(scene.table, (length) => 'a'.repeat(length)).make(LINK);
  const item = await scene.table.get({
    pk: 'LINK#e33cdf9c7f7120b98e8c78408953e07f2ecd183006b5606df349b4c212acf43e',
    sk: 'LINK',
  });
  expect(item).toMatchObject({ link: LINK, expiresAt: 1_795_510_800 });
  expect(JSON.stringify(item)).not.toContain('a'.repeat(40));
  expect(await scene.table.get({ pk: `LINK#${'a'.repeat(40)}`, sk: 'LINK' })).toBeUndefined();
});
