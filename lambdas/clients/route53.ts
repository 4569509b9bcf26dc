/** Route 53: the vendor's own zone, where each site's CNAME target leads to its distribution. */
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { awsConfig, calling, type Env } from './aws.ts';

/** Seconds. The target moves only when a site gets a new distribution: rare, and then soon everywhere. */
const TARGET_TTL = 300;

export function createRoute53(env: Env) {
  const client = new Route53Client(awsConfig(env));

  async function cnameAt(zoneId: string, name: string): Promise<string | undefined> {
    const input = { HostedZoneId: zoneId, StartRecordName: name, StartRecordType: 'CNAME' as const, MaxItems: 1 };
    const { ResourceRecordSets = [] } = await calling(client.send(new ListResourceRecordSetsCommand(input)));
    const [first] = ResourceRecordSets;
    return first?.Name === `${name}.` && first.Type === 'CNAME' ? first.ResourceRecords?.[0]?.Value : undefined;
  }

  return {
    /** Writes `name CNAME value` unless it stands so already. */
    async ensureCname(zoneId: string, name: string, value: string): Promise<void> {
      if ((await cnameAt(zoneId, name))?.replace(/\.$/, '') === value) return;
      const ResourceRecordSet = {
        Name: name,
        Type: 'CNAME' as const,
        TTL: TARGET_TTL,
        ResourceRecords: [{ Value: value }],
      };
      const ChangeBatch = { Changes: [{ Action: 'UPSERT' as const, ResourceRecordSet }] };
      await calling(client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch })));
    },
  };
}

export type Route53 = ReturnType<typeof createRoute53>;
