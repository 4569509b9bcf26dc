/** OpsCenter: a ticket from opening to reopening, one for a dedup string, and the refusals. */
import type { Answers, Scene } from '../scene.ts';

const ticket = ({ ticket: { OpsItemId } }: Answers) => ({ OpsItemId });
const item = (more: object = {}) => ({
  Title: 'Names are held elsewhere',
  Description: '**Walk it**',
  Source: 'certificates',
  Severity: '3',
  Category: 'Availability',
  OperationalData: {
    '/aws/dedup': { Type: 'SearchableString', Value: '{"dedupString":"fidelity"}' },
    names: { Type: 'String', Value: '[]' },
  },
  Tags: [{ Key: 'siteId', Value: 'acme' }],
  ...more,
});
const open = (Values: string[]) => ({ OpsItemFilters: [{ Key: 'Status', Values, Operator: 'Equal' }] });

export const SSM: Scene = {
  service: 'ssm',
  steps: [
    { call: 'CreateOpsItem', input: item(), as: 'ticket' },
    { call: 'CreateOpsItem', input: item(), error: 'OpsItemAlreadyExistsException' },
    { call: 'GetOpsItem', input: ticket },
    {
      call: 'UpdateOpsItem',
      input: (so) => ({ ...ticket(so), Status: 'InProgress', Severity: '2', Title: 'Changed' }),
    },
    { call: 'DescribeOpsItems', input: { ...open(['Open', 'InProgress']), MaxResults: 1 } },
    { call: 'UpdateOpsItem', input: (so) => ({ ...ticket(so), Status: 'Resolved' }) },
    { call: 'GetOpsItem', input: ticket },
    { call: 'CreateOpsItem', input: item() },
    {
      call: 'UpdateOpsItem',
      input: (so) => ({ ...ticket(so), Status: 'Open' }),
      error: 'OpsItemAlreadyExistsException',
    },
    { call: 'GetOpsItem', input: { OpsItemId: 'oi-000000000000' }, error: 'OpsItemNotFoundException' },
    {
      call: 'UpdateOpsItem',
      input: { OpsItemId: 'oi-000000000000', Status: 'Open' },
      error: 'OpsItemNotFoundException',
    },
    { call: 'DeleteOpsItem', input: ticket },
    { call: 'DeleteOpsItem', input: ticket },
    { call: 'GetOpsItem', input: ticket, error: 'OpsItemNotFoundException' },
    { call: 'CreateOpsItem', input: item({ Source: 'aws-like' }), error: 'OpsItemInvalidParameterException' },
  ],
};
