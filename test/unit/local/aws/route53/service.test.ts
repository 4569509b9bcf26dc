import type * as sdk from '@aws-sdk/client-route-53';
import { createRoute53 } from '../../../../../local/aws/route53/service.ts';
import type { Handlers } from '../../../../../local/aws/service.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { createDns } from '../../../../../local/dns/dns.ts';
import { createZones } from '../../../../../local/dns/zones.ts';
import { openStore } from '../../../../../local/store.ts';
import { createWorld } from '../../../../../local/world.ts';
import { refusal } from '../../../../support/refusal.ts';

const caller = { account: '111122223333', principal: 'test', requestId: 'r' };
const servers = [{ host: 'ns-1.awsdns-00.com', address: '127.53.0.1' }];
const ZONE = 'ZVENDOR';

function vendorWorld() {
  const world = createWorld(new WorldClock(new Date('2026-11-21T10:00:00Z')), openStore(), 'route53');
  const zones = createZones(world);
  zones.createZone({ name: 'vendor.com', servers });
  const route53 = createRoute53(world, { zones, servers });
  route53.adoptZone('vendor.com', ZONE);
  const calls = route53.service.handlers as Required<Handlers<typeof sdk>>;
  return {
    world,
    calls,
    dns: createDns(world, zones),
    change: (...Changes: sdk.Change[]) =>
      calls.ChangeResourceRecordSets({ HostedZoneId: `/hostedzone/${ZONE}`, ChangeBatch: { Changes } }, caller),
    list: async (input: object = {}) => calls.ListResourceRecordSets({ HostedZoneId: ZONE, ...input }, caller),
  };
}

const cname = (Action: sdk.ChangeAction, Name: string, Value: string, TTL = 300): sdk.Change => ({
  Action,
  ResourceRecordSet: { Name, Type: 'CNAME', TTL, ResourceRecords: [{ Value }] },
});

describe('ChangeResourceRecordSets', () => {
  it('writes into the DNS, and is PENDING for up to a minute', async () => {
    const { change, calls, dns, world } = vendorWorld();
    const { ChangeInfo } = await change(cname('CREATE', '1.sslproxy.vendor.com', 'd1.cloudfront.net'));
    expect(ChangeInfo).toMatchObject({ Status: 'PENDING' });
    expect(dns.resolve('1.sslproxy.vendor.com', 'CNAME').answers[0]?.values).toEqual(['d1.cloudfront.net']);
    await world.clock.jumpTo(new Date('2026-11-21T10:01:00Z'));
    expect((await calls.GetChange({ Id: ChangeInfo?.Id }, caller)).ChangeInfo?.Status).toBe('INSYNC');
    expect(world.mutations).toMatchObject([
      {
        operation: 'ChangeResourceRecordSets',
        resource: 'arn:aws:route53:::hostedzone/ZVENDOR',
        owner: '111122223333',
      },
    ]);
  });

  it.each([
    [
      'a second creation',
      cname('CREATE', 'a.vendor.com', 'x.net'),
      "Tried to create resource record set [name='a.vendor.com.', type='CNAME'] but it already exists",
    ],
    [
      'the deletion of what is not there',
      cname('DELETE', 'b.vendor.com', 'x.net'),
      "Tried to delete resource record set [name='b.vendor.com.', type='CNAME'] but it was not found",
    ],
    [
      'the deletion of other values',
      cname('DELETE', 'a.vendor.com', 'y.net'),
      "Tried to delete resource record set [name='a.vendor.com.', type='CNAME'] but the values provided do not match the current values",
    ],
    [
      'a name outside the zone',
      cname('CREATE', 'a.other.com', 'x.net'),
      'RRSet with DNS name a.other.com. is not permitted in zone vendor.com.',
    ],
    [
      'a CNAME at the apex',
      cname('CREATE', 'vendor.com', 'x.net'),
      'RRSet of type CNAME with DNS name vendor.com. is not permitted at apex in zone vendor.com.',
    ],
    [
      'a CNAME beside other data',
      {
        Action: 'CREATE',
        ResourceRecordSet: { Name: 'a.vendor.com', Type: 'TXT', TTL: 60, ResourceRecords: [{ Value: '"x"' }] },
      },
      'RRSet of type CNAME with DNS name a.vendor.com. is not permitted as it conflicts with other records with the same DNS name in zone vendor.com.',
    ],
  ] as [string, sdk.Change, string][])('refuses %s, and with it the whole batch', async (_what, wrong, text) => {
    const { change, dns } = vendorWorld();
    await change(cname('CREATE', 'a.vendor.com', 'x.net'));
    const batch = () => change(cname('CREATE', 'c.vendor.com', 'x.net'), wrong);
    expect(await refusal(batch)).toBe(`InvalidChangeBatch: [${text}]`);
    expect(dns.resolve('c.vendor.com', 'CNAME').rcode).toBe('NXDOMAIN');
  });

  it('deletes a CNAME by its value with or without the dot', async () => {
    const { change, dns } = vendorWorld();
    for (const [put, removed] of [
      ['x.net.', 'x.net.'],
      ['x.net', 'x.net.'],
    ] as const) {
      await change(cname('UPSERT', 'a.vendor.com', put));
      await change(cname('DELETE', 'a.vendor.com', removed));
      expect(dns.resolve('a.vendor.com', 'CNAME').rcode).toBe('NXDOMAIN');
    }
  });

  it('refuses a value that no name server would load', async () => {
    const { change, dns } = vendorWorld();
    const address: sdk.Change = {
      Action: 'UPSERT',
      ResourceRecordSet: { Name: 'b.vendor.com', Type: 'A', TTL: 60, ResourceRecords: [{ Value: 'x' }] },
    };
    expect(await refusal(() => change(cname('CREATE', 'a.vendor.com', 'x.net'), address))).toMatch(
      /^InvalidChangeBatch: /,
    );
    expect(dns.resolve('a.vendor.com', 'CNAME').rcode).toBe('NXDOMAIN');
  });

  it('replaces by UPSERT and by DELETE with CREATE in one batch', async () => {
    const { change, dns } = vendorWorld();
    await change(cname('UPSERT', 'a.vendor.com', 'x.net'));
    await change(cname('UPSERT', 'a.vendor.com', 'y.net'));
    await change(cname('DELETE', 'a.vendor.com.', 'y.net'), cname('CREATE', 'a.vendor.com.', 'z.net'));
    expect(dns.resolve('a.vendor.com', 'CNAME').answers[0]?.values).toEqual(['z.net']);
  });
});

