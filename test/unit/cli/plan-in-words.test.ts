import { certs, testService } from '../../support/unit/terminal.ts';

const PLAN = {
  siteId: 'acme',
  prefix: 'login',
  method: 'EMAIL',
  replaces: 'req-1',
  added: ['login.new.example.com'],
  kept: ['login.www.example.com'],
  removed: ['login.old.example.com', 'login.older.example.com'],
  without: ['login.not.example.com'],
  mails: [
    {
      validationDomain: 'example.com',
      addresses: ['admin@example.com', 'webmaster@example.com'],
      aliases: ['login.new.example.com', 'login.www.example.com'],
    },
  ],
  records: [],
  finish: { earliest: '2026-11-21T09:20:00.000Z', latest: '2026-11-24T09:20:00.000Z' },
  findings: { clean: true, blocked: [], aliases: [] },
  warnings: [],
  plan: { names: 2, problems: [] },
};

it('tells what a plan changes, who must act, and how to consent', async () => {
  const service = await testService({ 'POST /sites/acme/plan': { body: PLAN } });
  const ran = await certs('plan acme --without login.not.example.com', service.profile);
  expect(ran).toMatchObject({ exit: 0, errors: '' });
  expect(ran.output.trimEnd().split('\n')).toEqual([
    '2 names with the prefix login, validated by e-mail',
    '  + login.new.example.com  is added',
    '  = login.www.example.com  serves, and goes on without a gap',
    '  - login.old.example.com  would go off the air',
    '  - login.older.example.com  would go off the air',
    '    login.not.example.com  is left out',
    'To consent to that:  --off-air login.old.example.com login.older.example.com',
    '2 mails go to admin@ and webmaster@ of example.com: one of them approves login.new.example.com and login.www.example.com',
    'Serves from 2026-11-21 09:20 UTC on, if everybody acts at once; by 2026-11-24 09:20 UTC if they take all their time.',
  ]);
  expect(service.asked[0]?.body).toEqual({ without: ['login.not.example.com'] });
  await service.close();
});

it('tells which validation records are to be added, with 3 where names are not ready', async () => {
  const record = { name: '_x.login.new.example.com', type: 'CNAME', value: '_y.acm-validations.aws' };
  const records = [
    { alias: 'login.www.example.com', record, inPlace: true },
    { alias: 'login.new.example.com', record, inPlace: false },
    { alias: 'login.other.example.com', record: null, inPlace: false },
  ];
  const body = { ...PLAN, method: 'DNS', mails: [], records, findings: { ...PLAN.findings, clean: false } };
  const service = await testService({ 'POST /sites/acme/plan': { body } });
  const { exit, output } = await certs('plan acme login --method dns', service.profile);
  expect(exit).toBe(3);
  expect(output).toContain('1 of 3 validation records are in place.');
  expect(output).toContain('  add  _x.login.new.example.com CNAME _y.acm-validations.aws\n');
  expect(output).toContain('  add  a record that AWS names when login.other.example.com is requested');
  await service.close();
});

it('sends what to leave out and what may go off the air', async () => {
  const request = {
    siteId: 'acme',
    requestId: 'req-1',
    replacedBy: 'req-2',
    approvalsLost: ['a', 'b'],
    notAfter: null,
  };
  const target = 'POST /sites/acme/certificates/req-1/continue-without';
  const service = await testService({ [target]: { status: 202, body: request } });
  const ran = await certs(
    'continue-without acme req-1 --without a.example b.example --off-air a.example',
    service.profile,
  );
  expect(ran.output).toBe(
    [
      'Goes on as req-2, as soon as this request has come to its end:  certs status acme req-2',
      'AWS forgets the 2 approvals that were given: the names that go on are asked for again.\n',
    ].join('\n'),
  );
  expect(service.asked[0]?.body).toEqual({ without: ['a.example', 'b.example'], offAir: ['a.example'] });
  await service.close();
});
