import type { TicketView } from '../../../../core/ticket.ts';
import { certs, testService } from '../../../support/unit/terminal.ts';

const ROW = {
  ticketId: 'oi-0123456789ab',
  kind: 'ownership',
  moveId: 'req-1-move-1',
  siteId: 'acme',
  requestId: 'req-1',
  title: 'Identity already exists: 1 of 2 names of site acme held by others',
  severity: '3',
  status: 'open',
  phase: 'SUPPORT',
  outcome: null,
  waitingOn: 'vendor on-call',
  openedAt: '2026-11-21T09:00:00.000Z',
  escalatedAt: null,
  closedAt: null,
} as const;
const HOLDER = {
  domain: 'login.example.com',
  resourceType: 'distribution',
  resourceId: '*******EXAMPLE',
  accountId: '******887777',
  kind: 'foreign',
} as const;
const TICKET: TicketView = {
  ...ROW,
  description: '',
  runbook: 'move-cname-ownership',
  deadline: '2026-12-21T09:00:00.000Z',
  nextCheckAt: '2026-11-21T09:10:00.000Z',
  distribution: { id: 'E1ACME2EXAMPLE', domainName: 'd111.cloudfront.net' },
  aliases: [
    {
      alias: 'login.example.com',
      state: 'held',
      holder: HOLDER,
      record: { name: '_login.example.com', type: 'TXT', value: 'd111.cloudfront.net' },
      txt: 'seen',
      refusal: { kind: 'sourceEnabled', text: 'Alias move is not allowed.', at: '2026-11-21T09:05:00.000Z', times: 1 },
      path: 'support',
      plan: 'AWS Support has to move it.',
      swap: [],
    },
    {
      alias: 'login.example.org',
      state: 'gone',
      holder: { ...HOLDER, domain: 'login.example.org' },
      record: { name: '_login.example.org', type: 'TXT', value: 'd111.cloudfront.net' },
      txt: 'seen',
      refusal: null,
      path: 'none',
      plan: '',
      swap: [],
    },
  ],
  supportCase: {
    service: 'CloudFront',
    category: 'CNAME',
    severity: 'normal',
    subject: 'Move a CNAME',
    body: 'Please move it.',
  },
  supportCaseId: null,
  steps: [
    { id: 'see-holders', title: 'See who holds the names', state: 'done', evidence: '1 held' },
    { id: 'file-case', title: 'File the case at AWS Support', state: 'manual', evidence: 'Not filed yet.' },
    { id: 'confirm-moved', title: 'AWS says that it is moved', state: 'blocked', evidence: '' },
  ],
  decision: null,
  notes: [],
} as unknown as TicketView;
const SEEN = [
  'runbook move-cname-ownership saw:',
  'see-holders done: 1 held',
  'file-case manual: Not filed yet.',
  'confirm-moved blocked: ',
].join('\n');

const READ = '/tickets/oi-0123456789ab';
const serviceWith = (ticket: TicketView) =>
  testService({
    'GET /tickets?status=all': { body: { tickets: [ticket], nextCursor: null } },
    [`GET ${READ}`]: { body: ticket },
    'POST /sites/acme/certificates/req-1/check-again': { body: { looking: true } },
    [`POST ${READ}/notes`]: { body: ticket },
  });
const walk = 'runbook move-cname-ownership --request req-1';

it('changes nothing in a dry run, and says what it would do', async () => {
  const service = await serviceWith(TICKET);
  const ran = await certs(`${walk} --dry-run`, service.profile, { types: 'case-7' });
  expect(ran).toMatchObject({ exit: 3, asked: [], errors: '' });
  expect(service.targets()).toEqual(['GET /tickets?status=all', `GET ${READ}`]);
  expect(ran.output).toContain(
    [
      'Would look again: who holds the names, and what the name servers say.',
      'Would ask for the id of the case.',
      'Would note what was seen.',
      'Dry run: nothing was changed.',
    ].join('\n'),
  );
  await service.close();
});

it('shows names, holders, every step with its check, and the case to paste', async () => {
  const service = await serviceWith(TICKET);
  const { output } = await certs(walk, service.profile);
  expect(output).toContain(
    [
      'oi-0123456789ab  Identity already exists: 1 of 2 names of site acme held by others',
      '',
      'Names, to be moved to distribution E1ACME2EXAMPLE (d111.cloudfront.net):',
      '  ✗ login.example.com: held by distribution *******EXAMPLE of account ******887777',
      '      TXT seen: _login.example.com TXT "d111.cloudfront.net"',
      '      CloudFront, 2026-11-21 09:05 UTC: Alias move is not allowed.',
      '      AWS Support has to move it.',
      '  ✓ login.example.org: nobody else holds it any more',
      '',
      '✓ 1. See who holds the names',
      '     1 held',
      '! 2. File the case at AWS Support',
      '     Not filed yet.',
      '- 3. AWS says that it is moved',
    ].join('\n'),
  );
  expect(output).toContain('Subject: Move a CNAME\n');
  expect(output).toContain('Yours to do: File the case at AWS Support.');
  await service.close();
});

