/** Whoever is told that our on-call looks into it can rely on that: on-call is told, too. */

import { endingTicket, taskAtEnd } from '../../../core/ending-ticket.ts';
import { ENDINGS } from '../../../core/endings.ts';
import { MIGRATION_ENDINGS } from '../../../core/migration.ts';
import { opened } from '../../support/unit/opened.ts';

const ROWS = { ...ENDINGS, ...MIGRATION_ENDINGS };
const REASONS = Object.keys(ROWS) as (keyof typeof ROWS)[];
const request = opened('login.example.com');
const told = { request, message: 'AWS says no.', consoleUrl: 'https://console.example.net' };

it.each(REASONS)('gives on-call a ticket where the words say that on-call acts: %s', (reason) => {
  const { actor, remedy } = ROWS[reason];
  const isPromised = actor === 'vendor on-call' || /on-call (has been|takes)|we (ask|look|find)/i.test(remedy);
  expect(taskAtEnd(reason) !== undefined).toBe(isPromised);
  expect(endingTicket({ ...told, reason }) !== undefined).toBe(isPromised);
});

it('says what the customer reads, what to do, and where', () => {
  expect(endingTicket({ ...told, reason: 'IssuanceTimedOut' })).toMatchObject({
    title: 'A matter of site acme has ended as IssuanceTimedOut: on-call looks into it',
    description: expect.stringContaining(
      'The customer reads: "AWS says no."\n\n**Now:** Ask AWS Support why the certificate was not issued',
    ),
    severity: '3',
    data: {
      '/aws/dedup': { value: '{"dedupString":"ending:acme:IssuanceTimedOut"}', searchable: true },
      siteId: { value: 'acme', searchable: true },
      runbook: { value: 'runbooks/ended-for-on-call.md' },
    },
  });
});
