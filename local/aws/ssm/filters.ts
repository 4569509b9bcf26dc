/** The filters of DescribeOpsItems: all must hold, each for one of its values. Keys and operators as the API reference has them. */
import type { OpsItemFilter, OpsItemFilterOperator } from '@aws-sdk/client-ssm';
import { awsError } from '../service.ts';
import type { StoredOpsItem } from './ops-items.ts';

interface Rule {
  operators: readonly OpsItemFilterOperator[];
  /** What a filter's value is held against. */
  texts(item: StoredOpsItem): (string | undefined)[];
}

const EQUAL = ['Equal'] as const;
const TEXT = ['Equal', 'Contains'] as const;
const TIME = ['GreaterThan', 'LessThan'] as const;

const searchable = ({ operationalData }: StoredOpsItem) =>
  Object.entries(operationalData).filter(([, { Type }]) => Type === 'SearchableString');

const RULES: Readonly<Record<string, Rule>> = {
  AccountId: { operators: EQUAL, texts: ({ account }) => [account] },
  Category: { operators: EQUAL, texts: ({ category }) => [category] },
  CreatedBy: { operators: TEXT, texts: ({ createdBy }) => [createdBy] },
  CreatedTime: { operators: TIME, texts: ({ createdAt }) => [createdAt] },
  LastModifiedTime: { operators: TIME, texts: ({ modifiedAt }) => [modifiedAt] },
  OperationalData: {
    operators: EQUAL,
    texts: (item) => searchable(item).map(([key, { Value = '' }]) => pairOf(key, Value)),
  },
  OperationalDataKey: { operators: EQUAL, texts: (item) => searchable(item).map(([key]) => key) },
  OperationalDataValue: { operators: TEXT, texts: (item) => searchable(item).map(([, { Value }]) => Value) },
  OpsItemId: { operators: EQUAL, texts: ({ id }) => [id] },
  OpsItemType: { operators: EQUAL, texts: ({ type }) => [type] },
  Priority: { operators: EQUAL, texts: ({ priority }) => [priority?.toString()] },
  ResourceId: {
    operators: ['Contains'],
    texts: ({ operationalData }) => [operationalData['/aws/resources']?.Value],
  },
  Severity: { operators: EQUAL, texts: ({ severity }) => [severity] },
  Source: { operators: TEXT, texts: ({ source }) => [source] },
  Status: { operators: EQUAL, texts: ({ status }) => [status] },
  Title: { operators: TEXT, texts: ({ title }) => [title] },
};

/** Throws ValidationException for an operator that the key does not take, and for a key that is none or not simulated. */
export function createFilter(filters: OpsItemFilter[]): (item: StoredOpsItem) => boolean {
  const tests = filters.map(({ Key = '', Values = [], Operator }) => {
    const rule = RULES[Key as string];
    if (!rule) throw awsError('ValidationException', `The filter key ${Key} is not valid or not simulated here.`);
    if (!Operator || !rule.operators.includes(Operator))
      throw awsError('ValidationException', `The filter ${Key} does not take the operator ${Operator}.`);
    const wanted = Key === 'OperationalData' ? Values.map(readPair) : Values;
    return (item: StoredOpsItem) =>
      rule.texts(item).some((text) => text !== undefined && wanted.some((value) => holds(text, Operator, value)));
  });
  return (item) => tests.every((test) => test(item));
}

function holds(text: string, operator: OpsItemFilterOperator, value: string): boolean {
  switch (operator) {
    case 'Equal':
      return text === value;
    case 'Contains':
      return text.includes(value);
    case 'GreaterThan':
      return Date.parse(text) > Date.parse(value);
    case 'LessThan':
      return Date.parse(text) < Date.parse(value);
  }
}

const pairOf = (key: string, value: string) => JSON.stringify([key, value]);

/** `{"key":"site","value":"acme"}` */
function readPair(text: string): string {
  const { key, value } = parse(text);
  if (typeof key === 'string' && typeof value === 'string') return pairOf(key, value);
  throw awsError('ValidationException', 'The filter OperationalData takes {"key":"key_name","value":"a_value"}.');
}

function parse(text: string): { key?: unknown; value?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {}; // what is no JSON has neither key nor value
  }
}
