import { plannedFinish, plannedMails } from '../../../core/plan.ts';

it('says whose mailboxes get the mails, and for which names', () => {
  const routed = (alias: string, validationDomain: string) =>
    [alias, { reason: 'MailRouteFound', facts: { alias, validationDomain } }] as const;
  const nowhere = ['login.c.net', { reason: 'MailRouteMissing', facts: {} }] as const;
  const mail = Object.fromEntries([
    routed('login.a.com', 'a.com'),
    routed('login.b.com', 'b.com'),
    routed('login.x.a.com', 'a.com'),
    nowhere,
  ]);
  expect(plannedMails(mail)).toEqual([
    {
      validationDomain: 'a.com',
      addresses: ['admin@a.com', 'administrator@a.com', 'hostmaster@a.com', 'postmaster@a.com', 'webmaster@a.com'],
      aliases: ['login.a.com', 'login.x.a.com'],
    },
    expect.objectContaining({ validationDomain: 'b.com', aliases: ['login.b.com'] }),
  ]);
});

it('serves after twenty minutes at the earliest, and after the 72 hours of the approvals at the latest', () => {
  expect(plannedFinish(new Date('2026-11-21T09:00:00Z'))).toEqual({
    earliest: '2026-11-21T09:20:00.000Z',
    latest: '2026-11-24T09:20:00.000Z',
  });
});
