import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorldClock } from '../../../../local/clock.ts';
import { createMail, type Mail } from '../../../../local/mail/mail.ts';
import { openStore } from '../../../../local/store.ts';
import { createWorld, type World } from '../../../../local/world.ts';

let world: World;
let mail: Mail;
let port: number;

beforeEach(async () => {
  world = createWorld(new WorldClock(new Date('2031-02-03T04:05:06Z')), openStore(), 'seed');
  mail = createMail(world);
  port = await mail.listen(0);
});
afterEach(() => mail.close());

const letter = {
  from: 'Amazon Certificates <no-reply@certificates.example>',
  to: ['admin@customer.example', 'Webmaster@Customer.example'],
  subject: 'Certificate request for id.customer.example – grüße',
  text: 'Approve: https://localhost/approvals?code=1\n',
  html: '<a href="https://localhost/approvals?code=1">Approve</a>',
  replyTo: 'validation-questions@certificates.example',
};

it('brings a message over SMTP into the mailbox of each recipient', async () => {
  expect(await mail.send(letter)).toEqual({
    accepted: ['admin@customer.example', 'Webmaster@customer.example'],
    rejected: [],
  });
  const [message] = mail.mailboxes.list('WEBMASTER@customer.example');
  expect(message).toMatchObject({
    from: 'Amazon Certificates <no-reply@certificates.example>',
    to: ['admin@customer.example', 'webmaster@customer.example'],
    replyTo: 'validation-questions@certificates.example',
    subject: 'Certificate request for id.customer.example – grüße',
    text: 'Approve: https://localhost/approvals?code=1',
    html: expect.stringContaining('<a href="https://localhost/approvals?code=1">Approve</a>'),
    date: '2031-02-03T04:05:06.000Z',
  });
  expect(message?.raw).toContain('Date: Mon, 03 Feb 2031 04:05:06 +0000');
  expect(mail.mailboxes.read(message?.id ?? '')).toEqual(message);
  expect(mail.mailboxes.addresses()).toEqual(['admin@customer.example', 'webmaster@customer.example']);
  expect(mail.mailboxes.list('postmaster@customer.example')).toEqual([]);
});

it('tells per recipient who does not take mail, until it is accepted again', async () => {
  mail.mailboxes.reject('Admin@customer.example');
  expect(await mail.send(letter)).toEqual({
    accepted: ['Webmaster@customer.example'],
    rejected: ['admin@customer.example'],
  });
  expect(mail.mailboxes.list().map(({ to }) => to)).toEqual([['webmaster@customer.example']]);
  mail.mailboxes.accept('admin@customer.example');
  expect((await mail.send(letter)).rejected).toEqual([]);
});

it('delivers nothing to a domain that refuses mail', async () => {
  mail.mailboxes.reject('customer.example');
  expect(await mail.send(letter)).toEqual({
    accepted: [],
    rejected: ['admin@customer.example', 'Webmaster@customer.example'],
  });
  expect(mail.mailboxes.list()).toEqual([]);
  expect((await mail.send({ ...letter, to: ['a@other.example'] })).accepted).toEqual(['a@other.example']);
});

it('keeps the order of sending', async () => {
  await Promise.all([1, 2, 3].map((n) => mail.send({ ...letter, subject: `mail ${n}` })));
  expect(mail.mailboxes.list().map(({ subject }) => subject)).toEqual(['mail 1', 'mail 2', 'mail 3']);
});

it('makes the same message of the same seed', async () => {
  const twin = createMail(createWorld(new WorldClock(new Date('2031-02-03T04:05:06Z')), openStore(), 'seed'));
  await twin.listen(0);
  await Promise.all([mail.send(letter), twin.send(letter)]);
  await twin.close();
  expect(mail.mailboxes.list()).toEqual(twin.mailboxes.list());
});

it('answers a client that speaks SMTP by hand', async () => {
  mail.mailboxes.reject('nobody@customer.example');
  const lines = ['EHLO test', 'MAIL FROM:<a@b.example>', 'RCPT TO:<nobody@customer.example>', 'QUIT'];
  const heard = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (data) => {
      text += data;
      if (/^\d{3} .*\r\n$/m.test(data.toString())) socket.write(`${lines.shift() ?? 'NOOP'}\r\n`);
    });
    socket.on('close', () => resolve(text));
  });
  expect(heard).toContain('550 5.1.1 <nobody@customer.example>: no such mailbox here');
});

it('remembers messages and refusals over a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mail-'));
  const open = () => createWorld(world.clock, openStore(join(folder, 'state.db')), 'seed');
  const first = open();
  const before = createMail(first);
  await before.listen(0);
  await before.send(letter);
  before.mailboxes.reject('customer.example');
  await before.close();
  first.store.close();

  const second = open();
  const after = createMail(second);
  expect(after.mailboxes.list('admin@customer.example')).toHaveLength(1);
  expect(after.mailboxes.accepts('admin@customer.example')).toBe(false);
  second.store.close();
  rmSync(folder, { recursive: true });
});

it('refuses to send before it listens', async () => {
  await expect(createMail(world).send(letter)).rejects.toThrow('does not listen yet');
});
