/**
 * What the sources ask of AWS: an entry's modules → the methods of clients that they call → commands → actions of IAM. The table is
 * asked through records, which need other actions method by method; there the rows are written by hand.
 */
import { basename, dirname, join } from 'node:path';
import { actionsBehind } from '../../infra/actions.ts';
import { read } from './repository.ts';

/** Lambda writes dead letters in the function's name; no client does. */
export const BY_LAMBDA_ITSELF = 'sqs:SendMessage';
export const TABLE_CLIENT = 'lambdas/clients/table.ts';

interface ClientCall {
  client: string;
  method: string;
  actions: readonly string[];
}

/** `cloudFront.addAliases(` in a module of the entry is a call of the method `addAliases` of clients/cloudfront.ts. */
export function callsOf(entry: string): ClientCall[] {
  const known = calls.get(entry) ?? findCalls(entry);
  calls.set(entry, known);
  return known;
}

/** Files do not change while a test runs. */
const calls = new Map<string, ClientCall[]>();

function findCalls(entry: string): ClientCall[] {
  const modules = modulesOf(entry);
  const text = modules
    .filter((module) => !isClient(module))
    .map(read)
    .join('\n');
  return modules
    .filter((module) => isClient(module) && module !== TABLE_CLIENT)
    .flatMap((client) => {
      const receiver = basename(client, '.ts').replaceAll('-', '');
      const called = [...text.matchAll(new RegExp(`\\b${receiver}\\.(\\w+)\\(`, 'gi'))].map((match) => match[1] ?? '');
      const methods = methodsOf(client);
      return [...new Set(called)].map((method) => ({ client, method, actions: methods.get(method) ?? [] }));
    });
}

/** The modules of lambdas/ that an entry reaches by imports of more than types, itself included. */
function modulesOf(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry) || !entry.startsWith('lambdas/')) return [];
  seen.add(entry);
  const imports = read(entry).matchAll(/^import (?!type )[^;]*?from '(\.[^']+)'/gm);
  return [entry, ...[...imports].flatMap((match) => modulesOf(join(dirname(entry), match[1] ?? ''), seen))];
}

function isClient(module: string): boolean {
  return module.startsWith('lambdas/clients/');
}

/** A client's functions and methods with the actions behind the commands that they send, directly or by one another. */
export function methodsOf(client: string): Map<string, string[]> {
  const text = read(client);
  const service = Object.keys(SERVICES).find((name) => text.includes(`from '@aws-sdk/${name}'`));
  const starts = [...text.matchAll(/^ {0,4}(?:export |async |function )*(\w+)(?:\(|: \()/gm)];
  const bodies = new Map(
    starts.map((start, index) => [start[1] ?? '', text.slice(start.index + start[0].length, starts[index + 1]?.index)]),
  );
  const reach = (name: string, seen: Set<string>): string[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    const body = bodies.get(name) ?? '';
    const others = [...bodies.keys()].filter((other) => new RegExp(`(?<![.\\w])${other}\\(`).test(body));
    const operations = [...body.matchAll(/new (\w+)Command\(|paginate(\w+)\(/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    return [
      ...operations.flatMap((operation) => actionsBehind(SERVICES[service ?? ''] ?? '', operation)),
      ...others.flatMap((other) => reach(other, seen)),
    ];
  };
  return new Map([...bodies.keys()].map((name) => [name, reach(name, new Set())]));
}

/** IAM's prefix of the service that an SDK package talks to. */
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

/** `acm` of `acm:RequestCertificate`. */
export function serviceOf(action: string): string {
  return action.split(':')[0] ?? '';
}
