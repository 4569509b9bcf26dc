import type * as sdk from '@aws-sdk/client-ssm';
import type { Caller, Handlers } from '../../../../../local/aws/service.ts';
import { createSsm } from '../../../../../local/aws/ssm/service.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { openStore, type Store } from '../../../../../local/store.ts';
import { type BusEvent, createWorld, type World } from '../../../../../local/world.ts';

const caller: Caller = { account: '111122223333', principal: 'OpenTicket', requestId: 'r' };
const stranger: Caller = { account: '999988887777', principal: 'them', requestId: 'r' };

let store: Store;
let world: World;
let events: BusEvent[];
let calls: Required<Handlers<typeof sdk>>;

beforeEach(() => {
  store = openStore();
  world = createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), store, 'ssm');
  events = [];
  world.subscribe((event) => events.push(event));
  calls = createSsm(world).service.handlers as Required<Handlers<typeof sdk>>;
});
afterEach(() => store.close());

const base = { Title: 'Names are held', Description: 'See the runbook.', Source: 'certificates' };
const text = (Value: string) => ({ Value, Type: 'SearchableString' as const });
const dedup = (dedupString: string) => ({ '/aws/dedup': text(JSON.stringify({ dedupString })) });

async function create(input: Partial<sdk.CreateOpsItemRequest> = {}, by = caller): Promise<string> {
  const { OpsItemId = '' } = await calls.CreateOpsItem({ ...base, ...input }, by);
  return OpsItemId;
}

const get = async (OpsItemId: string, by = caller) => (await calls.GetOpsItem({ OpsItemId }, by)).OpsItem;

async function refusal(work: () => unknown): Promise<Error & { OpsItemId?: string; ParameterNames?: string[] }> {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('no refusal');
}

async function found(OpsItemFilters: sdk.OpsItemFilter[], by = caller): Promise<(string | undefined)[]> {
  const { OpsItemSummaries = [] } = await calls.DescribeOpsItems({ OpsItemFilters }, by);
  return OpsItemSummaries.map(({ OpsItemId }) => OpsItemId);
}

describe('an OpsItem', () => {
  it('is open when made, read by its account alone, and told on the event bus', async () => {
    const data = { siteId: text('acme'), secret: { Value: 'for readers only', Type: 'String' as const } };
    const { OpsItemId = '', OpsItemArn } = await calls.CreateOpsItem(
      { ...base, Severity: '2', Priority: 1, Category: 'Availability', OperationalData: data },
      caller,
    );
    expect(OpsItemId).toMatch(/^oi-[0-9a-f]{12}$/);
    expect(OpsItemArn).toBe(`arn:aws:ssm:us-east-1:111122223333:opsitem/${OpsItemId}`);
    expect(await get(OpsItemId)).toMatchObject({
      ...base,
      OpsItemArn,
      OpsItemType: '/aws/issue',
      Status: 'Open',
      Severity: '2',
      Priority: 1,
      Category: 'Availability',
      OperationalData: data,
      CreatedBy: 'arn:aws:iam::111122223333:user/OpenTicket',
      CreatedTime: new Date('2026-11-21T09:00:00Z'),
      Version: '1',
    });
    expect((await calls.DescribeOpsItems({}, caller)).OpsItemSummaries?.[0]?.OperationalData).toEqual({
      siteId: text('acme'),
    });
    expect((await refusal(() => get(OpsItemId, stranger))).name).toBe('OpsItemNotFoundException');
    expect(events.map((event) => [event.source, event['detail-type'], event.resources, event.detail])).toEqual([
      [
        'aws.ssm',
        'OpsItem Create',
        [OpsItemArn],
        {
          'created-by': 'arn:aws:iam::111122223333:user/OpenTicket',
          'created-time': '2026-11-21T09:00:00.000Z',
          source: 'certificates',
          status: 'Open',
          'ops-item-id': OpsItemId,
          title: 'Names are held',
          'ops-item-type': '/aws/issue',
          description: 'See the runbook.',
        },
      ],
    ]);
    expect(world.mutations).toMatchObject([
      { account: '111122223333', service: 'ssm', operation: 'CreateOpsItem', resource: OpsItemArn, site: 'acme' },
    ]);
  });

  it('changes in what is named only, and each change is told', async () => {
    const id = await create({ OperationalData: { a: text('1'), b: text('2') } });
    await calls.UpdateOpsItem(
      {
        OpsItemId: id,
        Status: 'Resolved',
        OperationalData: { a: text('3') },
        OperationalDataToDelete: ['b'],
        Notifications: [{ Arn: 'arn:aws:sns:us-east-1:111122223333:on-call' }],
      },
      { ...caller, principal: 'on-call' },
    );
    expect(await get(id)).toMatchObject({
      ...base,
      Status: 'Resolved',
      OperationalData: { a: text('3') },
      Notifications: [{ Arn: 'arn:aws:sns:us-east-1:111122223333:on-call' }],
      LastModifiedBy: 'arn:aws:iam::111122223333:user/on-call',
      Version: '2',
    });
    expect(events.at(-1)).toMatchObject({
      'detail-type': 'OpsItem Update',
      detail: { status: 'Resolved', 'modified-by': 'arn:aws:iam::111122223333:user/on-call' },
    });
    expect((await refusal(() => calls.UpdateOpsItem({ OpsItemId: 'oi-000000000000' }, caller))).name).toBe(
      'OpsItemNotFoundException',
    );
    expect((await refusal(() => calls.GetOpsItem({ OpsItemId: 'oi-1' }, caller))).name).toBe('ValidationException');
  });
});

