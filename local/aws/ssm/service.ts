/**
 * Systems Manager OpsCenter: OpsItems of an account, one per dedup string while it is open. A change is told on the event bus
 * in the same transaction; AWS promises its best there, this world keeps it.
 */
import * as sdk from '@aws-sdk/client-ssm';
import { REGION, type World } from '../../world.ts';
import { awsError, type Caller, type Service, service } from '../service.ts';
import { createFilter } from './filters.ts';
import {
  checkFields,
  dedupOf,
  describe,
  invalid,
  isOpen,
  type OpsItemFields,
  type StoredOpsItem,
  summarise,
} from './ops-items.ts';

const ID = /^oi-[0-9a-f]{12}$/;
const MOST_LISTED = 50;

export function createSsm(world: World): { service: Service } {
  const { clock, store, random } = world;
  const items = store.collection<StoredOpsItem>('ssm.opsItems');
  const now = () => clock.now().toISOString();
  const arnOf = ({ account, principal }: Caller) => `arn:aws:iam::${account}:user/${principal}`;

  function find(id: string | undefined, caller: Caller): StoredOpsItem {
    if (!ID.test(id ?? ''))
      throw awsError(
        'ValidationException',
        "1 validation error detected: Value at 'opsItemId' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(oi)-[0-9a-f]{12}$",
      );
    const found = items.get(id ?? '');
    if (found?.account !== caller.account)
      throw awsError('OpsItemNotFoundException', `OpsItem ID does not exist: ${id}`);
    return found;
  }

  /** Stores and tells it. Refuses a second open item of one dedup string. */
  function save(item: StoredOpsItem, operation: 'CreateOpsItem' | 'UpdateOpsItem', caller: Caller): StoredOpsItem {
    const dedup = isOpen(item) ? dedupOf(item.operationalData) : undefined;
    const same = (other: StoredOpsItem) =>
      other.id !== item.id &&
      other.account === item.account &&
      isOpen(other) &&
      dedupOf(other.operationalData) === dedup;
    const twin = dedup && [...items.values()].find(same);
    if (twin)
      throw awsError(
        'OpsItemAlreadyExistsException',
        `An OpsItem already exists with the same dedup string: ${twin.id}`,
        {
          OpsItemId: twin.id,
        },
      );
    items.put(item.id, item);
    const site = item.operationalData.siteId?.Value ?? item.tags.siteId;
    world.record(caller, { service: 'ssm', operation, resource: item.arn, owner: item.account, ...(site && { site }) });
    announce(item, operation);
    return item;
  }

  /** Source: systems-manager/latest/userguide/reference-eventbridge-events.html, OpsCenter. */
  function announce(item: StoredOpsItem, operation: 'CreateOpsItem' | 'UpdateOpsItem'): void {
    const modified = { 'modified-by': item.modifiedBy, 'modified-time': item.modifiedAt };
    world.emit({
      source: 'aws.ssm',
      detailType: operation === 'CreateOpsItem' ? 'OpsItem Create' : 'OpsItem Update',
      account: item.account,
      resources: [item.arn],
      detail: {
        'created-by': item.createdBy,
        'created-time': item.createdAt,
        ...(operation === 'UpdateOpsItem' && modified),
        source: item.source,
        status: item.status,
        'ops-item-id': item.id,
        title: item.title,
        'ops-item-type': item.type,
        description: item.description,
      },
    });
  }

  function create(input: sdk.CreateOpsItemRequest, caller: Caller): StoredOpsItem {
    checkFields(input);
    const id = `oi-${random.hex(12)}`;
    const [by, at] = [arnOf(caller), now()];
    const made: StoredOpsItem = {
      id,
      arn: `arn:aws:ssm:${REGION}:${caller.account}:opsitem/${id}`,
      account: caller.account,
      title: `${input.Title}`,
      description: `${input.Description}`,
      source: `${input.Source}`,
      type: input.OpsItemType ?? '/aws/issue',
      status: 'Open',
      ...chosen(input),
      operationalData: input.OperationalData ?? {},
      notifications: arns(input.Notifications) ?? [],
      related: ids(input.RelatedOpsItems) ?? [],
      tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [`${Key}`, `${Value}`])),
      createdBy: by,
      createdAt: at,
      modifiedBy: by,
      modifiedAt: at,
      version: 1,
    };
    return save(made, 'CreateOpsItem', caller);
  }

  function update(input: sdk.UpdateOpsItemRequest, caller: Caller): StoredOpsItem {
    const found = find(input.OpsItemId, caller);
    checkFields(input);
    const data = { ...found.operationalData, ...input.OperationalData };
    for (const key of input.OperationalDataToDelete ?? []) delete data[key];
    if (data['/aws/dedup']?.Value !== found.operationalData['/aws/dedup']?.Value)
      throw invalid('OperationalData', 'The dedup string of an OpsItem cannot be changed.');
    const changed: StoredOpsItem = {
      ...found,
      title: input.Title ?? found.title,
      description: input.Description ?? found.description,
      status: input.Status ?? found.status,
      ...chosen(input),
      operationalData: data,
      notifications: arns(input.Notifications) ?? found.notifications,
      related: ids(input.RelatedOpsItems) ?? found.related,
      modifiedBy: arnOf(caller),
      modifiedAt: now(),
      version: found.version + 1,
    };
    return save(changed, 'UpdateOpsItem', caller);
  }

  /** The newest first: AWS names no order. */
  function list(input: sdk.DescribeOpsItemsRequest, caller: Caller): sdk.DescribeOpsItemsResponse {
    const matches = createFilter(input.OpsItemFilters ?? []);
    const found = [...items.values()].filter((item) => item.account === caller.account && matches(item)).reverse();
    const from = Number(input.NextToken ?? 0);
    const most = input.MaxResults ?? MOST_LISTED;
    if (most < 1 || most > MOST_LISTED || !Number.isInteger(from))
      throw awsError('ValidationException', `MaxResults is 1 to ${MOST_LISTED}; NextToken is that of the last answer.`);
    return {
      OpsItemSummaries: found.slice(from, from + most).map(summarise),
      ...(from + most < found.length && { NextToken: String(from + most) }),
    };
  }

  return {
    service: service({
      name: 'ssm',
      module: sdk,
      client: new sdk.SSMClient({ region: REGION }),
      handlers: {
        CreateOpsItem(input, caller) {
          const { id, arn } = store.transaction(() => create(input, caller));
          return { OpsItemId: id, OpsItemArn: arn };
        },
        GetOpsItem: (input, caller) => ({ OpsItem: describe(find(input.OpsItemId, caller)) }),
        UpdateOpsItem(input, caller) {
          store.transaction(() => update(input, caller));
          return {};
        },
        /** Source: API_DeleteOpsItem.html. What is not there is deleted already. */
        DeleteOpsItem({ OpsItemId }, caller) {
          if (items.get(OpsItemId ?? '')?.account !== caller.account) return {};
          const { arn } = find(OpsItemId, caller);
          items.delete(OpsItemId ?? '');
          world.record(caller, { service: 'ssm', operation: 'DeleteOpsItem', resource: arn, owner: caller.account });
          return {};
        },
        DescribeOpsItems: list,
      },
    }),
  };
}

function chosen({ Priority, Severity, Category }: OpsItemFields) {
  return {
    ...(Priority !== undefined && { priority: Priority }),
    ...(Severity !== undefined && { severity: Severity }),
    ...(Category !== undefined && { category: Category }),
  };
}

const arns = (notifications: sdk.OpsItemNotification[] | undefined) => notifications?.map(({ Arn }) => Arn ?? '');
const ids = (related: sdk.RelatedOpsItem[] | undefined) => related?.map(({ OpsItemId }) => OpsItemId ?? '');
