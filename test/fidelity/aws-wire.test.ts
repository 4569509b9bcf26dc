/**
 * The tripwire for SDK upgrades: every operation of every installed client goes to the endpoint and back, with input and
 * output made from its schema, through the client's own serializers and real HTTP. Both must arrive as they were sent.
 */
import * as acm from '@aws-sdk/client-acm';
import * as cloudfront from '@aws-sdk/client-cloudfront';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as kms from '@aws-sdk/client-kms';
import * as route53 from '@aws-sdk/client-route-53';
import * as servicequotas from '@aws-sdk/client-service-quotas';
import * as sesv2 from '@aws-sdk/client-sesv2';
import * as sfn from '@aws-sdk/client-sfn';
import * as ssm from '@aws-sdk/client-ssm';
import { NormalizedSchema } from '@smithy/core/schema';
import { type AwsEndpoint, createAwsEndpoint } from '../../local/aws/endpoint.ts';
import type { Service } from '../../local/aws/service.ts';
import { operationsOf } from '../../local/aws/wire/schemas.ts';
import { WorldClock } from '../../local/clock.ts';
import { openStore } from '../../local/store.ts';
import { createWorld } from '../../local/world.ts';

interface Client {
  config: object;
  send(command: object): Promise<object>;
  destroy(): void;
}

type ClientClass = new (config: object) => Client;

const MODULES: [name: string, module: object, client: ClientClass, operations: number][] = [
  ['acm', acm, acm.ACMClient as ClientClass, 40],
  ['cloudfront', cloudfront, cloudfront.CloudFrontClient as ClientClass, 167],
  ['eventbridge', eventbridge, eventbridge.EventBridgeClient as ClientClass, 57],
  ['kms', kms, kms.KMSClient as ClientClass, 56],
  ['route53', route53, route53.Route53Client as ClientClass, 74],
  ['servicequotas', servicequotas, servicequotas.ServiceQuotasClient as ClientClass, 26],
  ['sesv2', sesv2, sesv2.SESv2Client as ClientClass, 116],
  ['ssm', ssm, ssm.SSMClient as ClientClass, 154],
  ['states', sfn, sfn.SFNClient as ClientClass, 37],
];

/** Operations that the client itself does not send here, by the error it gives. One that begins to pass fails the test as well. */
const UNSENT: Record<string, string> = {
  // EndpointId names a global endpoint, which replaces the host: the client takes a host label only. We never give one.
  'eventbridge PutEvents': 'EndpointId must be a valid host label.',
  'sesv2 SendBulkEmail': 'EndpointId must be a valid host label',
  'sesv2 SendEmail': 'EndpointId must be a valid host label',
  // The client puts `sync-` before the host; no setting of the environment prevents it. We use neither.
  'states StartSyncExecution': 'AWS SDK error wrapper for Error: getaddrinfo ENOTFOUND sync-127.0.0.1',
  'states TestState': 'AWS SDK error wrapper for Error: getaddrinfo ENOTFOUND sync-127.0.0.1',
};

const expectedOutputs = new Map<string, object>();
const receivedInputs = new Map<string, object>();

function recording(name: string, module: object, client: ClientClass): Service {
  const service: Service = { name, module, client: new client({ region: 'us-east-1' }), handlers: {} };
  const handlers = operationsOf(service).map(([, , operation, , , output]) => [
    operation,
    (input: object) => {
      receivedInputs.set(`${name} ${operation}`, input);
      const value = sample(NormalizedSchema.of(output)) as object;
      expectedOutputs.set(`${name} ${operation}`, value ?? {});
      return value ?? {};
    },
  ]);
  return { ...service, handlers: Object.fromEntries(handlers) };
}

let endpoint: AwsEndpoint;
let url: string;
const store = openStore();

beforeAll(async () => {
  const world = createWorld(new WorldClock(new Date('2026-11-21T00:00:00Z')), store, 'wire');
  endpoint = createAwsEndpoint(
    world,
    MODULES.map(([name, module, client]) => recording(name, module, client)),
  );
  url = `http://127.0.0.1:${(await endpoint.listen(0)).port}`;
});

afterAll(async () => {
  await endpoint.close();
  store.close();
});

describe.each(MODULES)('%s', (name, module, clientClass, count) => {
  it(`carries all ${count} operations both ways`, async () => {
    const client = new clientClass({
      region: 'us-east-1',
      endpoint: url,
      credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
      maxAttempts: 1,
    });
    const operations = operationsOf({ name, module, client, handlers: {} });
    const failed: Record<string, string> = {};
    for (const [, , operation, , input] of operations) {
      const id = `${name} ${operation}`;
      const sent = (sample(NormalizedSchema.of(input)) ?? {}) as object;
      const command = (module as Record<string, new (input: object) => object>)[`${operation}Command`];
      if (!command) throw new Error(`${id} has no command`);
      try {
        const { $metadata: _, ...answer } = (await client.send(new command(sent))) as { $metadata: object };
        expect([id, receivedInputs.get(id)]).toEqual([id, sent]);
        expect([id, answer]).toEqual([id, expectedOutputs.get(id)]);
      } catch (error) {
        failed[id] = (error as Error).message;
      }
    }
    client.destroy();
    expect(operations).toHaveLength(count);
    expect(failed).toEqual(Object.fromEntries(Object.entries(UNSENT).filter(([id]) => id.startsWith(`${name} `))));
  });
});

/** A value that fills every member of a schema; a structure does not hold itself again. `within`: the structures around it. */
function sample(schema: NormalizedSchema, within: string[] = []): unknown {
  if (schema.isUnitSchema()) return undefined;
  if (schema.isStructSchema()) return sampleStructure(schema, within);
  if (schema.isListSchema())
    return defined([sample(schema.getValueSchema(), within), sample(schema.getValueSchema(), within)]);
  if (schema.isMapSchema()) return { 'a/key': sample(schema.getValueSchema(), within) ?? undefined };
  if (schema.isStringSchema())
    return schema.getMergedTraits().httpHeader ? 'plain <&> "text"' : 'žluťoučký/kůň <&>"\' 漢字 +%20';
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema()) return 7;
  if (schema.isTimestampSchema()) return new Date('2026-11-21T10:30:00Z');
  if (schema.isBlobSchema()) return new Uint8Array([0, 1, 254, 255]);
  throw new Error(`no sample for ${schema.getName(true)}`);
}

function sampleStructure(schema: NormalizedSchema, within: string[]): object | undefined {
  const own = schema.getName(true) ?? '';
  if (within.includes(own)) return undefined;
  const members = [...schema.structIterator()].slice(0, schema.isUnionSchema() ? 1 : undefined);
  const values = members.map(([name, member]) => [name, sample(member, [...within, own])]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function defined(values: unknown[]): unknown[] | undefined {
  const kept = values.filter((value) => value !== undefined);
  return kept.length > 0 ? kept : undefined;
}