describe('a dedup string', () => {
  it('lets one item be open, which a second try is told of, until it is resolved', async () => {
    const first = await create({ OperationalData: dedup('cname-ownership:acme:E1') });
    const again = () => create({ OperationalData: dedup('cname-ownership:acme:E1') });
    expect(await refusal(again)).toMatchObject({ name: 'OpsItemAlreadyExistsException', OpsItemId: first });
    await calls.UpdateOpsItem({ OpsItemId: first, Status: 'InProgress' }, caller);
    expect(await refusal(again)).toMatchObject({ OpsItemId: first });
    expect(await create({ OperationalData: dedup('cname-ownership:other:E2') })).not.toBe(first);
    await create({ OperationalData: dedup('cname-ownership:acme:E1') }, stranger);
    expect(events).toHaveLength(4);
    await calls.UpdateOpsItem({ OpsItemId: first, Status: 'Resolved' }, caller);
    const second = await again();
    const reopen = () => calls.UpdateOpsItem({ OpsItemId: first, Status: 'Open' }, caller);
    expect(await refusal(reopen)).toMatchObject({ name: 'OpsItemAlreadyExistsException', OpsItemId: second });
    expect((await get(first))?.Status).toBe('Resolved');
  });

  it('counts together with the resources, and never changes', async () => {
    const about = (arn: string) => ({ ...dedup('x'), '/aws/resources': text(JSON.stringify([{ arn }])) });
    const id = await create({ OperationalData: about('arn:aws:cloudfront::111122223333:distribution/E1') });
    await create({ OperationalData: about('arn:aws:cloudfront::111122223333:distribution/E2') });
    for (const OperationalData of [dedup('y'), { '/aws/dedup': text('{"dedupString":""}') }])
      expect((await refusal(() => calls.UpdateOpsItem({ OpsItemId: id, OperationalData }, caller))).name).toBe(
        'OpsItemInvalidParameterException',
      );
  });
});

describe('what OpsCenter does not take', () => {
  const wrong: [string, Partial<sdk.CreateOpsItemRequest>, string][] = [
    ['a title of 1025 characters', { Title: 'x'.repeat(1025) }, 'ValidationException'],
    ['an empty description', { Description: '' }, 'ValidationException'],
    ['a description of 2049 characters', { Description: 'x'.repeat(2049) }, 'ValidationException'],
    ['a priority of 6', { Priority: 6 }, 'ValidationException'],
    ['a source that names AWS', { Source: 'my-aws-tool' }, 'OpsItemInvalidParameterException'],
    ['a severity of 5', { Severity: '5' }, 'OpsItemInvalidParameterException'],
    [
      'a key of 129 characters',
      { OperationalData: { ['k'.repeat(129)]: text('1') } },
      'OpsItemInvalidParameterException',
    ],
    ['a reserved key', { OperationalData: { '/aws/mine': text('1') } }, 'OpsItemInvalidParameterException'],
    ['a reserved prefix', { OperationalData: { ssmTarget: text('1') } }, 'OpsItemInvalidParameterException'],
    ['a value over 20 KB', { OperationalData: { key: text('x'.repeat(20_481)) } }, 'OpsItemInvalidParameterException'],
    ['a dedup that is no JSON', { OperationalData: { '/aws/dedup': text('x') } }, 'OpsItemInvalidParameterException'],
  ];
  it.each(wrong)('is %s', async (_, input, name) => {
    expect((await refusal(() => create(input))).name).toBe(name);
    expect(events).toEqual([]);
  });

  it('is a status of change requests', async () => {
    const OpsItemId = await create();
    const refused = await refusal(() => calls.UpdateOpsItem({ OpsItemId, Status: 'Approved' }, caller));
    expect([refused.name, refused.ParameterNames]).toEqual(['OpsItemInvalidParameterException', ['Status']]);
  });
});