describe('zones', () => {
  it('are listed in zone order, page by page', async () => {
    const { change, list } = vendorWorld();
    await change(cname('CREATE', 'b.vendor.com', 'x.net'), cname('CREATE', '*.a.vendor.com', 'x.net'));
    const all = await list();
    expect(all.ResourceRecordSets?.map((set) => `${set.Name} ${set.Type}`)).toEqual([
      'vendor.com. NS',
      'vendor.com. SOA',
      '\\052.a.vendor.com. CNAME',
      'b.vendor.com. CNAME',
    ]);
    const page = await list({ MaxItems: 3 });
    expect(page).toMatchObject({ IsTruncated: true, NextRecordName: 'b.vendor.com.', NextRecordType: 'CNAME' });
    const rest = await list({ StartRecordName: 'b.vendor.com.', StartRecordType: 'CNAME' });
    expect(rest.ResourceRecordSets).toHaveLength(1);
  });

  it('are made with ids and name servers of their own, and belong to their account', async () => {
    const { calls } = vendorWorld();
    const made = await calls.CreateHostedZone({ Name: 'new.com', CallerReference: '1' }, caller);
    expect(made.HostedZone?.Id).toMatch(/^\/hostedzone\/Z[A-Z0-9]{20}$/);
    expect(made.HostedZone?.ResourceRecordSetCount).toBe(2);
    expect(made.DelegationSet?.NameServers).toEqual(['ns-1.awsdns-00.com']);
    const again = () => calls.CreateHostedZone({ Name: 'new2.com', CallerReference: '1' }, caller);
    expect(await refusal(again)).toMatch(/^HostedZoneAlreadyExists: /);
    const stranger = { ...caller, account: '999988887777' };
    expect(await refusal(() => calls.GetHostedZone({ Id: ZONE }, stranger))).toBe(
      'NoSuchHostedZone: No hosted zone found with ID: ZVENDOR',
    );
    expect((await calls.ListHostedZones({} as never, caller)).HostedZones?.map((zone) => zone.Name)).toEqual([
      'vendor.com.',
      'new.com.',
    ]);
  });
});
