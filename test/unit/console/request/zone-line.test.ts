/** Records as lines of a zone file: what is a host name ends with a dot, what is text or policy does not. */
import { zoneLine } from '../../../../console/request/zone-line.ts';

it.each([
  [
    { name: 'login.example.com', type: 'CNAME', value: 'acme.sslproxy.us1.gigya.com' },
    'login.example.com. 300 IN CNAME acme.sslproxy.us1.gigya.com.',
  ],
  [
    { name: 'login.example.com', type: 'CNAME', value: 'acme.sslproxy.us1.gigya.com.' },
    'login.example.com. 300 IN CNAME acme.sslproxy.us1.gigya.com.',
  ],
  [
    { name: '_login.example.com', type: 'TXT', value: 'd1.cloudfront.net' },
    '_login.example.com. 300 IN TXT "d1.cloudfront.net"',
  ],
  [{ name: 'example.com', type: 'CAA', value: '0 issue "amazon.com"' }, 'example.com. 300 IN CAA 0 issue "amazon.com"'],
])('of %j', (record, line) => {
  expect(zoneLine(record)).toBe(line);
});
