/**
 * The World panel's troubles, at /world: AWS calls that fail, name servers that do not answer, signatures that do not hold,
 * mailboxes that refuse, quotas. What a person sets here holds until it is taken back, over restarts too.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import type { FaultRule, Faults } from './aws/faults.ts';
import { QUOTAS } from './aws/servicequotas/quotas.ts';
import type { Quotas } from './aws/servicequotas/service.ts';
import { DNSSEC_VERDICTS, SERVER_BEHAVIOURS, type Zones } from './dns/zones.ts';
import type { Mailboxes } from './mail/mailboxes.ts';
import { readBody } from './panel/input.ts';
import { OUR_ACCOUNT } from './world.ts';

/** Folder names under local/aws, and the functions. */
const SERVICES = [
  'acm',
  'cloudfront',
  'dynamodb',
  'eventbridge',
  'kms',
  'route53',
  'servicequotas',
  'ses',
  'ssm',
  'states',
  'lambda',
  'rules',
] as const;

const KINDS = ['refuse', 'delay', 'drop', 'repeat', 'lose', 'crash'];

const call = {
  service: z.enum(SERVICES),
  operation: z.string().refine(isOperation, 'must be an operation as the SDK names it (RequestCertificate), or *'),
  times: z.number().int().min(1).optional(),
};
/** A day: longer than any client waits. */
const MAX_DELAY_MS = 86_400_000;
const errorStatus = z.number().int().min(400).max(599);

const Fault = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      ...call,
      kind: z.literal('refuse'),
      error: z.string().min(1),
      message: z.string().default('Injected.'),
      status: errorStatus.optional(),
    }),
    z.strictObject({ ...call, kind: z.literal('delay'), ms: z.number().int().min(1).max(MAX_DELAY_MS) }),
    z.strictObject({ ...call, kind: z.literal('drop') }),
    z.strictObject({ ...call, kind: z.literal('repeat') }),
    z.strictObject({ ...call, kind: z.literal('lose'), status: errorStatus.min(500).optional() }),
    z.strictObject({ ...call, kind: z.literal('crash'), when: z.enum(['before', 'after']) }),
  ],
  `must be one of ${KINDS.join(', ')}`,
);

const Server = z.strictObject({ host: z.string().min(1).max(253), behaviour: z.enum(SERVER_BEHAVIOURS) });
const Signature = z.strictObject({ zone: z.string().min(1).max(253), dnssec: z.enum(DNSSEC_VERDICTS) });
const Mailbox = z.strictObject({
  address: z.string().min(1).max(254).describe('An address, or a domain with all its addresses'),
  rejects: z.boolean(),
});
const Quota = z.strictObject({
  code: z.enum(QUOTAS.map(({ code }) => code)),
  value: z.number().int().min(0).max(1_000_000),
});

function isOperation(name: string): boolean {
  return name === '*' || /^[A-Z][A-Za-z0-9]+$/.test(name);
}

export interface TroubleParts {
  zones: Zones;
  mailboxes: Mailboxes;
  quotas: Quotas;
  faults: Faults;
}

/** Routes below /world; errors are the panel's to answer. */
export function createTroubles({ zones, mailboxes, quotas, faults }: TroubleParts): Hono {
  const app = new Hono();

  app.get('/faults', (context) => context.json({ faults: faults.list() }));
  app.post('/faults', async (context) => {
    faults.add((await readBody(Fault, context.req.raw)) as FaultRule);
    return context.json({ faults: faults.list() }, 201);
  });
  app.delete('/faults', (context) => {
    faults.clear();
    return context.json({ faults: [] });
  });

  app.get('/servers', (context) => context.json(serversOf(zones)));
  app.put('/servers', async (context) => {
    const { host, behaviour } = await readBody(Server, context.req.raw);
    zones.setBehaviour(host, behaviour);
    return context.json(serversOf(zones));
  });

  app.put('/signatures', async (context) => {
    const { zone, dnssec } = await readBody(Signature, context.req.raw);
    zones.setDnssec(zone, dnssec);
    return context.json(serversOf(zones));
  });

  app.get('/mailboxes', (context) => context.json({ rejected: mailboxes.rejected() }));
  app.put('/mailboxes', async (context) => {
    const { address, rejects } = await readBody(Mailbox, context.req.raw);
    if (rejects) mailboxes.reject(address);
    else mailboxes.accept(address);
    return context.json({ rejected: mailboxes.rejected() });
  });

  app.get('/quotas', (context) => context.json({ quotas: quotasOf(quotas) }));
  app.put('/quotas', async (context) => {
    const { code, value } = await readBody(Quota, context.req.raw);
    quotas.set(OUR_ACCOUNT, code, value);
    return context.json({ quotas: quotasOf(quotas) });
  });
  return app;
}

function serversOf(zones: Zones) {
  const all = zones.zones();
  const hosts = new Map(all.flatMap(({ servers }) => servers).map(({ host, address }) => [host, address]));
  const serves = (host: string) => all.filter(({ servers }) => servers.some((server) => server.host === host));
  return {
    servers: [...hosts].map(([host, address]) => ({
      host,
      address,
      behaviour: zones.behaviour(host),
      zones: serves(host).map(({ name }) => name),
    })),
    zones: all.map(({ name, dnssec }) => ({ name, dnssec })),
  };
}

function quotasOf(quotas: Quotas) {
  return QUOTAS.map(({ code, service, name }) => ({ code, service, name, value: quotas.value(OUR_ACCOUNT, code) }));
}
