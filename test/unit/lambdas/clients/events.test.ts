import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Notice } from '../../../../core/notice.ts';
import { createEvents } from '../../../../lambdas/clients/events.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const mock = strictMock(EventBridgeClient);
const events = createEvents({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 's',
  TABLE_NAME: 'the-table',
});

it('asks watch to look at one request', async () => {
  mock.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  await events.requestLook('req-1');
  expect(callsOf(mock)).toEqual([
    [
      'PutEvents',
      {
        Entries: [
          {
            Source: 'certificates',
            DetailType: 'Look Requested',
            Detail: '{"deployment":"the-table","requestId":"req-1"}',
          },
        ],
      },
    ],
  ]);
});

it('asks notify to make what is due', async () => {
  mock.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  await events.deliveryDue('req-1');
  expect(callsOf(mock)).toMatchObject([['PutEvents', { Entries: [{ DetailType: 'Webhook Delivery Due' }] }]]);
});

it('announces notices in their order, and says which of them the bus took', async () => {
  const notice = {
    type: 'certificate.requested',
    requestId: 'req-1',
    seq: 1,
    at: '2026-11-21T09:00:00.000Z',
  } as Notice;
  mock
    .on(PutEventsCommand)
    .resolves({ FailedEntryCount: 1, Entries: [{ EventId: 'e-1' }, { ErrorCode: 'Throttled' }] });
  expect(await events.announce([notice, { ...notice, seq: 2 }])).toEqual([true, false]);
  expect(callsOf(mock)).toMatchObject([
    [
      'PutEvents',
      {
        Entries: [
          {
            Source: 'certificates',
            DetailType: 'Certificate Status Changed',
            Time: new Date('2026-11-21T09:00:00.000Z'),
            Detail: JSON.stringify({ deployment: 'the-table', ...notice }),
          },
          { Detail: expect.stringContaining('"seq":2') },
        ],
      },
    ],
  ]);
});

it('fails as AwsUnavailable when the bus did not take it', async () => {
  mock.on(PutEventsCommand).resolves({ FailedEntryCount: 1 });
  await expect(events.requestLook('req-1')).rejects.toMatchObject({ name: 'AwsUnavailable' });
});
