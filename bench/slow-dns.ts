/**
 * A DNS whose answers take their time, in a process of its own: the servers of the simulated world, behind doors that let each answer
 * out so many machine milliseconds after its question came in. Real packets over UDP; every question is noted.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import * as packet from 'dns-packet';
import { WorldClock } from '../local/clock.ts';
import { createDns } from '../local/dns/dns.ts';
import { createZones, type Zones } from '../local/dns/zones.ts';
import { layOut } from '../local/scenery.ts';
import { openStore } from '../local/store.ts';
import { createWorld } from '../local/world.ts';
import { startChild } from './child.ts';

/** CNAME records that are there, by zone. A zone that the world has not yet is made, with an MX. */
export interface Records {
  target: string;
  /** Name of the alias to its zone. */
  aliases: Readonly<Record<string, string>>;
}

export interface Asked {
  server: string;
  name: string;
  type: string;
}

export interface SlowDns {
  /** As `DNS_RESOLVERS` and `DNS_PORT` have them. */
  resolvers: string;
  port: string;
  /** What has been asked since the last time. */
  asked(): Promise<Asked[]>;
  stop(): Promise<void>;
}

type Settings = Records & { answerMs: number };
export async function startSlowDns(settings: Settings): Promise<SlowDns> {
  const child = await startChild<Pick<SlowDns, 'resolvers' | 'port'>>(import.meta.filename, JSON.stringify(settings));
  return { ...child.told, asked: () => child.ask('asked'), stop: child.stop };
}

async function serve({ target, aliases, answerMs }: Settings): Promise<void> {
  const world = createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), openStore(), 'slow-dns');
  const zones = createZones(world);
  layOut(zones);
  const servers = zones.zone('example.com')?.servers ?? [];
  put(zones, target, 'CNAME', DISTRIBUTION);
  put(zones, DISTRIBUTION, 'A', '127.0.0.1');
  for (const [name, zone] of Object.entries(aliases)) {
    if (!zones.zone(zone)) {
      zones.createZone({ name: zone, servers });
      put(zones, zone, 'MX', `10 mail.${zone}`);
    }
    put(zones, name, 'CNAME', target);
  }
  const dns = createDns(world, zones);
  const { port, resolvers } = await dns.listen({ port: 0 });
  const asked: Asked[] = [];
  const addresses = new Set([...resolvers, ...zones.zones().flatMap((each) => each.servers.map((one) => one.address))]);
  let door = 0;
  for (const address of addresses) door = await openDoor(address, { to: port, at: door, answerMs, asked });
  process.on('message', () => process.send?.(asked.splice(0)));
  process.send?.({ resolvers: resolvers.map((each) => `${each}:${door}`).join(','), port: String(door) });
}

/** Where the target leads. */
const DISTRIBUTION = 'd111111abcdef8.cloudfront.net';

function put(zones: Zones, name: string, type: 'A' | 'CNAME' | 'MX', value: string): void {
  zones.put(zones.zoneOf(name)?.name ?? '', { name, type, ttl: 300, values: [value] });
}

interface Door {
  /** The server's own port behind it, and the door's; 0 takes any. */
  to: number;
  at: number;
  answerMs: number;
  asked: Asked[];
}

/** Answers its port. */
async function openDoor(address: string, { to, at, answerMs, asked }: Door): Promise<number> {
  const door = createSocket('udp4');
  const server = createSocket('udp4');
  /** Who waits for the answer to an id; ids of questions under way are made unlike. */
  const waiting = new Map<number, { port: number; address: string; id: number; at: number }>();
  let next = 0;
  door.on('message', (question, { port, address: from }) => {
    const [{ name = '', type = '' } = {}] = packet.decode(question).questions ?? [];
    asked.push({ server: address, name: name.toLowerCase(), type });
    next = (next + 1) % 0x10000;
    waiting.set(next, { port, address: from, id: question.readUInt16BE(0), at: performance.now() });
    question.writeUInt16BE(next, 0);
    server.send(question, to, address);
  });
  server.on('message', (answer) => {
    const who = waiting.get(answer.readUInt16BE(0));
    if (!who) return;
    waiting.delete(answer.readUInt16BE(0));
    answer.writeUInt16BE(who.id, 0);
    const left = Math.max(0, who.at + answerMs - performance.now());
    setTimeout(() => door.send(answer, who.port, who.address), left);
  });
  door.bind(at, address);
  await once(door, 'listening');
  return door.address().port;
}

if (import.meta.main) await serve(JSON.parse(process.argv[2] ?? '{}') as Settings);
