import type { MovingAlias, OwnershipMove } from '../../../core/move.ts';
import { ticketItem, ticketRow, ticketView, waitingOn } from '../../../core/ticket.ts';
import { ENABLED, held, ownershipMove } from '../../support/unit/moves.ts';
import { CERTIFICATE, NOW } from '../../support/unit/step.ts';

const REQUEST = { certificateArn: CERTIFICATE };
const now = new Date(NOW);
const refused = { txt: 'seen', refusal: ENABLED } as const;
const item = (move: OwnershipMove) => ticketItem({ move, request: REQUEST, now }, 'https://console.example.net');

it('is one line in the list', () => {
  expect(ticketRow(ownershipMove({ phase: 'SUPPORT', escalatedAt: NOW }, refused))).toEqual({
    ticketId: 'oi-0123456789ab',
    kind: 'ownership',
    failing: null,
    moveId: 'req-20261121-0123456789-move-1',
    siteId: 'acme',
    requestId: 'req-20261121-0123456789',
    title: 'Identity already exists: 2 of 2 names of site acme held by others',
    severity: '2',
    status: 'open',
    phase: 'SUPPORT',
    outcome: null,
    waitingOn: 'vendor on-call',
    openedAt: '2026-11-21T09:00:00.000Z',
    escalatedAt: NOW,
    closedAt: null,
  });
});

it('shows each name with its holder, its record, its path and the case for AWS Support', () => {
  const move = ownershipMove({ phase: 'SUPPORT' }, refused);
  const wait = { deadline: '2026-12-21T09:00:00.000Z', dueAt: '2026-11-21T10:10:00.000Z' };
  const view = ticketView({ move, request: REQUEST, wait, now });
  expect(view).toMatchObject({
    runbook: 'move-cname-ownership',
    deadline: wait.deadline,
    nextCheckAt: wait.dueAt,
    supportCase: { subject: 'Move 2 alternate domain names to distribution E1ACME2EXAMPLE' },
  });
  expect(view.aliases[0]).toMatchObject({
    alias: 'login.example.com',
    state: 'held',
    holder: { accountId: '******887777' },
    record: { name: '_login.example.com', type: 'TXT', value: 'd111.cloudfront.net' },
    txt: 'seen',
    path: 'support',
  });
  expect(view.aliases[0]?.swap).toHaveLength(6);
  expect(view.steps).toHaveLength(8);
});

it('has no case before CloudFront has refused, and none when nothing is held any more', () => {
  expect(ticketView({ move: ownershipMove(), request: REQUEST, now }).supportCase).toBeNull();
  const gone = ownershipMove({ phase: 'SUPPORT' }, { ...refused, state: 'gone' });
  expect(ticketView({ move: gone, request: REQUEST, now }).supportCase).toBeNull();
});

it.each<[string, Partial<OwnershipMove>, Partial<MovingAlias>, string]>([
  ['nobody while it opens', { phase: 'OPENING' }, {}, 'nobody'],
  ['who manages the DNS, for a record', { phase: 'TXT' }, { txt: 'wrong' }, 'customer DNS'],
  ['AWS when all records stand', { phase: 'TXT' }, { txt: 'seen' }, 'AWS'],
  ['AWS while CloudFront is asked', { phase: 'API' }, { txt: 'seen' }, 'AWS'],
  ['on-call for the case', { phase: 'SUPPORT' }, refused, 'vendor on-call'],
  ['AWS when the case is filed', { phase: 'SUPPORT', supportCaseId: 'case-1' }, refused, 'AWS'],
  ['nobody at the end', { phase: 'ENDED', outcome: 'moved' }, refused, 'nobody'],
])('waits for %s', (_, fields, each, actor) => {
  expect(waitingOn(ownershipMove(fields, each))).toBe(actor);
});

it('is found again by its dedup string and the distribution, and by its site', () => {
  expect(item(ownershipMove()).data).toMatchObject({
    '/aws/dedup': { value: '{"dedupString":"cname-ownership:acme:E1ACME2EXAMPLE"}', searchable: true },
    '/aws/resources': {
      value: '[{"arn":"arn:aws:cloudfront::111122223333:distribution/E1ACME2EXAMPLE"}]',
      searchable: true,
    },
    siteId: { value: 'acme', searchable: true },
    move: { value: 'req-20261121-0123456789-move-1', searchable: false },
    runbook: { value: 'runbooks/move-cname-ownership.md', searchable: false },
  });
});

it('leads to its page in the console, and to all tickets while it has no id', () => {
  expect(item(ownershipMove()).data.console?.value).toBe('https://console.example.net/#/tickets/oi-0123456789ab');
  expect(item(ownershipMove({ ticketId: null })).data.console?.value).toBe('https://console.example.net/#/tickets');
});

it('carries names, holders, records, refusals and the case as data that only who opens it sees', () => {
  const { data, severity } = item(ownershipMove({ phase: 'SUPPORT' }, refused));
  expect(severity).toBe('3');
  expect(data.names).toEqual({
    searchable: false,
    value: ['login.example.com', 'login.example.org']
      .map(
        (alias) => `${alias}: held, by distribution *******FOREIGN of account ******887777
  _${alias} TXT "d111.cloudfront.net": seen
  CloudFront, 2026-11-21T10:00:00.000Z: IllegalUpdate: Alias move is not allowed since the source distribution is enabled
  Its holder is enabled, in another account: AWS Support moves it, or its owner removes ${alias} or disables the resource.`,
      )
      .join('\n'),
  });
  expect(data.supportCase?.value).toMatch(/^Move 2 alternate domain names/);
  expect(item(ownershipMove()).data.supportCase).toBeUndefined();
});

it('says what to do now, and what it means to set it to Resolved', () => {
  const { description } = item(ownershipMove({ phase: 'SUPPORT' }, refused));
  expect(description).toContain('- AWS Support is asked for what CloudFront refused (**you**): Paste the case');
  expect(description).toContain('`runbook move-cname-ownership --request req-20261121-0123456789`');
  expect(description).toContain('believes only AWS');
});

it('fits OpsCenter with 100 of the longest names', () => {
  const longest = Array.from({ length: 100 }, (_, index) => {
    const labels = ['a'.repeat(63), 'b'.repeat(63), 'c'.repeat(63), 'd'.repeat(50)];
    return `${String(index).padStart(3, '0')}.${labels.join('.')}.example`;
  });
  const aliases = Object.fromEntries(longest.map((alias) => [alias, held(alias, refused)]));
  const { title, description, data } = item(ownershipMove({ phase: 'SUPPORT', aliases }));
  expect(title.length).toBeLessThanOrEqual(1024);
  expect(description.length).toBeLessThanOrEqual(2048);
  for (const { value } of Object.values(data)) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(20_480);
  expect(data.names?.value).toMatch(/the rest: GET \/tickets\/\{ticketId\}\)$/);
});

it('says at its end how it ended', () => {
  const move = ownershipMove({ phase: 'ENDED', outcome: 'freed', endedAt: NOW }, { ...refused, state: 'gone' });
  expect(item(move).title).toBe('Moved and set free: 2 names of site acme (Identity already exists)');
  expect(ticketRow(move)).toMatchObject({ status: 'closed', outcome: 'freed', closedAt: NOW });
});