it('looks again, and notes what it saw', async () => {
  const service = await serviceWith(TICKET);
  expect((await certs(walk, service.profile)).exit).toBe(3);
  expect(service.asked.slice(2)).toMatchObject([
    { target: 'POST /sites/acme/certificates/req-1/check-again' },
    { target: `GET ${READ}` },
    { target: `POST ${READ}/notes`, body: { text: SEEN } },
  ]);
  await service.close();
});

it('notes nothing that its last note says already', async () => {
  const notes = [
    { at: '2026-11-21T09:06:00.000Z', by: 'ann', text: SEEN },
    { at: '2026-11-21T09:07:00.000Z', by: 'ann', text: 'Called the customer.' },
  ];
  const service = await serviceWith({ ...TICKET, notes });
  const { output } = await certs(walk, service.profile);
  expect(output).toContain('Nothing new to note.');
  expect(service.targets()).not.toContain(`POST ${READ}/notes`);
  await service.close();
});

it.each([
  ['given as an option', `${walk} --case-id case-7`, {}],
  ['typed by the person who is asked', walk, { types: ' case-7 ' }],
])('records the id of the case, %s', async (_, line, options) => {
  const service = await serviceWith(TICKET);
  const ran = await certs(line, service.profile, options);
  expect(ran.output).toContain('Recorded case case-7.');
  expect(service.asked).toContainEqual(
    expect.objectContaining({
      target: `POST ${READ}/notes`,
      body: { text: 'Case case-7 is filed at AWS Support.', supportCaseId: 'case-7' },
    }),
  );
  await service.close();
});

it('records a case once', async () => {
  const service = await serviceWith({ ...TICKET, supportCaseId: 'case-7' });
  const ran = await certs(`${walk} --case-id case-7`, service.profile, { types: 'case-8' });
  expect([ran.asked, ran.output.includes('Recorded')]).toEqual([[], false]);
  await service.close();
});

it.each([
  ['moved', 0, 'Over: AWS says that nobody else holds the names.'],
  ['freed', 0, 'Over: AWS says that nobody else holds the names.'],
  ['givenUp', 4, 'Over without the names: givenUp. The customer has been told.'],
] as const)('does nothing about a ticket that is closed as %s, and ends with %i', async (outcome, exit, said) => {
  const service = await serviceWith({ ...TICKET, status: 'closed', phase: 'ENDED', outcome });
  const ran = await certs(walk, service.profile);
  expect(ran).toMatchObject({ exit, output: expect.stringContaining(said) });
  expect(service.targets()).toEqual(['GET /tickets?status=all', `GET ${READ}`]);
  await service.close();
});

it('takes the open ticket of a request before an earlier one, whichever page it is on', async () => {
  const closed = { ...ROW, ticketId: 'oi-old', status: 'closed' };
  const service = await testService({
    'GET /tickets?status=all': { body: { tickets: [closed], nextCursor: 'abc' } },
    'GET /tickets?status=all&cursor=abc': { body: { tickets: [ROW], nextCursor: null } },
    [`GET ${READ}`]: { body: TICKET },
  });
  expect((await certs(`${walk} --dry-run`, service.profile)).output).toContain('oi-0123456789ab');
  await service.close();
});

it('says where to look when there is no ticket about the request', async () => {
  const service = await testService({ 'GET /tickets?status=all': { body: { tickets: [] } } });
  expect(await certs(walk, service.profile)).toMatchObject({
    exit: 4,
    errors: expect.stringMatching(/^There is no ticket about request req-1\.\nA ticket is opened when/),
  });
  await service.close();
});

it('answers one JSON document with --json, and asks nobody', async () => {
  const service = await serviceWith(TICKET);
  const ran = await certs(`${walk} --json`, service.profile, { types: 'case-7' });
  expect(JSON.parse(ran.output)).toEqual({
    ticket: TICKET,
    deeds: ['Looked again.', 'Noted what was seen.'],
    dryRun: false,
  });
  expect(ran.asked).toEqual([]);
  await service.close();
});
