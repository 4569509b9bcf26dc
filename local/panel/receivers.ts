/** The World panel's view of webhook receivers: what they got, and what they answer. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Receivers } from '../receivers.ts';
import { readBody } from './input.ts';

const Answering = z.strictObject({ answer: z.union([z.int().min(200).max(599), z.enum(['hang up', 'no answer'])]) });

export function createReceiverPanel(receivers: Receivers): Hono {
  const app = new Hono();
  app.get('/receivers', (context) =>
    context.json({ received: receivers.received(context.req.query('host')).reverse(), answers: receivers.answers() }),
  );
  app.put('/receivers/:host', async (context) => {
    receivers.answer(context.req.param('host'), (await readBody(Answering, context.req.raw)).answer);
    return context.json({ answers: receivers.answers() });
  });
  return app;
}
