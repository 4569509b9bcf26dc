import { allPages } from '../../../cli/paging.ts';
import { certs, testService } from '../../support/unit/terminal.ts';

const page = (of: string) => ({ body: { [of]: [], nextCursor: 'abc' } });
const last = (of: string) => ({ body: { [of]: [], nextCursor: null } });

it.each([
  ['sites', '/sites', 'sites', 'certs sites list', 'No site that you may see.'],
  [
    'status acme --all',
    '/sites/acme/certificates',
    'certificates',
    'certs status acme --all',
    'Site acme has no certificate request.',
  ],
  ['tickets --status all', '/tickets?status=all', 'tickets', 'certs tickets list --status all', 'No ticket.'],
  ['tickets', '/tickets?status=open', 'tickets', 'certs tickets list', 'No open ticket.'],
  ['renewals', '/renewals', 'renewals', 'certs renewals', 'Nothing is to be renewed.'],
  [
    'migrations --status all',
    '/migrations?status=all',
    'migrations',
    'certs migrations --status all',
    'No certificate that you may see is to be moved.',
  ],
  [
    'webhook deliveries acme',
    '/sites/acme/webhook/deliveries',
    'deliveries',
    'certs webhook deliveries acme',
    'Nothing was posted.',
  ],
  [
    'applications --partner acme',
    '/applications?partnerId=acme',
    'applications',
    'certs applications list --partner acme',
    'No application that you may see.',
  ],
  ['members', '/members', 'members', 'certs members list', 'No member that you may see.'],
  ['audit --site acme', '/audit?siteId=acme', 'entries', 'certs audit --site acme', 'Nothing was called.'],
])('tells %s the command of the next page, and its end', async (line, target, of, command, none) => {
  const service = await testService({
    [`GET ${target}`]: page(of),
    [`GET ${target}${target.includes('?') ? '&' : '?'}cursor=abc`]: last(of),
  });
  expect((await certs(line, service.profile)).output).toBe(`More:  ${command} --cursor abc\n`);
  expect((await certs(`${line} --cursor abc`, service.profile)).output).toBe(`${none}\n`);
  await service.close();
});

it('goes on with the profile that was named, and with the newest cursor alone', async () => {
  const service = await testService({ 'GET /sites?cursor=old': page('sites') });
  const { output } = await certs('--profile test sites --cursor old', service.profile);
  expect(output).toBe('More:  certs sites list --profile test --cursor abc\n');
  await service.close();
});

it('lists the whole campaign, however many pages it has', async () => {
  const row = { siteId: 'acme', notAfter: '2027-06-06T00:00:00.000Z', mailRenewal: null, state: 'NOT_STARTED' };
  const rows = ['req-1', 'req-2'].map((requestId) => ({ ...row, requestId, lastSafeDay: '2027-05-05' }));
  const service = await testService({
    'GET /migrations?status=open': { body: { migrations: rows.slice(0, 1), nextCursor: 'abc' } },
    'GET /migrations?status=open&cursor=abc': { body: { migrations: rows.slice(1), nextCursor: null } },
  });
  expect((await certs('migrations --all-pages', service.profile)).output).toBe(
    [
      'SAFE UNTIL  SITE  REQUEST  ENDS        RENEWAL BY MAIL  STATE',
      '2027-05-05  acme  req-1    2027-06-06  not any more     not started',
      '2027-05-05  acme  req-2    2027-06-06  not any more     not started\n',
    ].join('\n'),
  );
  const { output } = await certs('migrations --all-pages --json', service.profile);
  expect(JSON.parse(output)).toEqual({ migrations: rows, nextCursor: null });
  await service.close();
});

it('reads all pages, also behind an empty one', async () => {
  const pages: Record<string, { entries: string[]; nextCursor: string | null }> = {
    first: { entries: ['a'], nextCursor: 'second' },
    second: { entries: [], nextCursor: 'third' },
    third: { entries: ['b'], nextCursor: null },
  };
  const read = await allPages(async (cursor = 'first') => pages[cursor] ?? { entries: [], nextCursor: null });
  expect(read.flatMap(({ entries }) => entries)).toEqual(['a', 'b']);
});
