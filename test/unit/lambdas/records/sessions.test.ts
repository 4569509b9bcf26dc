import { createSessions, type Session } from '../../../../lambdas/records/sessions.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const TOKEN = 'f'.repeat(64);
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const SESSION: Session = {
  apiKey: '3_AcmeStoresKey',
  partnerId: 'acme',
  UID: 'ann',
  loggedInAt: '2026-11-21T10:00:00.000Z',
  endsAt: at('22:00:00').getTime() / 1000,
};

it('is over at its second, whether or not its item has gone', async () => {
  const sessions = createSessions(scene.table);
  await sessions.add(TOKEN, SESSION);
  expect(await sessions.find(TOKEN, at('21:59:59'))).toEqual(SESSION);
  expect(await sessions.find(TOKEN, at('22:00:00'))).toBeUndefined();
});

it('is kept under the hash of its token, until the time when the table may remove it', async () => {
  const sessions = createSessions(scene.table);
  await sessions.add(TOKEN, SESSION);
  // sha256sum of the 64 letters
  const hash = 'df0790f236013511e91fa4532fb7761f62320a51a3868dabf4a13fe5f53e3263';
  const item = await scene.table.get({ pk: `SESSION#${hash}`, sk: 'SESSION' });
  expect(item?.expiresAt).toBe(1795298400);
  expect(JSON.stringify(item)).not.toContain(TOKEN);
});

it('ends at logout', async () => {
  const sessions = createSessions(scene.table);
  await sessions.add(TOKEN, SESSION);
  await sessions.end(TOKEN);
  await sessions.end(TOKEN);
  expect(await sessions.find(TOKEN, at('10:00:01'))).toBeUndefined();
});
