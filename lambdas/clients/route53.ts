/** Route 53: the vendor's own zone, where each site's CNAME target leads to its distribution. */
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
  Route53Client,
  type RRType,
} from '@aws-sdk/client-route-53';
import { awsConfig, calling, type Env } from './aws.ts';

/** Seconds. The target moves only when a site gets a new distribution: rare, and then soon everywhere. */
const TARGET_TTL = 300;

export function createRoute53(env: Env) {
  const client = new Route53Client(awsConfig(env));

  async function recordAt(zoneId: string, name: string): Promise<ResourceRecordSet | undefined> {
    const input = { HostedZoneId: zoneId, StartRecordName: name, StartRecordType: 'CNAME' as const, MaxItems: 1 };
    const { ResourceRecordSets = [] } = await calling(client.send(new ListResourceRecordSetsCommand(input)));
    const [first] = ResourceRecordSets;
    return first?.Name === `${name}.` && first.Type === 'CNAME' ? first : undefined;
  }

  async function change(zoneId: string, Action: 'UPSERT' | 'DELETE', ResourceRecordSet: ResourceRecordSet) {
    const ChangeBatch = { Changes: [{ Action, ResourceRecordSet }] };
    await calling(client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch })));
  }

  return {
    /** Writes `name CNAME value` unless it stands so already. */
    async ensureCname(zoneId: string, name: string, value: string): Promise<void> {
      const present = (await recordAt(zoneId, name))?.ResourceRecords?.[0]?.Value;
      if (present?.replace(/\.$/, '') === value) return;
      const ResourceRecords = [{ Value: value }];
      await change(zoneId, 'UPSERT', { Name: name, Type: 'CNAME', TTL: TARGET_TTL, ResourceRecords });
    },

    /** The names of the zone's CNAME records, without trailing dots. */
    async cnames(zoneId: string): Promise<string[]> {
      const names: string[] = [];
      let from: { StartRecordName?: string | undefined; StartRecordType?: RRType | undefined } | undefined = {};
      while (from) {
        const page: ListResourceRecordSetsCommandOutput = await calling(
          client.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, ...from })),
        );
        for (const { Name = '', Type } of page.ResourceRecordSets ?? [])
          if (Type === 'CNAME') names.push(Name.replace(/\.$/, ''));
        const { IsTruncated, NextRecordName: StartRecordName, NextRecordType: StartRecordType } = page;
        from = IsTruncated ? { StartRecordName, StartRecordType } : undefined;
      }
      return names;
    },

    /** Removes the CNAME record at that name, wherever it leads. Harmless where there is none. */
    async deleteCname(zoneId: string, name: string): Promise<void> {
      const present = await recordAt(zoneId, name);
      if (present) await change(zoneId, 'DELETE', present); // Route 53 deletes only what is named exactly as it is
    },
  };
}

export type Route53 = ReturnType<typeof createRoute53>;
