/** An OpsItem as OpsCenter keeps it, what it takes, and how it looks through the API. Limits are those of the API reference. */
import type { OpsItem, OpsItemDataValue, OpsItemStatus, OpsItemSummary } from '@aws-sdk/client-ssm';
import { awsError } from '../service.ts';

export interface StoredOpsItem {
  id: string;
  arn: string;
  account: string;
  title: string;
  description: string;
  source: string;
  type: string;
  status: OpsItemStatus;
  priority?: number;
  severity?: string;
  category?: string;
  operationalData: Record<string, OpsItemDataValue>;
  /** ARNs of SNS topics, and ids of other items. */
  notifications: string[];
  related: string[];
  tags: Record<string, string>;
  createdBy: string;
  /** ISO, world time. */
  createdAt: string;
  modifiedBy: string;
  modifiedAt: string;
  /** Counts up with each change. */
  version: number;
}

/** What a caller may set; a member that is absent stays as it is. */
export interface OpsItemFields {
  Title?: string | undefined;
  Description?: string | undefined;
  Source?: string | undefined;
  Priority?: number | undefined;
  Severity?: string | undefined;
  Category?: string | undefined;
  Status?: string | undefined;
  OperationalData?: Record<string, OpsItemDataValue> | undefined;
}

const LENGTHS = {
  Title: [1, 1024],
  Description: [1, 2048],
  Source: [1, 128],
  Category: [1, 64],
  Severity: [1, 64],
} as const;

const MOST_KEY = 128;
/** 20 KB. */
const MOST_VALUE = 20_480;
/** Keys with a meaning of their own, the only ones that may begin with AWS's names. */
const RESERVED_KEYS = ['/aws/resources', '/aws/automations', '/aws/dedup'];
const FORBIDDEN_KEY = /^\/?(amazon|aws|amzn|ssm)/i;
const FORBIDDEN_SOURCE = /aws|amazon|amzn/i;
/** Of issues; the other statuses belong to change requests and access requests. */
const STATUSES: readonly string[] = ['Open', 'InProgress', 'Resolved'];

/** Throws ValidationException for what the wire's constraints forbid, OpsItemInvalidParameterException for the rest. */
export function checkFields(fields: OpsItemFields): void {
  for (const [member, [least, most]] of Object.entries(LENGTHS)) {
    const { length = least } = fields[member as keyof typeof LENGTHS] ?? {};
    if (length < least || length > most)
      throw constraint(member, `Member must have length between ${least} and ${most}, inclusive`);
  }
  const { Priority: priority = 1, Severity: severity = '1', Source: source = '', Status: status = 'Open' } = fields;
  if (priority < 1 || priority > 5) throw constraint('Priority', 'Member must have value between 1 and 5, inclusive');
  if (!/^[1-4]$/.test(severity)) throw invalid('Severity', 'Severity must be 1 (critical), 2, 3 or 4 (low).');
  if (FORBIDDEN_SOURCE.test(source)) throw invalid('Source', 'Source cannot contain aws, amazon or amzn.');
  if (!STATUSES.includes(status)) throw invalid('Status', `Status ${status} is not one of ${STATUSES.join(', ')}.`);
  for (const [key, data] of Object.entries(fields.OperationalData ?? {})) checkDatum(key, data);
}

function checkDatum(key: string, { Value = '', Type = 'String' }: OpsItemDataValue): void {
  if (key.length < 1 || key.length > MOST_KEY)
    throw invalid('OperationalData', `An operational data key has 1 to ${MOST_KEY} characters.`);
  if (FORBIDDEN_KEY.test(key) && !RESERVED_KEYS.includes(key))
    throw invalid('OperationalData', `Operational data key ${key} begins with a reserved prefix.`);
  if (Type !== 'String' && Type !== 'SearchableString')
    throw constraint('OperationalData', 'Member must satisfy enum value set: [String, SearchableString]');
  if (Buffer.byteLength(Value) > MOST_VALUE)
    throw invalid('OperationalData', `The value of ${key} is larger than 20 KB.`);
}

function constraint(member: string, rule: string): Error {
  const at = `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
  return awsError(
    'ValidationException',
    `1 validation error detected: Value at '${at}' failed to satisfy constraint: ${rule}`,
  );
}

export function invalid(parameter: string, message: string): Error {
  return awsError('OpsItemInvalidParameterException', message, { ParameterNames: [parameter] });
}

/** What makes two items duplicates: the string of `/aws/dedup`, with the resources that it is about. Undefined without one. */
export function dedupOf(data: Record<string, OpsItemDataValue>): string | undefined {
  const text = data['/aws/dedup']?.Value;
  if (text === undefined) return undefined;
  const { dedupString } = parseObject(text, '/aws/dedup');
  if (typeof dedupString !== 'string' || dedupString === '')
    throw invalid('OperationalData', '/aws/dedup must be {"dedupString":"..."}.');
  return JSON.stringify([dedupString, data['/aws/resources']?.Value ?? '']);
}

function parseObject(text: string, key: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // told below, as for any other text that is no object
  }
  throw invalid('OperationalData', `The value of ${key} must be JSON.`);
}

/** No duplicate of it is made meanwhile. */
export const isOpen = ({ status }: Pick<StoredOpsItem, 'status'>) => status === 'Open' || status === 'InProgress';

/** GetOpsItem's answer. */
export function describe(item: StoredOpsItem): OpsItem {
  return {
    ...common(item),
    OpsItemArn: item.arn,
    Description: item.description,
    Notifications: item.notifications.map((Arn) => ({ Arn })),
    RelatedOpsItems: item.related.map((OpsItemId) => ({ OpsItemId })),
    Version: String(item.version),
    OperationalData: item.operationalData,
  };
}

/** One row of DescribeOpsItems: of the operational data, only what is searchable. */
export function summarise(item: StoredOpsItem): OpsItemSummary {
  const shown = Object.entries(item.operationalData).filter(([, { Type }]) => Type === 'SearchableString');
  return { ...common(item), OperationalData: Object.fromEntries(shown) };
}

function common(item: StoredOpsItem) {
  const { priority: Priority, severity: Severity, category: Category } = item;
  return {
    OpsItemId: item.id,
    OpsItemType: item.type,
    Title: item.title,
    Source: item.source,
    Status: item.status,
    CreatedBy: item.createdBy,
    CreatedTime: new Date(item.createdAt),
    LastModifiedBy: item.modifiedBy,
    LastModifiedTime: new Date(item.modifiedAt),
    ...(Priority !== undefined && { Priority }),
    ...(Severity !== undefined && { Severity }),
    ...(Category !== undefined && { Category }),
  };
}
