/** The hosts of a deployment: where the console is, and under which names the API is called. All follow from its stage. */

import type { Stack } from 'aws-cdk-lib';
import type { IAliasRecordTarget } from 'aws-cdk-lib/aws-route53';
import { ARecord, HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { SDK_NAMESPACES } from '../core/api/sdk-namespaces.ts';
import type { Stage } from './stages.ts';

/** What the vendor's SDKs make of namespace and API domain, where that host is ours: one list a data center. Both faces of the API answer there. */
export function sdkHostsOf({ dataCenters }: Stage): { host: string; zoneId: string; names: string[] }[] {
  return Object.values(dataCenters).map(({ host, zoneId }) => ({
    host,
    zoneId,
    names: SDK_NAMESPACES.map((namespace) => `${namespace}.${host}`),
  }));
}

/** Where the console's distribution calls the API: a name of its own, so that nobody else's calls come under it. */
export function originHostOf({ zone }: Stage): string {
  return `origin.${zone.name}`;
}

export function consoleHostOf({ consoleUrl }: Stage): string {
  return new URL(consoleUrl).hostname;
}

/** Every host under which the API may be called. */
export function apiHostsOf(stage: Stage): string[] {
  return [...sdkHostsOf(stage).flatMap(({ names }) => names), originHostOf(stage)];
}

/** Base of the REST face for the command line's profile: the first data center's. */
export function apiUrlOf(stage: Stage): string {
  return `https://certificates.${sdkHostsOf(stage)[0]?.host}/api`;
}

/** The zone that the stage names, once a stack. */
export function zoneNamed(stack: Stack, hostedZoneId: string, zoneName: string): IHostedZone {
  const id = `Zone-${zoneName.replaceAll('.', '-')}`;
  const known = stack.node.tryFindChild(id) as IHostedZone | undefined;
  return known ?? HostedZone.fromHostedZoneAttributes(stack, id, { hostedZoneId, zoneName });
}

/** A name in a zone that leads to something of AWS. */
export function pointTo(stack: Stack, zone: IHostedZone, name: string, target: IAliasRecordTarget): void {
  const id = `Address-${name.replaceAll('.', '-')}`;
  new ARecord(stack, id, { zone, recordName: `${name}.`, target: RecordTarget.fromAlias(target) });
}
