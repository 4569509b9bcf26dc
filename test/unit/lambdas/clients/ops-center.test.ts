import {
  CreateOpsItemCommand,
  GetOpsItemCommand,
  OpsItemAlreadyExistsException,
  OpsItemNotFoundException,
  SSMClient,
  UpdateOpsItemCommand,
} from '@aws-sdk/client-ssm';
import { createOpsCenter } from '../../../../lambdas/clients/ops-center.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const mock = strictMock(SSMClient);
const opsCenter = createOpsCenter({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 's',
  TABLE_NAME: 'certificates',
});

const ITEM = {
  title: 'Held',
  description: 'By others.',
  severity: '3',
  data: {
    '/aws/dedup': { value: '{"dedupString":"x"}', searchable: true },
    siteId: { value: 'acme', searchable: true },
    names: { value: 'login.example.com', searchable: false },
  },
};

it('opens an item with its dedup string, tagged with its site and its deployment', async () => {
  mock.on(CreateOpsItemCommand).resolves({ OpsItemId: 'oi-0123456789ab' });
  expect(await opsCenter.open(ITEM, 'acme')).toBe('oi-0123456789ab');
  expect(callsOf(mock)).toEqual([
    [
      'CreateOpsItem',
      {
        Title: 'Held',
        Description: 'By others.',
        Severity: '3',
        Source: 'certificates',
        Category: 'Availability',
        OperationalData: {
          '/aws/dedup': { Value: '{"dedupString":"x"}', Type: 'SearchableString' },
          siteId: { Value: 'acme', Type: 'SearchableString' },
          names: { Value: 'login.example.com', Type: 'String' },
        },
        Tags: [
          { Key: 'siteId', Value: 'acme' },
          { Key: 'certificates:deployment', Value: 'certificates' },
        ],
      },
    ],
  ]);
});

it('takes the open item of the same dedup string for its own', async () => {
  mock
    .on(CreateOpsItemCommand)
    .rejects(new OpsItemAlreadyExistsException({ message: 'exists', OpsItemId: 'oi-first', $metadata: {} }));
  expect(await opsCenter.open(ITEM, 'acme')).toBe('oi-first');
});

it('throws what it cannot read as an answer', async () => {
  mock.on(CreateOpsItemCommand).resolvesOnce({}).rejects(awsError('OpsItemLimitExceededException'));
  await expect(opsCenter.open(ITEM, 'acme')).rejects.toMatchObject({ name: 'AwsRefused' });
  await expect(opsCenter.open(ITEM, 'acme')).rejects.toMatchObject({ name: 'OpsItemLimitExceededException' });
  mock.on(GetOpsItemCommand).resolves({});
  await expect(opsCenter.read('oi-1')).rejects.toMatchObject({ name: 'AwsRefused' });
});

it('reads nothing of one that a person has deleted', async () => {
  mock.on(GetOpsItemCommand).rejects(new OpsItemNotFoundException({ message: 'gone', $metadata: {} }));
  expect(await opsCenter.read('oi-1')).toBeUndefined();
});

it('reads an item with its status and who changed it last', async () => {
  mock.on(GetOpsItemCommand).resolves({
    OpsItem: {
      Title: 'Held',
      Description: 'By others.',
      Severity: '3',
      Status: 'Resolved',
      LastModifiedBy: 'arn:aws:iam::111122223333:user/ann',
      LastModifiedTime: new Date('2026-11-21T10:00:00Z'),
      OperationalData: { siteId: { Value: 'acme', Type: 'SearchableString' }, names: { Value: 'x', Type: 'String' } },
    },
  });
  expect(await opsCenter.read('oi-1')).toEqual({
    title: 'Held',
    description: 'By others.',
    severity: '3',
    data: { siteId: { value: 'acme', searchable: true }, names: { value: 'x', searchable: false } },
    status: 'Resolved',
    changedBy: 'arn:aws:iam::111122223333:user/ann',
    changedAt: '2026-11-21T10:00:00.000Z',
  });
});

it("changes an item without AWS's own keys, its status only where one is given", async () => {
  mock.on(UpdateOpsItemCommand).resolves({});
  await opsCenter.update('oi-1', ITEM);
  await opsCenter.update('oi-1', ITEM, 'Resolved');
  const written = {
    OpsItemId: 'oi-1',
    Title: 'Held',
    Description: 'By others.',
    Severity: '3',
    OperationalData: {
      siteId: { Value: 'acme', Type: 'SearchableString' },
      names: { Value: 'login.example.com', Type: 'String' },
    },
  };
  expect(callsOf(mock).map(([, input]) => input)).toEqual([written, { ...written, Status: 'Resolved' }]);
});
