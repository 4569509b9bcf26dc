/**
 * Route 53: public hosted zones over the world's DNS. It owns ids and changes; the records themselves live in the zones, so
 * that what a person edits there shows here too.
 */
import * as sdk from '@aws-sdk/client-route-53';
import type { NameServer, RecordSet, Zones } from '../../dns/zones.ts';
import { OUR_ACCOUNT, REGION, type World } from '../../world.ts';
import { awsError, type Caller, type Service, service } from '../service.ts';
import { applyBatch, bareName, fqdn } from './changes.ts';

/** From submission to all name servers, in seconds. Source: Route 53 FAQ, "typically within 60 seconds". */
const PROPAGATION_S = { least: 30, spread: 31 };

/** Source: API_ListResourceRecordSets.html, at most and by default. */
const MOST_PER_PAGE = 300;

interface HostedZone {
  id: string;
  account: string;
  name: string;
  callerReference: string;
  comment?: string;
}

interface ZoneChange {
  id: string;
  account: string;
  submittedAt: string;
  insyncAt: string;
  comment?: string;
}

export interface Route53 {
  service: Service;
  /** Serves a zone that the DNS already has under a fixed hosted zone id. Harmless when done before. */
  adoptZone(name: string, id: string): void;
}

/** `servers`: Route 53's own name servers in this world; every zone made here is delegated to all of them. */
export function createRoute53(world: World, { zones, servers }: { zones: Zones; servers: NameServer[] }): Route53 {
  const { clock, store, random } = world;
  const hosted = store.collection<HostedZone>('route53.zones');
  const changes = store.collection<ZoneChange>('route53.changes');

  function find(id: string | undefined, caller: Caller): HostedZone {
    const zone = hosted.get(bare(id));
    if (zone?.account !== caller.account)
      throw awsError('NoSuchHostedZone', `No hosted zone found with ID: ${bare(id)}`);
    return zone;
  }

  function submit(caller: Caller, operation: string, zone: HostedZone, comment?: string): sdk.ChangeInfo {
    const now = clock.now();
    const change: ZoneChange = {
      id: `C${random.id(20)}`,
      account: caller.account,
      submittedAt: now.toISOString(),
      insyncAt: new Date(
        now.getTime() + (PROPAGATION_S.least + random.below(PROPAGATION_S.spread)) * 1000,
      ).toISOString(),
      ...(comment !== undefined && { comment }),
    };
    changes.put(change.id, change);
    world.record(caller, {
      service: 'route53',
      operation,
      resource: `arn:aws:route53:::hostedzone/${zone.id}`,
      owner: zone.account,
    });
    return changeInfo(change, now);
  }

  function describe(zone: HostedZone): sdk.HostedZone {
    return {
      Id: `/hostedzone/${zone.id}`,
      Name: fqdn(zone.name),
      CallerReference: zone.callerReference,
      Config: { PrivateZone: false, ...(zone.comment !== undefined && { Comment: zone.comment }) },
      ResourceRecordSetCount: zones.records(zone.name).length,
    };
  }

  const delegationSet = ({ name }: HostedZone) => ({ NameServers: zones.zone(name)?.servers.map(({ host }) => host) });

  function create(input: sdk.CreateHostedZoneCommandInput, caller: Caller): sdk.CreateHostedZoneResponse {
    for (const other of hosted.values())
      if (other.account === caller.account && other.callerReference === input.CallerReference)
        throw awsError(
          'HostedZoneAlreadyExists',
          `A hosted zone has already been created with the specified caller reference ${input.CallerReference}.`,
        );
    const name = (input.Name ?? '').replace(/\.$/, '').toLowerCase();
    const zone: HostedZone = {
      id: `Z${random.id(20)}`,
      account: caller.account,
      name,
      callerReference: input.CallerReference ?? '',
      ...(input.HostedZoneConfig?.Comment !== undefined && { comment: input.HostedZoneConfig.Comment }),
    };
    if (zones.zone(name))
      throw awsError('ConflictingDomainExists', `The DNS of this world already has a zone ${name}.`);
    const info = store.transaction(() => {
      hosted.put(zone.id, zone);
      zones.createZone({ name, servers });
      return submit(caller, 'CreateHostedZone', zone);
    });
    return {
      HostedZone: describe(zone),
      ChangeInfo: info,
      DelegationSet: delegationSet(zone),
      Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
    };
  }

  function change(input: sdk.ChangeResourceRecordSetsCommandInput, caller: Caller): sdk.ChangeInfo {
    const zone = find(input.HostedZoneId, caller);
    const setsOf = (name: string) => Object.values(zones.node(zone.name, name)?.sets ?? {});
    const result = applyBatch(zone.name, setsOf, input.ChangeBatch?.Changes ?? []);
    if ('refused' in result)
      throw awsError('InvalidChangeBatch', `[${result.refused.join(', ')}]`, { messages: result.refused });
    return store.transaction(() => {
      for (const set of result.removed) zones.remove(zone.name, set.name, set.type);
      for (const set of result.put) putChecked(zone.name, set);
      return submit(caller, 'ChangeResourceRecordSets', zone, input.ChangeBatch?.Comment);
    });
  }

  /** The DNS refuses values that no name server would load; Route 53 says so in its own way. */
  function putChecked(zoneName: string, set: RecordSet): void {
    try {
      zones.put(zoneName, set);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'RecordRefused') throw error;
      throw awsError('InvalidChangeBatch', `[${error.message}]`, { messages: [error.message] });
    }
  }

  function list(input: sdk.ListResourceRecordSetsCommandInput, caller: Caller): sdk.ListResourceRecordSetsResponse {
    const zone = find(input.HostedZoneId, caller);
    const start = { name: bareName(input.StartRecordName), type: input.StartRecordType ?? '' };
    const most = Math.min(input.MaxItems ?? MOST_PER_PAGE, MOST_PER_PAGE);
    const isBefore = ({ name, type }: RecordSet) => name === start.name && type < start.type;
    const from = zones.recordsFrom(zone.name, start.name).filter((set) => !isBefore(set));
    const page = [...from.take(most + 1)];
    const next = page[most];
    return {
      ResourceRecordSets: page.slice(0, most).map((set) => ({
        Name: fqdn(set.name),
        Type: set.type,
        TTL: set.ttl,
        ResourceRecords: set.values.map((Value) => ({ Value })),
      })),
      IsTruncated: next !== undefined,
      ...(next && { NextRecordName: fqdn(next.name), NextRecordType: next.type }),
      MaxItems: most,
    };
  }

  return {
    adoptZone(name, id) {
      if (!hosted.get(id)) hosted.put(id, { id, account: OUR_ACCOUNT, name, callerReference: id });
    },
    service: service({
      name: 'route53',
      module: sdk,
      client: new sdk.Route53Client({ region: REGION }),
      handlers: {
        CreateHostedZone: create,
        GetHostedZone(input, caller) {
          const zone = find(input.Id, caller);
          return { HostedZone: describe(zone), DelegationSet: delegationSet(zone) };
        },
        ListHostedZones(_input, caller) {
          const own = [...hosted.values()].filter((zone) => zone.account === caller.account);
          return { HostedZones: own.map(describe), Marker: '', IsTruncated: false, MaxItems: 100 };
        },
        ListResourceRecordSets: list,
        ChangeResourceRecordSets: (input, caller) => ({ ChangeInfo: change(input, caller) }),
        GetChange(input, caller) {
          const found = changes.get(bare(input.Id));
          if (found?.account !== caller.account)
            throw awsError('NoSuchChange', `Could not find resource with ID: ${bare(input.Id)}`);
          return { ChangeInfo: changeInfo(found, clock.now()) };
        },
      },
    }),
  };
}

function changeInfo(change: ZoneChange, now: Date): sdk.ChangeInfo {
  return {
    Id: `/change/${change.id}`,
    Status: now < new Date(change.insyncAt) ? 'PENDING' : 'INSYNC',
    SubmittedAt: new Date(change.submittedAt),
    ...(change.comment !== undefined && { Comment: change.comment }),
  };
}

/** Ids come with their path in front or without. */
const bare = (id = '') => id.replace(/^\/?(hostedzone|change)\//, '');
