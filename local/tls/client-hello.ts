/**
 * The server name in a ClientHello (RFC 8446 section 4.1.2, RFC 6066 section 3), read before TLS begins. What is no
 * ClientHello is left for TLS to refuse.
 */
import type { Socket } from 'node:net';

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME_EXTENSION = 0;
/** Lengths in octets: header of a record, header of a handshake message, version and random of a ClientHello. */
const RECORD_HEADER = 5;
const MESSAGE_HEADER = 4;
const VERSION_AND_RANDOM = 34;

/** Calls back once with the SNI, or undefined when there is none, and gives the socket back as if nothing had been read. */
export function whenGreeted(socket: Socket, greeted: (servername: string | undefined) => void): void {
  let received = Buffer.alloc(0);
  socket.on('error', () => socket.destroy()); // the client hung up
  socket.on('data', function read(chunk: Buffer) {
    received = Buffer.concat([received, chunk]);
    if (!isComplete(received)) return;
    socket.off('data', read);
    socket.pause();
    socket.unshift(received);
    greeted(serverName(received));
  });
}

/** Whether the first record is all there. A ClientHello of several records is none that is sent in practice. */
function isComplete(bytes: Buffer): boolean {
  if (bytes[0] !== HANDSHAKE_RECORD) return true;
  return bytes.length >= RECORD_HEADER && bytes.length >= RECORD_HEADER + bytes.readUInt16BE(3);
}

function serverName(bytes: Buffer): string | undefined {
  if (bytes[0] !== HANDSHAKE_RECORD || bytes[RECORD_HEADER] !== CLIENT_HELLO) return undefined;
  try {
    return nameIn(extensions(bytes));
  } catch (error) {
    if (error instanceof RangeError) return undefined; // a length that points beyond the bytes
    throw error;
  }
}

/** Steps over session id (one octet of length), cipher suites (two), compression methods (one). */
function extensions(bytes: Buffer): Buffer {
  let at = RECORD_HEADER + MESSAGE_HEADER + VERSION_AND_RANDOM;
  at += 1 + bytes.readUInt8(at);
  at += 2 + bytes.readUInt16BE(at);
  at += 1 + bytes.readUInt8(at);
  return bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at));
}

/** Each extension: type and length of two octets each. Within server_name: list length (2), name type (1), length (2), name. */
function nameIn(bytes: Buffer): string | undefined {
  for (let at = 0; at < bytes.length; at += 4 + bytes.readUInt16BE(at + 2)) {
    if (bytes.readUInt16BE(at) !== SERVER_NAME_EXTENSION) continue;
    const start = at + 9;
    return bytes.toString('ascii', start, start + bytes.readUInt16BE(at + 7));
  }
  return undefined;
}
