/**
 * `aws <service> <operation> --flag value` for the commands of the runbooks, by the SDK: the AWS CLI is no dependency of the
 * project. Flags and their shorthand are read by the schemas of the operation, as the AWS CLI reads its own. Of a query it knows one
 * field, as text: `--query ETag --output text`.
 */
import { createRequire } from 'node:module';
import type { $SchemaRef } from '@smithy/types';
import { membersOf, operationsOf, structureOf } from '../../../local/aws/wire/schemas.ts';

/** Services by the names of the AWS CLI. */
const CLIENTS: Record<string, string> = {
  acm: '@aws-sdk/client-acm',
  cloudfront: '@aws-sdk/client-cloudfront',
  dynamodb: '@aws-sdk/client-dynamodb',
  'service-quotas': '@aws-sdk/client-service-quotas',
  ssm: '@aws-sdk/client-ssm',
  stepfunctions: '@aws-sdk/client-sfn',
};

// Smithy's numbers of simple types, and of structures and lists among the static schemas (@smithy/types, SchemaRef).
const [NUMERIC, BOOLEAN, TIME, LAST_TIME, LIST_OF_SIMPLE] = [1, 2, 4, 7, 64];
const [LIST, STRUCTURE] = [1, 3];

const [words, field] = withoutQuery(process.argv.slice(2));
const answer = await perform(words);
process.stdout.write(`${field === undefined ? JSON.stringify(answer, undefined, 4) : answer[field]}\n`);

/** The words besides the query, and the field that it names. */
function withoutQuery(given: string[]): [string[], string | undefined] {
  const at = given.indexOf('--query');
  if (at < 0) return [given, undefined];
  const [, field = '', ...output] = given.slice(at, at + 4);
  if (!/^\w+$/.test(field) || output.join(' ') !== '--output text')
    throw new Error('this shim knows only --query FIELD --output text');
  return [given.toSpliced(at, 4), field];
}

async function perform([service = '', operation = '', ...flags]: string[]): Promise<Record<string, unknown>> {
  const name = CLIENTS[service];
  if (!name) throw new Error(`aws ${service} is not in this shim: add its client`);
  const module = createRequire(import.meta.url)(name) as Record<string, unknown>;
  const row = operationsOf({ module } as unknown as Parameters<typeof operationsOf>[0]).find(
    (each) => kebab(each[2]) === operation,
  );
  if (!row) throw new Error(`aws ${service} has no operation ${operation}`);
  const input = readFlags(flags, membersOf(structureOf(row[4])));
  const Client = module[`${row[2]}Command`] as new (input: object) => object;
  const client = clientOf(module);
  const { $metadata: _, ...answer } = (await client.send(new Client(input))) as Record<string, unknown>;
  return answer;
}

function clientOf(module: Record<string, unknown>): { send(command: object): Promise<object> } {
  const name = Object.keys(module).find((each) => /^[A-Z].*Client$/.test(each) && each !== '__Client') ?? '';
  return new (module[name] as new (config: object) => { send(command: object): Promise<object> })({});
}

type Members = ReturnType<typeof membersOf>;

function readFlags(words: string[], members: Members): object {
  const input: Record<string, unknown> = {};
  const byFlag = new Map(members.map(([name, schema]) => [`--${kebab(name)}`, { name, schema }]));
  while (words.length > 0) {
    const flag = words.shift() ?? '';
    // The AWS CLI's own flag of every listing; services call the same MaxResults, too.
    const member = byFlag.get(flag) ?? (flag === '--max-items' ? byFlag.get('--max-results') : undefined);
    if (!member) throw new Error(`unknown flag ${flag}`);
    const values: string[] = [];
    while (words.length > 0 && !words[0]?.startsWith('--')) values.push(words.shift() ?? '');
    input[member.name] = read(values, member.schema);
  }
  return input;
}

/** What was written behind one flag. */
function read(values: string[], ref: $SchemaRef): unknown {
  const schema = typeof ref === 'function' ? ref() : ref;
  if (schema === BOOLEAN) return values[0] !== 'false';
  if (schema === NUMERIC) return Number(values[0]);
  if (typeof schema === 'number' && schema >= TIME && schema <= LAST_TIME) return new Date(values[0] ?? '');
  if (typeof schema === 'number' && schema >= LIST_OF_SIMPLE) return values;
  if (!Array.isArray(schema)) return values[0];
  if (schema[0] === LIST) return values.map((value) => read([value], schema[4] as $SchemaRef));
  if (schema[0] === STRUCTURE) return shorthand(values[0] ?? '', membersOf(structureOf(schema as $SchemaRef)));
  return values[0];
}

/** `Key=Status,Values=Open,InProgress,Operator=Equal`: what has no `=` belongs to the key before. */
function shorthand(text: string, members: Members): object {
  const lists: [string, string[]][] = [];
  for (const part of text.split(',')) {
    const [, key, value = ''] = /^(\w+)=(.*)$/.exec(part) ?? [];
    if (key) lists.push([key, [value]]);
    else lists.at(-1)?.[1].push(part);
  }
  return Object.fromEntries(
    lists.map(([key, values]) => [key, read(values, members.find(([name]) => name === key)?.[1] ?? 0)]),
  );
}

/** `ListDomainConflicts` and `executionArn` as the AWS CLI writes them. */
function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
