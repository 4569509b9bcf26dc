/** The World panel's view of what on-call is called for: alarms, and the dead letters that one of them is about. */
import { Hono } from 'hono';
import type { Alarms } from '../alarms.ts';
import { createDeadLetters } from '../dead-letters.ts';
import type { World } from '../world.ts';

export function createAlarmPanel(world: World, alarms: Pick<Alarms, 'list'>): Hono {
  const app = new Hono();
  const letters = createDeadLetters(world);
  app.get('/alarms', (context) => context.json({ alarms: alarms.list() }));
  app.get('/dead-letters', (context) => context.json({ letters: letters.list() }));
  app.delete('/dead-letters/:id', (context) => {
    const id = context.req.param('id');
    return letters.remove(id)
      ? context.json({ letters: letters.list() })
      : context.json({ detail: `There is no dead letter ${id}.` }, 404);
  });
  return app;
}
