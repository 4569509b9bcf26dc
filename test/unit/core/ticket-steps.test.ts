import type { MovingAlias, OwnershipMove } from '../../../core/move.ts';
import { ticketSteps } from '../../../core/ticket-steps.ts';
import { ENABLED, ownershipMove } from '../../support/unit/moves.ts';
import { NOW } from '../../support/unit/step.ts';

const refused = { txt: 'seen', refusal: ENABLED } as const;
const ended = { phase: 'ENDED', endedAt: NOW } as const;

function states(fields: Partial<OwnershipMove>, each: Partial<MovingAlias> = {}): string {
  return ticketSteps(ownershipMove(fields, each), new Date(NOW))
    .map(({ state }) => state)
    .join(' ');
}

it('are eight, in the order of the runbook', () => {
  expect(ticketSteps(ownershipMove(), new Date(NOW)).map(({ id }) => id)).toEqual([
    'open-ticket',
    'see-holders',
    'txt-records',
    'ask-cloudfront',
    'file-case',
    'confirm-moved',
    'resume-or-free',
    'close-ticket',
  ]);
});

it.each<[string, Partial<OwnershipMove>, Partial<MovingAlias>, string]>([
  [
    'before the ticket is open',
    { phase: 'OPENING', ticketId: null },
    {},
    'open done open blocked blocked blocked blocked blocked',
  ],
  [
    'while records are missing',
    { phase: 'TXT' },
    { txt: 'missing' },
    'done done open blocked blocked blocked blocked blocked',
  ],
  [
    'while CloudFront is asked',
    { phase: 'API' },
    { txt: 'seen' },
    'done done done open blocked blocked blocked blocked',
  ],
  ['when CloudFront has refused', { phase: 'SUPPORT' }, refused, 'done done done done manual blocked blocked blocked'],
  [
    'when the case is filed',
    { phase: 'SUPPORT', supportCaseId: 'case-1' },
    refused,
    'done done done done done open blocked blocked',
  ],
  [
    'when AWS has moved all',
    { phase: 'SUPPORT' },
    { ...refused, state: 'gone' },
    'done done done done done done open blocked',
  ],
  [
    'at the end',
    { ...ended, outcome: 'moved' },
    { ...refused, state: 'gone' },
    'done done done done done done done done',
  ],
  [
    'at an end without the names',
    { ...ended, outcome: 'givenUp' },
    refused,
    'done done done done blocked blocked done done',
  ],
])('stand %s', (_, fields, each, expected) => {
  expect(states(fields, each)).toBe(expected);
});

it('say by what they were told', () => {
  const steps = ticketSteps(ownershipMove({ phase: 'SUPPORT' }, refused), new Date(NOW));
  expect(steps.map(({ evidence }) => evidence)).toEqual([
    'oi-0123456789ab; the move began at 2026-11-21T09:00:00.000Z.',
    'login.example.com: distribution *******FOREIGN of account ******887777 and login.example.org: distribution *******FOREIGN of account ******887777.',
    'Every name that is still held has its record.',
    'Refused for login.example.com and login.example.org: IllegalUpdate: Alias move is not allowed since the source distribution is enabled.',
    'Paste the case of this ticket into the Support Center of the account, and note its id here.',
    'Still held by others: login.example.com and login.example.org.',
    'Not before the names are moved.',
    'The service closes it when the move has ended.',
  ]);
});
