/**
 * The mail of the simulated world: one SMTP server that is the mail host of every domain, and the way to send to it. The rule
 * kept here: each message travels over SMTP as it would outside, and its dates are world time.
 */
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { World } from '../world.ts';
import { createMailboxes, type Mailboxes } from './mailboxes.ts';

/** A message to send. Addresses may carry a display name: `Amazon Certificates <no-reply@certificates.example>`. */
export interface Letter {
  from: string;
  to: string[];
  subject: string;
  text: string;
  html?: string;
  replyTo?: string;
  /** Besides those that every message has. */
  headers?: { key: string; value: string }[];
}

export interface Mail {
  /** Opens the SMTP server on 127.0.0.1 and answers its port; 0 takes any that is free. */
  listen(port: number): Promise<number>;
  /** Sends over SMTP; says which recipients the server took. Throws when the server does not listen. */
  send(letter: Letter): Promise<{ accepted: string[]; rejected: string[] }>;
  mailboxes: Mailboxes;
  close(): Promise<void>;
}

/** Largest message taken, octets: what Amazon SES sends at most, 40 MB. */
const MAX_MESSAGE_SIZE = 40 * 1024 * 1024;
/** How long a session that is still open at `close()` may go on, machine milliseconds. */
const CLOSE_TIMEOUT_MS = 100;
const HOST = '127.0.0.1';

export function createMail(world: World): Mail {
  const mailboxes = createMailboxes(world);
  const server = createServer(mailboxes);
  let transport: ReturnType<typeof connectTo> | undefined;

  return {
    mailboxes,

    async listen(wanted) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(wanted, HOST, () => {
          server.off('error', reject);
          resolve();
        });
      });
      // A client that breaks off its connection spoils its own message only.
      server.on('error', () => undefined);
      const { port } = server.server.address() as AddressInfo;
      transport = connectTo(port);
      return port;
    },

    async send(letter) {
      if (!transport) throw new Error('the mail server does not listen yet');
      return deliver(world, transport, letter);
    },

    async close() {
      if (!transport) return;
      transport.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function createServer(mailboxes: Mailboxes): SMTPServer {
  return new SMTPServer({
    name: 'mail.localhost',
    banner: 'simulated mail host of every domain',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MESSAGE_SIZE,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onRcptTo({ address }, _session, done) {
      done(mailboxes.accepts(address) ? undefined : smtpError(550, `5.1.1 <${address}>: no such mailbox here`));
    },
    onData(stream, session, done) {
      receive(mailboxes, stream, session).then(() => done(), done);
    },
  });
}

async function receive(mailboxes: Mailboxes, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  if (stream.sizeExceeded) throw smtpError(552, '5.3.4 message too big');
  await mailboxes.deliver(
    session.envelope.rcptTo.map(({ address }) => address),
    Buffer.concat(chunks),
  );
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** One connection, kept open: smtp-server lets each new one wait 100 ms, and one keeps messages in the order of sending. */
function connectTo(port: number) {
  return createTransport({
    host: HOST,
    port,
    name: 'sender.localhost',
    ignoreTLS: true,
    pool: true,
    maxConnections: 1,
    maxMessages: Number.POSITIVE_INFINITY,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

async function deliver(
  world: World,
  transport: ReturnType<typeof connectTo>,
  letter: Letter,
): Promise<{ accepted: string[]; rejected: string[] }> {
  const message = {
    ...letter,
    date: world.clock.now(),
    messageId: `<${world.random.uuid()}@mail.localhost>`,
    baseBoundary: world.random.hex(16), // else nodemailer draws one, and two runs of a seed differ
  };
  try {
    const { accepted, rejected } = await transport.sendMail(message);
    return { accepted: accepted.map(String), rejected: rejected.map(String) };
  } catch (error) {
    const { code, rejected } = error as { code?: string; rejected?: string[] };
    if (code === 'EENVELOPE' && rejected) return { accepted: [], rejected }; // not one recipient was taken
    throw error;
  }
}
