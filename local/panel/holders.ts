/**
 * The World panel's other people, at /world: who else holds names in CloudFront, and AWS Support. A person lets them take, drop,
 * disable and enable what is theirs, files a case, and lets Support answer it now.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { type Moves, TXT_DEMANDS } from '../aws/cloudfront/moves.ts';
import type { Foreign, Holding } from '../foreign.ts';
import type { NewCase, Support } from '../support.ts';
import { readBody } from './input.ts';

const alias = z.string().max(253).refine(isName, 'must be a name in lower case, such as login.example.com');

const NewHolder = z.strictObject({
  alias,
  account: z.string().refine(isAccount, 'must be twelve digits').optional(),
  enabled: z.boolean().optional(),
  kind: z.enum(['distribution', 'tenant']).optional(),
  wildcard: z.boolean().optional(),
});
const Change = z.strictObject({ enabled: z.boolean() });
/** A distribution has 100 names at most: no case needs more. */
const MOST_NAMES = 100;
const Case = z.strictObject({
  targetDistributionId: z.string().min(1).max(64),
  aliases: z.array(alias).min(1).max(MOST_NAMES).optional(),
  caseText: z.string().max(100_000).optional(),
});
const Demand = z.strictObject({ txtDemand: z.enum(TXT_DEMANDS) });

function isName(text: string): boolean {
  return /^(\*\.)?([a-z0-9_-]+\.)+[a-z0-9-]+$/.test(text);
}

function isAccount(text: string): boolean {
  return /^\d{12}$/.test(text);
}

export interface HolderParts {
  foreign: Foreign;
  support: Support;
  moves: Pick<Moves, 'txtDemand' | 'setTxtDemand'>;
}

/** Routes below /world; errors are the panel's to answer. */
export function createHolders({ foreign, support, moves }: HolderParts): Hono {
  const app = new Hono();
  const noHolder = (id: string) => ({ detail: `Nobody else has a distribution or tenant ${id}.` });

  app.get('/holders', (context) => context.json({ holders: foreign.holders() }));
  app.post('/holders', async (context) => {
    const holding = (await readBody(NewHolder, context.req.raw)) as Holding;
    return context.json(await foreign.holdElsewhere(holding), 201);
  });
  app.put('/holders/:id', async (context) => {
    const id = context.req.param('id');
    const { enabled } = await readBody(Change, context.req.raw);
    if (!foreign.holder(id)) return context.json(noHolder(id), 404);
    return context.json(enabled ? foreign.enable(id) : foreign.disable(id));
  });
  app.delete('/holders/:id', (context) => {
    const id = context.req.param('id');
    if (!foreign.holder(id)) return context.json(noHolder(id), 404);
    return context.json(foreign.release(id));
  });

  app.get('/support-cases', (context) => context.json({ cases: support.cases() }));
  app.post('/support-cases', async (context) => {
    const filed = (await readBody(Case, context.req.raw)) as NewCase;
    return context.json(support.fileCase(filed), 201);
  });
  app.post('/support-cases/:id/answer', (context) => {
    const id = context.req.param('id');
    const answered = support.actNow(id);
    return answered ? context.json(answered) : context.json({ detail: `There is no case ${id}.` }, 404);
  });

  app.get('/txt-demand', (context) => context.json({ txtDemand: moves.txtDemand() }));
  app.put('/txt-demand', async (context) => {
    moves.setTxtDemand((await readBody(Demand, context.req.raw)).txtDemand);
    return context.json({ txtDemand: moves.txtDemand() });
  });
  return app;
}
