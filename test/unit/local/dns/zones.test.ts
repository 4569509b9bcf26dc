import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorldClock } from '../../../../local/clock.ts';
import { createZones, type RecordSet } from '../../../../local/dns/zones.ts';
import { openStore } from '../../../../local/store.ts';
import { createWorld } from '../../../../local/world.ts';

const servers = [{ host: 'ns1.example.com', address: '127.53.0.1' }];

function world(file?: string) {
  return createWorld(new WorldClock(new Date('2026-11-21T00:00:00Z')), openStore(file), 'seed');
}

function exampleZones() {
  const zones = createZones(world());
  zones.createZone({ name: 'example.com', servers });
  return zones;
}

const a = (name: string): RecordSet => ({ name, type: 'A', ttl: 300, values: ['127.0.0.1'] });
const cname = (name: string, target: string): RecordSet => ({ name, type: 'CNAME', ttl: 300, values: [target] });

describe('zones', () => {
  it('makes a zone with its SOA, its NS and the address of a server inside it', () => {
    expect(exampleZones().records('example.com')).toEqual([
      { name: 'example.com', type: 'NS', ttl: 172800, values: ['ns1.example.com'] },
      {
        name: 'example.com',
        type: 'SOA',
        ttl: 900,
        values: ['ns1.example.com hostmaster.example.com 1 7200 900 1209600 86400'],
      },
      { name: 'ns1.example.com', type: 'A', ttl: 3600, values: ['127.53.0.1'] },
    ]);
  });

  it('lists a zone from a name on, by labels from the right', () => {
    const zones = exampleZones();
    for (const name of ['b.example.com', 'a.b.example.com', 'a.example.com', 'b-c.example.com'])
      zones.put('example.com', a(name));
    zones.remove('example.com', 'a.example.com', 'A');
    zones.put('example.com', a('a.example.com'));
    const names = (from: string) => [...zones.recordsFrom('example.com', from)].map(({ name }) => name);
    expect(names('b.example.com')).toEqual(['b.example.com', 'b-c.example.com', 'a.b.example.com', 'ns1.example.com']);
    expect(names('a.example.com')).toHaveLength(5);
  });

  it('gives a server its address record when the zone of its name is made later', () => {
    const zones = createZones(world());
    zones.createZone({ name: 'customer.com', servers: [{ host: 'ns1.provider.net', address: '127.53.0.7' }] });
    zones.createZone({ name: 'provider.net', servers: [{ host: 'ns1.provider.net', address: '127.53.0.7' }] });
    expect(zones.node('provider.net', 'ns1.provider.net')?.sets.A?.values).toEqual(['127.53.0.7']);
  });

  it('carries the serial on with each change', () => {
    const zones = exampleZones();
    zones.put('example.com', a('www.example.com'));
    zones.remove('example.com', 'www.example.com', 'A');
    expect(zones.node('example.com', 'example.com')?.sets.SOA?.values).toEqual([
      'ns1.example.com hostmaster.example.com 3 7200 900 1209600 86400',
    ]);
  });

  it('replaces the record set of the same name and type, and takes names in any case with a trailing dot', () => {
    const zones = exampleZones();
    zones.put('example.com', cname('id.example.com', 'old.example.net'));
    zones.put('Example.COM.', cname('ID.Example.com.', 'New.Example.net.'));
    expect(zones.records('example.com').filter(({ type }) => type === 'CNAME')).toEqual([
      cname('id.example.com', 'new.example.net'),
    ]);
  });

  it.each<[string, RecordSet, string]>([
    ['a CNAME beside other data', cname('ns1.example.com', 'x.example.net'), 'cannot stand beside other data'],
    ['a CNAME at the apex', cname('example.com', 'x.example.net'), 'SOA, NS'],
    ['data beside a CNAME', a('alias.example.com'), 'alias.example.com is a CNAME'],
    ['a name outside the zone', a('www.example.org'), 'outside zone example.com'],
    ['a CNAME of two values', { ...cname('x.example.com', 'a.net'), values: ['a.net', 'b.net'] }, 'exactly one value'],
    ['a set of no values', { ...a('x.example.com'), values: [] }, 'has no value'],
    ['a broken address', { ...a('x.example.com'), values: ['300.1.1.1'] }, 'not an IPv4 address'],
    ['an MX without preference', { ...a('x.example.com'), type: 'MX', values: ['mx.example.com'] }, 'not an MX'],
    ['a CAA without value', { ...a('x.example.com'), type: 'CAA', values: ['0 issue'] }, 'not a CAA'],
    ['text of 256 octets', { ...a('x.example.com'), type: 'TXT', values: [`"${'x'.repeat(256)}"`] }, '256 octets'],
    ['an empty label', a('a..example.com'), 'not a domain name'],
    ['a negative TTL', { ...a('x.example.com'), ttl: -1 }, 'not a TTL'],
  ])('refuses %s', (_what, set, message) => {
    const zones = exampleZones();
    zones.put('example.com', cname('alias.example.com', 'target.example.net'));
    const before = zones.records('example.com');
    expect(() => zones.put('example.com', set)).toThrow(
      expect.objectContaining({ name: 'RecordRefused', message: expect.stringContaining(message) }),
    );
    expect(zones.records('example.com')).toEqual(before);
  });

  it('refuses a server that does not listen on loopback', () => {
    expect(() =>
      exampleZones().createZone({ name: 'a.net', servers: [{ host: 'ns.a.net', address: '8.8.8.8' }] }),
    ).toThrow('not a loopback address');
  });

  it('finds the deepest zone that encloses a name', () => {
    const zones = exampleZones();
    zones.createZone({ name: 'shop.example.com', servers });
    expect(zones.zoneOf('id.shop.example.com')?.name).toBe('shop.example.com');
    expect(zones.zoneOf('id.example.com')?.name).toBe('example.com');
    expect(zones.zoneOf('notexample.com')).toBeUndefined();
  });

  it('forgets names that lead to nothing any more', () => {
    const zones = exampleZones();
    zones.put('example.com', a('a.b.c.example.com'));
    zones.put('example.com', a('c.example.com'));
    zones.remove('example.com', 'a.b.c.example.com', 'A');
    expect(zones.node('example.com', 'b.c.example.com')).toBeUndefined();
    expect(zones.node('example.com', 'c.example.com')?.children).toBe(0);
  });

  it('deletes a zone with its records', () => {
    const zones = exampleZones();
    zones.deleteZone('example.com');
    expect(zones.zones()).toEqual([]);
    expect(() => zones.records('example.com')).toThrow('There is no zone example.com.');
  });

  it('keeps zones, records and behaviours over a restart', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zones-'));
    const first = world(join(folder, 'state.db'));
    const zones = createZones(first);
    zones.createZone({ name: 'example.com', servers });
    zones.put('example.com', a('www.example.com'));
    zones.setBehaviour('ns1.example.com', 'lame');
    zones.setDnssec('example.com', 'bogus');
    first.store.close();

    const second = world(join(folder, 'state.db'));
    const reopened = createZones(second);
    expect(reopened.records('example.com')).toContainEqual(a('www.example.com'));
    expect(reopened.behaviour('ns1.example.com')).toBe('lame');
    expect(reopened.zone('example.com')?.dnssec).toBe('bogus');
    second.store.close();
    rmSync(folder, { recursive: true });
  });
});
