/** Octets that are no HTTP, or hardly, at the doors, and what nobody means at the page behind the approval mail: refused, and the doors stay open. */
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { approve } from '../../local/people.ts';
import { PREFIX } from '../../local/scenery.ts';
import { mendAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeAll(async () => {
  story = await beginStory();
});
afterAll(() => story.stop());

/** The status line that comes back, or how the connection ended. */
function say(door: 'console' | 'api', octets: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const at = { host: '127.0.0.1', port: story.ports[door] };
  const socket = door === 'api' ? connectTls({ ...at, ca: story.rootPem, servername: 'localhost' }) : connect(at);
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
    if (heard.includes('\r\n')) resolve(heard.slice(0, heard.indexOf('\r\n')));
  });
  socket.on('close', () => resolve('closed'));
  socket.on('error', () => resolve('closed'));
  socket.write(octets);
  return promise.finally(() => socket.destroy());
}

const HOST = 'Host: localhost\r\n';
const RAW = [
  `GET /api/sites%zz HTTP/1.1\r\n${HOST}\r\n`,
  `GET /api/sites/%ff%fe HTTP/1.1\r\n${HOST}\r\n`,
  `GET /api/%2e%2e/%2e%2e/etc HTTP/1.1\r\n${HOST}\r\n`,
  `GET /api//sites?limit=1&limit=2&%zz=%ff HTTP/1.1\r\n${HOST}\r\n`,
  `GET http://evil.example/api/sites HTTP/1.1\r\n${HOST}\r\n`,
  `GET //evil.example/api HTTP/1.1\r\n${HOST}\r\n`,
  `BREW /api/sites HTTP/1.1\r\n${HOST}\r\n`,
  `TRACE /api/sites HTTP/1.1\r\n${HOST}\r\n`,
  `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n`,
  `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`,
  'GET /api/sites HTTP/1.1\r\n\r\n',
  `GET /api/sites HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`,
  'GET /api/sites HTTP/1.1\r\nHost: a b:c\r\n\r\n',
  `GET /api/sites HTTP/1.1\r\n${HOST}X: ${'x'.repeat(70_000)}\r\n\r\n`,
  `POST /api/sites HTTP/1.1\r\n${HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
  `POST /api/sites HTTP/1.1\r\n${HOST}Content-Length: -5\r\n\r\n`,
  `GET /api/sites HTTP/1.1\r\n${HOST}Content-Length: 2\r\n\r\n{}`,
  `PUT /api/sites/acme HTTP/1.1\r\n${HOST}Expect: 200-maybe\r\nContent-Length: 2\r\n\r\n{}`,
  '\x16\x03\x01\x02\x00garbage',
  '\0'.repeat(1000),
];

it.each(['console', 'api'] as const)(
  'answers octets that are no call with 4xx or not at all, and goes on: %s',
  async (door) => {
    const heard = await Promise.all(RAW.map((octets) => say(door, octets)));
    expect(heard.filter((line) => !/^HTTP\/1\.1 [234]\d\d |^closed$/.test(line))).toEqual([]);
    expect(await say(door, `GET /api/health HTTP/1.1\r\n${HOST}\r\n`)).toBe('HTTP/1.1 200 OK');
  },
);

it('shows what is no code as what it is, and decides nothing by it', async () => {
  mendAll(story);
  const { requestId } = await story.generate(PREFIX);
  await story.hours(1);
  const page = `http://localhost:${story.ports.console}/approvals`;
  const part = new FormData();
  part.append('code', new Blob(['x']), 'x.txt');
  const bodies: [string, RequestInit][] = [
    ['', {}],
    ['?code=', {}],
    ['?code=a&code=b&context[]=c', {}],
    ['?code=%00%ff&context=%zz', {}],
    [`?code=${'x'.repeat(10_000)}`, {}],
    ['?code=__proto__', { method: 'POST' }],
    ['', { method: 'POST', body: part }],
    [
      '',
      {
        method: 'POST',
        body: 'code=a&code=b&decision=approve',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ],
    ['', { method: 'POST', body: '{"code":1}', headers: { 'content-type': 'application/json' } }],
    ['', { method: 'POST', body: '--x\r\nbroken', headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
  ];
  const statuses = await Promise.all(
    bodies.map(async ([query, init]) => (await fetch(`${page}${query}`, init)).status),
  );
  expect(statuses).toEqual(statuses.map(() => 404));
  const approved = async () =>
    (await story.read(requestId)).aliases.filter(({ conditions }) => conditions.approval?.reason === 'Approved').length;
  expect(await approved()).toBe(0);
  await approve(story, `${PREFIX}.www.example.com`);
  await story.hours(1);
  expect(await approved()).toBe(1);
});
