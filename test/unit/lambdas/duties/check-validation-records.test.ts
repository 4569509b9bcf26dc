import { createDnsClient } from '../../../../lambdas/clients/dns.ts';
import { checkValidationRecords } from '../../../../lambdas/duties/check-validation-records.ts';
import { type DnsWorld, startDns } from '../../../support/unit/dns-server.ts';

const RECORD = { name: '_a1.login.example.com', type: 'CNAME', value: '_b2.kkkk.acm-validations.aws' } as const;
const TARGET = 'site-1.sslproxy.us1.example.net';
const UNTIL = '2026-11-24T09:00:00.000Z';

let world: DnsWorld;
afterEach(() => world.close());

async function check(records: string[], aliases = ['login.example.com']) {
  world = await startDns({
    resolvers: ['127.9.30.9'],
    override: ({ name }) => (name === '_v.unanswered.example.net' ? { rcode: 'SERVFAIL' } : undefined),
    zones: {
      'example.com': { servers: ['127.9.30.1', '127.9.30.2'], records },
      'example.net': { servers: ['127.9.30.3'], records: [`_v.example.net 60 CNAME ${RECORD.value}`] },
    },
  });
  const dns = createDnsClient({ resolvers: world.resolvers, port: world.port });
  const names = { target: TARGET, aliases };
  const findings = await checkValidationRecords(dns, names, { records: { 'login.example.com': RECORD }, until: UNTIL });
  return findings['login.example.com'];
}

it.each([
  ['RecordSeen', [`_a1.login.example.com 300 CNAME ${RECORD.value}`]],
  ['RecordSeen', ['_a1.login.example.com 300 CNAME _v.example.net']],
  ['RecordMissing', ['login.example.com 300 CNAME elsewhere.example.net']],
  ['RecordWrong', [`_a1.login.example.com 300 CNAME ${RECORD.value}.example.com`]],
  ['RecordWrong', ['_a1.login.example.com 300 CNAME nothing.example.net']],
  ['RecordWrong', [`_a1.login.example.com 300 CNAME ${RECORD.value}\\032`]],
  ['RecordUnderWildcard', [`*.example.com 300 CNAME ${TARGET}`]],
  // The name has a record of its own, or need not lead to us by this wildcard.
  ['RecordWrong', [`login.example.com 300 CNAME ${TARGET}`, `*.login.example.com 300 CNAME ${TARGET}`]],
  ['RecordWrong', [`login.example.com 300 CNAME ${TARGET}`, `_a1.login.example.com 300 CNAME ${TARGET}`]],
  ['RecordMissing', ['*.example.com 300 CNAME shop.example.net']],
  ['RecordUnknown', ['_a1.login.example.com 300 CNAME _v.unanswered.example.net']],
  ['RecordAtDoubledName', [`_a1.login.example.com.example.com 300 CNAME ${RECORD.value}`]],
])('finds %s when the zone holds %s', async (reason, records) => {
  expect((await check(records))?.reason).toBe(reason);
});

it('lets a name that was left out lose what a wildcard answers for it', async () => {
  expect((await check([`*.example.com 300 CNAME ${TARGET}`], []))?.reason).toBe('RecordMissing');
});
