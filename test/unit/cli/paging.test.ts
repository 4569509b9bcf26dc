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

it('reads all pages, also behind an empty one', async () => {
  const pages: Record<string, { entries: string[]; nextCursor: string | null }> = {
    first: { entries: ['a'], nextCursor: 'second' },
    second: { entries: [], nextCursor: 'third' },
    third: { entries: ['b'], nextCursor: null },
  };
  const read = await allPages(async (cursor = 'first') => pages[cursor] ?? { entries: [], nextCursor: null });
  expect(read.flatMap(({ entries }) => entries)).toEqual(['a', 'b']);
});
