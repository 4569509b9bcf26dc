/** The World panel's API, at /world: what a person may see and do in the simulation. Never part of what is deployed. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Alarms } from '../alarms.ts';
import type { Faults } from '../aws/faults.ts';
import type { Quotas } from '../aws/servicequotas/service.ts';
import type { Zones } from '../dns/zones.ts';
import type { Mail } from '../mail/mail.ts';
import type { Receivers } from '../receivers.ts';
import { createTroubles } from '../troubles.ts';
import type { World } from '../world.ts';
import { createAlarmPanel } from './alarms.ts';
import { createHolders, type HolderParts } from './holders.ts';
import { readBody, readFields, refused } from './input.ts';
import { createReceiverPanel } from './receivers.ts';

const HOUR_MS = 3_600_000;
/** A year: everything of a certificate happens in less, and each jump is answered only when it has ended. */
const LONGEST_HOURS = 24 * 366;

const Jump = z.strictObject({
  to: z.iso.datetime().optional(),
  hours: z.number().positive().max(LONGEST_HOURS).optional(),
});
const Speed = z.strictObject({ speed: z.number().min(0).max(86_400) });
const Record = z.strictObject({
  name: z.string().min(1).max(253),
  type: z.enum(['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'CAA', 'NS']),
  ttl: z.number().int().min(0).max(604_800).default(300),
  values: z.array(z.string().min(1)).min(1),
});
const RecordName = Record.pick({ name: true, type: true });

export interface PanelParts extends HolderParts {
  world: World;
  zones: Zones;
  mail: Mail;
  quotas: Quotas;
  faults: Faults;
  receivers: Receivers;
  alarms: Alarms;
}

/** What a person can do nothing but change: told as 400. */
const REFUSALS = ['RecordRefused', 'InputRefused', 'CNAMEAlreadyExists'];

export function createPanel({ world, zones, mail, quotas, faults, receivers, alarms, ...others }: PanelParts): Hono {
  const { clock } = world;
  const clockNow = () => {
    const next = clock.next();
    return {
      now: clock.now().toISOString(),
      speed: clock.getSpeed(),
      next: next ? { due: next.due.toISOString(), name: next.name } : null,
    };
  };
  const app = new Hono().basePath('/world');

  app.get('/clock', (context) => context.json(clockNow()));
  app.post('/clock/jump', async (context) => {
    const { to, hours } = await readBody(Jump, context.req.raw);
    if (to !== undefined && hours !== undefined) throw refused('Give to or hours, not both.');
    if (to !== undefined) await clock.jumpTo(within(to, clock.now()));
    else if (hours !== undefined) await clock.jumpTo(new Date(clock.now().getTime() + hours * HOUR_MS));
    else await clock.jump();
    return context.json(clockNow());
  });
  app.post('/clock/speed', async (context) => {
    clock.setSpeed((await readBody(Speed, context.req.raw)).speed);
    return context.json(clockNow());
  });

  app.get('/mails', (context) => {
    const mails = mail.mailboxes.list(context.req.query('address'));
    return context.json({
      mails: mails.map(({ id, to, from, subject, date }) => ({ id, to, from, subject, date })).reverse(),
    });
  });
  app.get('/mails/:id', (context) => {
    const found = mail.mailboxes.read(context.req.param('id'));
    if (!found) return context.json({ detail: `There is no mail ${context.req.param('id')}.` }, 404);
    const link = /https?:\/\/\S+?(\/approvals\?\S+)/.exec(found.text);
    return context.json({
      id: found.id,
      from: found.from,
      to: found.to,
      subject: found.subject,
      text: found.text,
      date: found.date,
      approvalPath: link?.[1] ?? null,
    });
  });

  app.get('/zones', (context) =>
    context.json({ zones: zones.zones().map(({ name }) => ({ name, records: zones.records(name) })) }),
  );
  app.put('/zones/:zone/records', async (context) => {
    zones.put(context.req.param('zone'), await readBody(Record, context.req.raw));
    return context.json({ zone: context.req.param('zone') });
  });
  app.delete('/zones/:zone/records', (context) => {
    const { name, type } = readFields(RecordName, context.req.query());
    zones.remove(context.req.param('zone'), name, type);
    return context.json({ zone: context.req.param('zone') });
  });

  app.route('/', createTroubles({ zones, mailboxes: mail.mailboxes, quotas, faults }));
  app.route('/', createHolders(others));
  app.route('/', createReceiverPanel(receivers));
  app.route('/', createAlarmPanel(world, alarms));

  app.onError((error, context) => {
    if (REFUSALS.includes(error.name)) return context.json({ detail: error.message }, 400);
    console.error(error);
    return context.json({ detail: error.message }, 500);
  });
  return app;
}

/** World time never goes back. */
function within(to: string, now: Date): Date {
  const hours = (Date.parse(to) - now.getTime()) / HOUR_MS;
  if (hours >= 0 && hours <= LONGEST_HOURS) return new Date(to);
  throw refused(`to must lie between ${now.toISOString()}, which is now, and ${LONGEST_HOURS / 24} days later.`);
}
