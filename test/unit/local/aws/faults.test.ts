import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import * as sfn from '@aws-sdk/client-sfn';
import { createFaults } from '../../../../local/aws/faults.ts';
import { endpointScene } from './endpoint-scene.ts';

const scene = endpointScene();
const { connect } = scene;

describe('a fault', () => {
  const start = (name: string) =>
    connect(sfn.SFNClient).send(new sfn.StartExecutionCommand({ stateMachineArn: 'arn:m', name }));
  const rule = { service: 'states', operation: 'StartExecution' };

  it('refuses as often as it says, without effect', async () => {
    scene.faults.add({
      ...rule,
      kind: 'refuse',
      error: 'ThrottlingException',
      message: 'slow down',
      status: 429,
      times: 1,
    });
    await expect(start('a')).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 429 } });
    await start('b');
    expect([scene.heard.started, scene.faults.list()]).toEqual([['b'], []]);
  });

  it('lasts until it is cleared when it has no count', async () => {
    scene.faults.add({ service: 'states', operation: '*', kind: 'drop' });
    await expect(start('a')).rejects.toThrow('socket hang up');
    await expect(start('b')).rejects.toThrow('socket hang up');
    scene.faults.clear();
    await start('c');
    expect(scene.heard.started).toEqual(['c']);
  });

  it('repeats the effect and answers once', async () => {
    scene.faults.add({ ...rule, kind: 'repeat', times: 1 });
    expect((await start('a')).executionArn).toBe('arn:a');
    expect(scene.heard.started).toEqual(['a', 'a']);
  });

  it('loses the answer after the effect', async () => {
    scene.faults.add({ ...rule, kind: 'lose', times: 1 });
    await expect(start('a')).rejects.toThrow('socket hang up');
    scene.faults.add({ ...rule, kind: 'lose', status: 500, times: 1 });
    await expect(start('b')).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(scene.heard.started).toEqual(['a', 'b']);
  });

  it('delays by world time', async () => {
    scene.faults.add({ ...rule, kind: 'delay', ms: 3_600_000, times: 1 });
    const answer = start('a');
    while (!scene.world.clock.next()) await new Promise(setImmediate); // until the call has arrived
    await scene.world.clock.jumpUntil(() => scene.heard.started.length === 1, new Date('2026-11-21T02:00:00Z'));
    await answer;
    expect(scene.world.clock.now()).toEqual(new Date('2026-11-21T01:00:00Z'));
  });

  it('shows by a sign that the connection of a held call lives', async () => {
    const sign = Promise.withResolvers<number | undefined>();
    const listen = (message: unknown) =>
      (message as { request: ClientRequest }).request.once('information', ({ statusCode }) => sign.resolve(statusCode));
    subscribe('http.client.request.start', listen);
    scene.faults.add({ ...rule, kind: 'delay', ms: 3_600_000, times: 1 });
    const answer = start('a');
    expect(await sign.promise).toBe(102);
    unsubscribe('http.client.request.start', listen);
    await scene.world.clock.jumpUntil(() => scene.heard.started.length === 1, new Date('2026-11-21T02:00:00Z'));
    await expect(answer).resolves.toMatchObject({ executionArn: 'arn:a' });
  });

  it('meets DynamoDB as well', async () => {
    scene.faults.add({
      service: 'dynamodb',
      operation: 'ListTables',
      kind: 'refuse',
      error: 'InternalServerError',
      message: 'no',
      status: 500,
    });
    const call = connect(DynamoDBClient).send(new ListTablesCommand({}));
    await expect(call).rejects.toMatchObject({ name: 'InternalServerError', $metadata: { httpStatusCode: 500 } });
  });

  it('outlives a restart', () => {
    scene.faults.add({ ...rule, kind: 'drop', times: 2 });
    expect(createFaults(scene.world).list()).toEqual([{ ...rule, kind: 'drop', times: 2 }]);
  });
});
