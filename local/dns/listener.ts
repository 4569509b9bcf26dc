/**
 * One loopback address that speaks DNS: UDP and TCP on the same port (RFC 7766). It moves bytes and knows nothing of them.
 */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Transport } from './message.ts';

export interface Listener {
  port: number;
  close(): Promise<void>;
}

/** Undefined is silence. */
export type Responder = (message: Buffer, transport: Transport) => Buffer | undefined;

/** How long an idle TCP connection stays open, machine milliseconds: "a few seconds" (RFC 7766 section 6.2.3). */
const TCP_IDLE_MS = 10_000;

/** Port 0 takes any that is free. Throws EADDRINUSE when UDP or TCP has the port taken, with nothing left open. */
export async function listenOn(address: string, port: number, respond: Responder): Promise<Listener> {
  const udp = await bindUdp(address, port, respond);
  const bound = udp.address().port;
  try {
    const closeTcp = await bindTcp(address, bound, respond);
    const close = async () => void (await Promise.all([closeUdp(udp), closeTcp()]));
    return { port: bound, close };
  } catch (error) {
    await closeUdp(udp);
    throw error;
  }
}

async function bindUdp(address: string, port: number, respond: Responder): Promise<UdpSocket> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const answer = respond(message, 'udp');
    // An asker that has gone is no concern of a name server: UDP promises nothing.
    if (answer) socket.send(answer, from.port, from.address, () => undefined);
  });
  socket.bind({ address, port, exclusive: true });
  await once(socket, 'listening');
  return socket;
}

function closeUdp(socket: UdpSocket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}

/** The result closes the listener and every connection. */
async function bindTcp(address: string, port: number, respond: Responder): Promise<() => Promise<void>> {
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    converse(socket, respond);
  });
  server.listen({ host: address, port, exclusive: true });
  await once(server, 'listening');
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of connections) socket.destroy();
    });
}

/** Messages with a length of two octets before each, as many as come (RFC 1035 section 4.2.2). */
function converse(socket: Socket, respond: Responder): void {
  let received = Buffer.alloc(0);
  socket.setTimeout(TCP_IDLE_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy()); // the asker hung up
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE()) {
      const end = 2 + received.readUInt16BE();
      const answer = respond(received.subarray(2, end), 'tcp');
      received = received.subarray(end);
      if (!answer) continue;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      socket.write(Buffer.concat([length, answer]));
    }
  });
}
