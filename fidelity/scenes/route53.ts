/** Route 53: a zone and its records, as the vendor's is kept, and the refusals. */
import type { Answers, Scene } from '../scene.ts';

const zone = ({ zone: { HostedZone } }: Answers): string => HostedZone.Id;
const cname = (Name: string, value: string, TTL = 300) => ({
  Name,
  Type: 'CNAME',
  TTL,
  ResourceRecords: [{ Value: value }],
});
const change = (Action: string, ResourceRecordSet: object) => (so: Answers) => ({
  HostedZoneId: zone(so),
  ChangeBatch: { Comment: 'by an independent client', Changes: [{ Action, ResourceRecordSet }] },
});

export const ROUTE53: Scene = {
  service: 'route53',
  steps: [
    { call: 'CreateHostedZone', input: { Name: 'fidelity.org', CallerReference: 'once' }, as: 'zone' },
    {
      call: 'CreateHostedZone',
      input: { Name: 'fidelity.org', CallerReference: 'once' },
      error: 'HostedZoneAlreadyExists',
    },
    { call: 'GetHostedZone', input: (so) => ({ Id: zone(so) }) },
    { call: 'ListHostedZones', input: {} },
    {
      call: 'ChangeResourceRecordSets',
      input: change('UPSERT', cname('a.fidelity.org', 'b.fidelity.org')),
      as: 'change',
    },
    { call: 'GetChange', input: (so) => ({ Id: so.change.ChangeInfo.Id }) },
    { seconds: 120 },
    { call: 'GetChange', input: (so) => ({ Id: so.change.ChangeInfo.Id }) },
    { call: 'ChangeResourceRecordSets', input: change('CREATE', cname('*.fidelity.org', 'b.fidelity.org')) },
    { call: 'ListResourceRecordSets', input: (so) => ({ HostedZoneId: zone(so) }) },
    {
      call: 'ListResourceRecordSets',
      input: (so) => ({
        HostedZoneId: zone(so),
        StartRecordName: 'a.fidelity.org',
        StartRecordType: 'CNAME',
        MaxItems: '1',
      }),
    },
    {
      call: 'ChangeResourceRecordSets',
      input: change('CREATE', cname('a.fidelity.org', 'c.fidelity.org')),
      error: 'InvalidChangeBatch',
    },
    {
      call: 'ChangeResourceRecordSets',
      input: change('DELETE', cname('a.fidelity.org', 'b.fidelity.org', 60)),
      error: 'InvalidChangeBatch',
    },
    { call: 'ChangeResourceRecordSets', input: change('DELETE', cname('a.fidelity.org', 'b.fidelity.org')) },
    {
      call: 'ChangeResourceRecordSets',
      input: change('DELETE', cname('a.fidelity.org', 'b.fidelity.org')),
      error: 'InvalidChangeBatch',
    },
    { call: 'GetHostedZone', input: { Id: 'Z0000000000000' }, error: 'NoSuchHostedZone' },
    { call: 'ListResourceRecordSets', input: { HostedZoneId: 'Z0000000000000' }, error: 'NoSuchHostedZone' },
    { call: 'GetChange', input: { Id: 'C0000000000000' }, error: 'NoSuchChange' },
  ],
};
