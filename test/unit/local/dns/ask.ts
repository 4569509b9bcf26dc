/** A DNS client for these tests: one question, over UDP or TCP, and the packet that comes back. */
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import {
  type Answer,
  AUTHENTIC_DATA,
  type DecodedPacket,
  decode,
  encode,
  type Question,
  RECURSION_DESIRED,
} from 'dns-packet';

export interface Ask {
  address: string;
  port: number;
  name: string;
  type: string;
  tcp?: boolean;
  /** Payload size to advertise with EDNS; none without. */
  edns?: number;
  /** Flags beside RD. */
  flags?: number;
}

/** `rcode` is there, though the package's types do not say so. */
export type Reply = DecodedPacket & { rcode: string };

export async function ask({ address, port, name, type, tcp = false, edns, flags = 0 }: Ask): Promise<Reply> {
  const options = { type: 'OPT', name: '.', udpPayloadSize: edns, flags: 0, options: [] } as unknown as Answer;
  const query = encode({
    type: 'query',
    id: 4711,
    flags: RECURSION_DESIRED | flags,
    questions: [{ name, type } as Question],
    additionals: edns === undefined ? [] : [options],
  });
  return decode(await (tcp ? exchangeTcp : exchangeUdp)(address, port, query)) as Reply;
}

/** Sends the packets in order; the first that comes back. */
export function exchangeUdp(address: string, port: number, ...packets: Buffer[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.on('error', reject);
    socket.on('message', (message) => socket.close(() => resolve(message)));
    for (const packet of packets) socket.send(packet, port, address);
  });
}

export function exchangeTcp(address: string, port: number, query: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, address);
    let received = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE()) return;
      socket.destroy();
      resolve(received.subarray(2));
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    socket.write(length.subarray(0, 1)); // the length in two pieces: a stream has no borders
    socket.write(Buffer.concat([length.subarray(1), query]));
  });
}

/** A packet in one line per record: `www.example.com 300 A 127.0.0.1`. */
export function told(records: Answer[] | undefined): string[] {
  return (records ?? []).flatMap((record) =>
    record.type === 'OPT' ? [] : [`${record.name} ${record.ttl} ${record.type} ${dataOf(record.data)}`],
  );
}

function dataOf(data: unknown): string {
  if (typeof data === 'string') return data;
  if (Array.isArray(data)) return data.map(String).join('|');
  const fields = data as Record<string, unknown>;
  if ('exchange' in fields) return `${fields.preference} ${fields.exchange}`;
  if ('tag' in fields) return `${fields.flags} ${fields.tag} ${fields.value}`;
  return `${fields.mname} ${fields.serial} ${fields.minimum}`;
}

export { AUTHENTIC_DATA };
