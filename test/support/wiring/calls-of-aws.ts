/**
 * What the sources ask of AWS: the commands that an entry's functions construct, by way of the clients and records that they reach, and
 * the permissions behind them.
 */

import { read } from '../repository.ts';
import { actionsBehind } from './iam-actions.ts';
import { type Part, reach } from './reach.ts';

/** Lambda writes dead letters in the function's name; no client does. */
export const BY_LAMBDA_ITSELF = 'sqs:SendMessage';

export interface Need {
  /** `acm:DescribeCertificate`; of an index of the table `dynamodb:Query of due`. */
  permission: string;
  /** The function that constructs the command. */
  by: string;
}

/** Of the function whose module this is. */
export function needsOf(entry: string): Need[] {
  const known = needs.get(entry) ?? [...reach(entry, 'create')].flatMap(needsOfPart);
  needs.set(entry, known);
  return known;
}

/** The same as the SDK's plain clients name it: `acm:DescribeCertificate`, `dynamodb:PutItem`, by IAM's prefix. */
export function operationsOf(entry: string): string[] {
  return [...reach(entry, 'create')].flatMap(({ module, commands }) =>
    commands.map((command) => `${serviceOf(module)}:${(module === TABLE && PLAIN[command]) || command}`),
  );
}

/** Commands of lib-dynamodb that bear a name of their own. */
const PLAIN: Readonly<Record<string, string>> = {
  BatchWrite: 'BatchWriteItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  TransactWrite: 'TransactWriteItems',
  Update: 'UpdateItem',
};

/** Files do not change while a test runs. */
const needs = new Map<string, Need[]>();

function needsOfPart(part: Part): Need[] {
  const operations = part.module === TABLE ? [] : part.commands.map((command) => [serviceOf(part.module), command]);
  const by = `${part.name} of ${part.module}`;
  return [
    ...operations.flatMap(([service = '', command = '']) => actionsBehind(service, command)),
    ...ofTable(part),
  ].map((permission) => ({ permission, by }));
}

const TABLE = 'lambdas/clients/table.ts';

/**
 * A record's use of the table. Of a transaction IAM asks what its writes need: they are the objects with `put` and `delete`. A query is
 * asked for the index that it names, or for the table.
 */
function ofTable({ calls, properties }: Part): string[] {
  const methods = calls.filter(({ receiver }) => receiver === 'table').map(({ method }) => method);
  const queries = methods.filter((method) => method === 'query');
  const indexes = properties.flatMap(({ key, value }) => (key === 'index' && value !== undefined ? [value] : []));
  const writes = properties.map(({ key }) => key).filter((key) => key === 'put' || key === 'delete');
  return [
    ...methods.filter((method) => method !== 'query').flatMap(permissionsOf),
    ...writes.flatMap((kind) => actionsBehind('dynamodb', `TransactWrite ${kind}`)),
    ...(queries.length > 0 ? indexes.map((index) => `dynamodb:Query of ${index}`) : []),
    ...(queries.length > indexes.length ? ['dynamodb:Query'] : []),
  ];
}

/** Behind a method of the table's client. A transaction's own command needs nothing. */
function permissionsOf(method: string): string[] {
  const commands = [...reach(TABLE, method)].flatMap((part) => part.commands);
  return commands.filter((command) => command !== 'TransactWrite').flatMap((one) => actionsBehind('dynamodb', one));
}

/** IAM's prefix of the service that a client talks to. */
function serviceOf(client: string): string {
  const text = read(client);
  const sdk = Object.keys(SERVICES).find((name) => text.includes(`from '@aws-sdk/${name}'`));
  return SERVICES[sdk ?? ''] ?? '';
}

const SERVICES: Readonly<Record<string, string>> = {
  'client-acm': 'acm',
  'client-cloudfront': 'cloudfront',
  'client-eventbridge': 'events',
  'client-kms': 'kms',
  'client-route-53': 'route53',
  'client-service-quotas': 'servicequotas',
  'client-sesv2': 'ses',
  'client-sfn': 'states',
  'client-ssm': 'ssm',
  'lib-dynamodb': 'dynamodb',
};
