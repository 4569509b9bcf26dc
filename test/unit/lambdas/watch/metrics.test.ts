import type { RenewalTicket } from '../../../../core/renewal-ticket.ts';
import type { Figures } from '../../../../lambdas/clients/figures.ts';
import { createRenewalTickets } from '../../../../lambdas/records/renewal-tickets.ts';
import { createMeter } from '../../../../lambdas/watch/metrics.ts';
import { REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();

const at = (time: string) => new Date(`2026-11-21T${time}Z`);
let published: Figures[];
let unmeasured: unknown[];
beforeEach(() => {
  published = [];
  unmeasured = [];
});

function meter(endsFirst = async () => new Date('2026-12-11T10:00:00Z')) {
  const { waits, sites, requests } = scene;
  const acm = { endsFirst } as never;
  const quotas = { value: async (name: string) => (name === 'distributionsPerAccount' ? 4 : null) } as never;
  const publish = (figures: Figures) => published.push(figures);
  const renewalTickets = createRenewalTickets(scene.table);
  return createMeter({ waits, renewalTickets, sites, requests, acm, quotas }, publish, (error) => {
    unmeasured.push(error);
  });
}

it('tells what the tick knows where the hour cannot be measured, and tries that at the next tick', async () => {
  let throttled = true;
  const one = meter(async () => {
    if (throttled) throw new Error('Rate exceeded');
    return new Date('2026-12-11T10:01:00Z');
  });
  await one.tick(at('10:00:00'), at('10:00:00'), undefined);
  throttled = false;
  await one.tick(at('10:01:00'), at('10:01:00'), undefined);
  expect(unmeasured).toEqual([new Error('Rate exceeded')]);
  expect(published).toHaveLength(2);
  expect(published[0]).not.toHaveProperty('DaysToExpiry');
  expect(published[1]).toMatchObject({ DaysToExpiry: 20, LooksFailed: 1 });
});

it('measures the hour although a newer version has parked what this one does not know', async () => {
  await scene.waits.park(REQUEST_ID, 'AwaitSupport', 'token', at('04:00:00'));
  await scene.table.update(
    { pk: `REQUEST#${REQUEST_ID}`, sk: `WAIT#${REQUEST_ID}#AwaitSupport` },
    { set: { name: 'AwaitNews' } },
  );
  await meter().tick(at('10:00:00'), at('10:00:00'), undefined);
  expect(unmeasured).toEqual([]);
  expect(published[0]).toMatchObject({ 'Waiting on vendor on-call': 0, DaysToExpiry: 20 });
});

it('tells at every tick what the tick knows, and counts anew', async () => {
  const one = meter();
  await one.tick(at('10:04:00'), at('10:04:00'), undefined);
  published = [];
  one.count('LooksFailed');
  await one.tick(at('10:05:00'), at('10:05:07'), '2026-11-21T10:04:00.000Z');
  await one.tick(at('10:06:00'), at('10:06:00'), '2026-11-21T10:07:00.000Z');
  expect(published).toEqual([
    { OverdueSeconds: 60, ClockSkewSeconds: 7, LooksFailed: 1, LooksThrottled: 0 },
    { OverdueSeconds: 0, ClockSkewSeconds: 0, LooksFailed: 0, LooksThrottled: 0 },
  ]);
});

it('tells of a tick that came late how late it was, and not that it was done', () => {
  meter().late(at('10:05:00'), at('10:06:31'));
  expect(published).toEqual([{ ClockSkewSeconds: 91 }]);
});

it('tells once an hour who is waited for, what ends first and what is used up; an unknown quota is not told', async () => {
  await scene.givenSite();
  await scene.givenRequest();
  await scene.waits.park(REQUEST_ID, 'AwaitSupport', 'token', at('04:00:00'));
  const one = meter();
  for (const time of ['10:00:00', '10:01:00', '11:07:00']) await one.tick(at(time), at(time), undefined);
  expect(published.map((figures) => 'DaysToExpiry' in figures)).toEqual([true, false, true]);
  expect(published[0]).toMatchObject({
    'Waiting on vendor on-call': 1,
    'Waiting on AWS': 0,
    OnCallWaitDays: 0.25,
    DaysToExpiry: 20,
    DistributionQuotaShare: 0.25,
  });
  expect(published[0]).not.toHaveProperty('CertificateQuotaShare');
});

it('counts a renewal’s ticket with what on-call must act on, until it closes', async () => {
  const tickets = createRenewalTickets(scene.table);
  const ticket: RenewalTicket = {
    ticketId: 'oi-0123456789ab',
    siteId: 'acme',
    requestId: REQUEST_ID,
    notAfter: '2026-12-05T10:00:00.000Z',
    severity: '3',
    openedAt: '2026-11-15T10:00:00.000Z',
    escalatedAt: null,
    outcome: null,
    closedAt: null,
  };
  await tickets.keep(ticket);
  const one = meter();
  await one.tick(at('10:00:00'), at('10:00:00'), undefined);
  await tickets.keep({ ...ticket, outcome: 'renewed', closedAt: '2026-11-21T10:30:00.000Z' });
  await one.tick(at('11:00:00'), at('11:00:00'), undefined);
  expect(published.map(({ OnCallWaitDays }) => OnCallWaitDays)).toEqual([6, 0]);
});
