/**
 * The DNS of the simulated world on the machine's loopback addresses: every authoritative server at its own, two caching
 * resolvers at theirs, all on one port. Zones made later are served as soon as the world is quiet.
 */
import type { World } from '../world.ts';
import { answerAuthoritatively } from './authoritative.ts';
import { type Listener, listenOn, type Responder } from './listener.ts';
import { type Query, type Reply, respond } from './message.ts';
import { createResolver, type Resolution, resolve } from './resolver.ts';
import type { RecordType, Zones } from './zones.ts';

export interface Dns {
  /** Serves every zone. `resolvers` are the addresses to ask recursively; port 0 takes one that is free on all addresses. */
  listen(options: { port: number }): Promise<{ port: number; resolvers: string[] }>;
  /** What a resolver without a cache finds at this moment, for the simulators. */
  resolve(name: string, type: RecordType): Resolution;
  close(): Promise<void>;
}

/** Beside the authoritative servers in 127.53.0.0/24, as port 53 would have it. */
const RESOLVERS: [string, string] = ['127.53.0.53', '127.53.0.54'];
/** Ports tried when any will do: another process may hold the one that was free on the first address on a later one. */
const PORT_ATTEMPTS = 10;

export function createDns(world: World, zones: Zones): Dns {
  const recursors = new Map(RESOLVERS.map((address) => [address, createResolver(world, zones, address)]));
  const listeners = new Map<string, Promise<Listener>>();
  let stopWatching = () => {};

  function answer(address: string, query: Query): Reply | undefined {
    const recursor = query.recursionDesired ? recursors.get(address) : undefined;
    return recursor ? recursor(query) : answerAuthoritatively(zones, address, query);
  }

  function bind(address: string, port: number): Promise<Listener> {
    const responder: Responder = (message, transport) => respond(message, transport, (query) => answer(address, query));
    const listener = listeners.get(address) ?? listenOn(address, port, responder);
    listeners.set(address, listener);
    return listener;
  }

  async function bindAll(wanted: number): Promise<number> {
    const { port } = await bind(RESOLVERS[0], wanted);
    const all = [...RESOLVERS, ...zones.zones().flatMap((zone) => addressesOf(zone))];
    await Promise.all(all.map((address) => bind(address, port)));
    return port;
  }

  async function close(): Promise<void> {
    stopWatching();
    const opened = await Promise.allSettled(listeners.values());
    listeners.clear();
    await Promise.all(opened.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
  }

  async function bindWithin(attempts: number, wanted: number): Promise<number> {
    try {
      return await bindAll(wanted);
    } catch (error) {
      await close();
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempts === 1) throw error;
      return bindWithin(attempts - 1, wanted);
    }
  }

  return {
    async listen({ port: wanted }) {
      const port = await bindWithin(wanted === 0 ? PORT_ATTEMPTS : 1, wanted);
      stopWatching = zones.onZone((zone) => {
        for (const address of addressesOf(zone)) world.clock.start(() => bind(address, port));
      });
      return { port, resolvers: RESOLVERS };
    },
    resolve: (name, type) => resolve(zones, name, type),
    close,
  };
}

function addressesOf({ servers }: { servers: { address: string }[] }): string[] {
  return servers.map(({ address }) => address);
}
