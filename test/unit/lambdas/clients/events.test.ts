import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { createEvents } from '../../../../lambdas/clients/events.ts';
import { callsOf, strictMock } from '../../../support/strict-mock.ts';

const mock = strictMock(EventBridgeClient);
const events = createEvents({ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's' });

it('asks watch to look at one request', async () => {
  mock.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  await events.requestLook('req-1');
  expect(callsOf(mock)).toEqual([
    [
      'PutEvents',
      { Entries: [{ Source: 'certificates', DetailType: 'Look Requested', Detail: '{"requestId":"req-1"}' }] },
    ],
  ]);
});

it('fails as AwsUnavailable when the bus did not take it', async () => {
  mock.on(PutEventsCommand).resolves({ FailedEntryCount: 1 });
  await expect(events.requestLook('req-1')).rejects.toMatchObject({ name: 'AwsUnavailable' });
});