describe('DescribeOpsItems', () => {
  it('filters by all filters, each by one of its values', async () => {
    const [open, resolved] = [
      await create({ Title: 'login.example.com is held', Severity: '2', OperationalData: { siteId: text('acme') } }),
      await create({ OperationalData: { siteId: { Value: 'acme', Type: 'String' } } }),
    ];
    await calls.UpdateOpsItem({ OpsItemId: resolved, Status: 'Resolved' }, caller);
    const by = (Key: sdk.OpsItemFilterKey, Operator: sdk.OpsItemFilterOperator, ...Values: string[]) => [
      { Key, Operator, Values },
    ];
    expect(await found([])).toEqual([resolved, open]);
    expect(await found([], stranger)).toEqual([]);
    expect(await found(by('Status', 'Equal', 'Open', 'InProgress'))).toEqual([open]);
    expect(await found(by('Title', 'Contains', 'login.example.com'))).toEqual([open]);
    expect(await found(by('OpsItemId', 'Equal', resolved))).toEqual([resolved]);
    expect(await found(by('Severity', 'Equal', '2'))).toEqual([open]);
    expect(await found(by('OperationalDataKey', 'Equal', 'siteId'))).toEqual([open]);
    expect(await found(by('OperationalData', 'Equal', '{"key":"siteId","value":"acme"}'))).toEqual([open]);
    expect(await found(by('CreatedTime', 'GreaterThan', '2026-11-21T08:59:00Z'))).toEqual([resolved, open]);
    expect(await found(by('CreatedTime', 'LessThan', '2026-11-21T08:59:00Z'))).toEqual([]);
    expect(await found([...by('Status', 'Equal', 'Open'), ...by('Severity', 'Equal', '1')])).toEqual([]);
    const refusals = [
      by('Status', 'Contains', 'Op'),
      by('AutomationId', 'Equal', 'x'),
      by('OperationalData', 'Equal', 'siteId=acme'),
    ];
    for (const filters of refusals) expect((await refusal(() => found(filters))).name).toBe('ValidationException');
  });

  it('pages', async () => {
    const ids = [await create(), await create(), await create()].reverse();
    const first = await calls.DescribeOpsItems({ MaxResults: 2 }, caller);
    const second = await calls.DescribeOpsItems({ MaxResults: 2, NextToken: first.NextToken }, caller);
    const pages = [first, second].map(({ OpsItemSummaries = [] }) => OpsItemSummaries.map((one) => one.OpsItemId));
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2)]);
    expect(second.NextToken).toBeUndefined();
    expect((await refusal(() => calls.DescribeOpsItems({ MaxResults: 51 }, caller))).name).toBe('ValidationException');
  });
});

it('deletes an item, as often as it is asked to, and nobody else’s', async () => {
  const id = await create({ OperationalData: dedup('x') });
  await calls.DeleteOpsItem({ OpsItemId: id }, stranger);
  expect(await get(id)).toMatchObject({ OpsItemId: id });
  await calls.DeleteOpsItem({ OpsItemId: id }, caller);
  await calls.DeleteOpsItem({ OpsItemId: id }, caller);
  expect(await refusal(() => get(id))).toMatchObject({ name: 'OpsItemNotFoundException' });
  expect(await create({ OperationalData: dedup('x') })).not.toBe(id);
});
