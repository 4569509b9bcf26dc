import { openStore } from '../../../../../local/store.ts';
import { refusal } from '../../../../support/refusal.ts';
import { caller, cloudFrontWorld, named, stranger } from './cloudfront-world.ts';

const ONE = 'login.example.com';
const NOT_COVERED =
  /^InvalidViewerCertificate: The certificate that is attached to your distribution doesn't cover the alternate domain name/;
const HELD =
  'CNAMEAlreadyExists: One or more of the CNAMEs you provided are already associated with a different resource.';
const POINTS_ELSEWHERE =
  /^CNAMEAlreadyExists: One or more aliases specified for the distribution includes an incorrectly configured DNS record that points to another CloudFront distribution\./;

describe('a distribution', () => {
  it('is InProgress for some minutes, has a domain in the DNS, and is served once Deployed', async () => {
    const world = cloudFrontWorld();
    const made = await world.create({});
    expect(made.Id).toMatch(/^E[A-Z0-9]{13}$/);
    expect(made.DomainName).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/);
    expect(made.ARN).toBe(`arn:aws:cloudfront::111122223333:distribution/${made.Id}`);
    expect(made.Status).toBe('InProgress');
    expect(made.DistributionConfig?.Aliases).toEqual({ Quantity: 0 });
    expect(made.DistributionConfig?.Origins?.Items?.[0]?.CustomOriginConfig?.OriginReadTimeout).toBe(30);
    expect(
      world.zones.records('cloudfront.net').find((set) => set.type === 'A' && set.name === made.DomainName),
    ).toMatchObject({
      values: ['127.0.0.9'],
    });
    expect(world.routes.find(made.DomainName ?? '')).toBeUndefined();
    await world.after(301);
    expect((await world.calls.GetDistribution({ Id: made.Id }, caller)).Distribution?.Status).toBe('Deployed');
    expect(world.routes.find((made.DomainName ?? '').toUpperCase())).toMatchObject({
      distributionId: made.Id,
      account: '111122223333',
      enabled: true,
      origin: 'api.vendor.com',
    });
  });

  it('is refused for a caller reference of the same account, whatever the configuration', async () => {
    const world = cloudFrontWorld();
    const first = await world.create({});
    expect(await refusal(() => world.create({}))).toMatch(/^DistributionAlreadyExists: /);
    expect(await refusal(() => world.create({ Comment: 'other' }))).toMatch(/^DistributionAlreadyExists: /);
    expect((await world.create({}, stranger)).Id).not.toBe(first.Id);
  });

  it('is written whole, under its ETag', async () => {
    const world = cloudFrontWorld();
    const { Id, ETag, DistributionConfig } = await world.create({});
    const update = (change: object, IfMatch?: string) =>
      world.calls.UpdateDistribution(
        { Id, ...(IfMatch && { IfMatch }), DistributionConfig: { ...DistributionConfig, ...change } as never },
        caller,
      );
    expect(await refusal(() => update({}))).toMatch(/^InvalidIfMatchVersion: /);
    expect(await refusal(() => update({}, 'nonsense'))).toMatch(/^InvalidIfMatchVersion: /);
    const { ETag: newer } = await update({ Comment: 'a' }, ETag);
    expect(await refusal(() => update({ Comment: 'b' }, ETag))).toMatch(/^PreconditionFailed: /);
    expect(await refusal(() => update({ WebACLId: undefined }, newer))).toBe(
      'IllegalUpdate: WebACLId is required for updates.',
    );
    expect(await refusal(() => update({ CallerReference: 'x' }, newer))).toMatch(/^IllegalUpdate: /);
    expect(await refusal(() => update({ Aliases: { Quantity: 2, Items: [ONE] } }, newer))).toBe(
      "InconsistentQuantities: The value of Quantity and the size of Items don't match.",
    );
    expect((await world.calls.GetDistributionConfig({ Id }, caller)).DistributionConfig?.Comment).toBe('a');
  });

  it('serves the old configuration until the new one is deployed', async () => {
    const world = cloudFrontWorld();
    const { Id } = await world.create({});
    await world.after(301);
    const arn = world.certificate([ONE]);
    const { Distribution } = await world.change(Id, named(arn, ONE));
    expect(Distribution?.Status).toBe('InProgress');
    expect(world.routes.find(ONE)).toBeUndefined();
    await world.after(301);
    expect(world.routes.find(ONE)).toMatchObject({
      distributionId: Id,
      certificateArn: arn,
      certificate: { certificatePem: 'certificate', names: [ONE] },
    });
  });

  it('is deleted only when disabled and deployed', async () => {
    const world = cloudFrontWorld();
    const { Id, DomainName = '' } = await world.create({});
    await world.after(301);
    const remove = async () => {
      const { ETag } = await world.calls.GetDistribution({ Id }, caller);
      return world.calls.DeleteDistribution({ Id, IfMatch: ETag }, caller);
    };
    expect(await refusal(remove)).toMatch(/^DistributionNotDisabled: /);
    await world.change(Id, { Enabled: false });
    expect(await refusal(remove)).toMatch(/^DistributionNotDisabled: /);
    await world.after(301);
    await remove();
    expect(await refusal(() => world.calls.GetDistribution({ Id }, caller))).toMatch(/^NoSuchDistribution: /);
    expect(world.routes.find(DomainName)).toBeUndefined();
    expect(world.zones.records('cloudfront.net').some((set) => set.name === DomainName)).toBe(false);
  });

  it('keeps a certificate in use until the edges have let go of it', async () => {
    const world = cloudFrontWorld();
    const [old, fresh] = [world.certificate([ONE]), world.certificate([ONE, 'id.example.com'])];
    const { Id } = await world.create(named(old, ONE));
    await world.after(301);
    await world.change(Id, named(fresh, ONE));
    expect(world.uses).toEqual([`attach ${old}`, `attach ${fresh}`]);
    await world.after(301);
    expect(world.uses.at(-1)).toBe(`detach ${old}`);
  });

  it('keeps tags and belongs to its account', async () => {
    const world = cloudFrontWorld();
    const { Id, ARN, DistributionConfig } = await world.create({});
    await world.calls.TagResource({ Resource: ARN, Tags: { Items: [{ Key: 'siteId', Value: '1' }] } }, caller);
    const withTags = { DistributionConfig, Tags: { Items: [{ Key: 'siteId', Value: '2' }] } };
    const second = await world.calls.CreateDistributionWithTags(
      {
        DistributionConfigWithTags: {
          ...withTags,
          DistributionConfig: { ...DistributionConfig, CallerReference: 'site-2' } as never,
        },
      },
      caller,
    );
    const tagsOf = async (Resource: string | undefined) =>
      (await world.calls.ListTagsForResource({ Resource }, caller)).Tags?.Items;
    expect(await tagsOf(ARN)).toEqual([{ Key: 'siteId', Value: '1' }]);
    expect(await tagsOf(second.Distribution?.ARN)).toEqual([{ Key: 'siteId', Value: '2' }]);
    expect(await refusal(() => world.calls.GetDistribution({ Id }, stranger))).toMatch(/^NoSuchDistribution: /);
  });

  it('goes on deploying after a restart', async () => {
    const store = openStore();
    const before = cloudFrontWorld({ store });
    const { DomainName = '' } = await before.create({});
    before.clock.stop();
    const later = cloudFrontWorld({ store, start: '2026-11-21T10:01:00Z' });
    await later.after(301);
    expect(later.routes.find(DomainName)?.enabled).toBe(true);
    store.close();
  });
});

describe('ListDistributions', () => {
  it('pages through the account and leaves Items out when there are none', async () => {
    const world = cloudFrontWorld();
    expect(await world.list()).toEqual({
      Marker: '',
      MaxItems: 100,
      IsTruncated: false,
      Quantity: 0,
    });
    const made = [];
    for (const CallerReference of ['a', 'b', 'c']) made.push((await world.create({ CallerReference })).Id);
    await world.create({}, stranger);
    const first = await world.list({ MaxItems: 2 });
    expect(first).toMatchObject({ IsTruncated: true, Quantity: 2, NextMarker: made[1] });
    const second = await world.list({ MaxItems: 2, Marker: made[1] });
    expect(second?.Items?.map((one) => one.Id)).toEqual([made[2]]);
    expect(second?.IsTruncated).toBe(false);
  });
});

describe('an alias', () => {
  it('needs an issued certificate of the same account that covers it, one label for an asterisk', async () => {
    const world = cloudFrontWorld();
    expect(await refusal(() => world.create(named(undefined, ONE)))).toMatch(
      /^InvalidViewerCertificate: To add an alternate domain name \(CNAME\) to a CloudFront distribution, you must attach a trusted certificate/,
    );
    const pending = world.certificate(['id.example.com'], { status: 'PENDING_VALIDATION' });
    const foreign = world.certificate([ONE], { account: stranger.account });
    const wildcard = world.certificate(['*.example.com']);
    for (const arn of [pending, foreign])
      expect(await refusal(() => world.create(named(arn)))).toMatch(
        /^InvalidViewerCertificate: The specified SSL cert/,
      );
    expect(await refusal(() => world.create(named(wildcard, 'a.b.example.com')))).toMatch(NOT_COVERED);
    expect(await refusal(() => world.create(named(wildcard, 'example.com')))).toMatch(NOT_COVERED);
    expect(await refusal(() => world.create(named(wildcard, `${ONE}.`)))).toMatch(NOT_COVERED);
    expect(await refusal(() => world.create(named(wildcard, 'Login.example.com')))).toMatch(/^InvalidArgument: /);
    expect((await world.create(named(wildcard, ONE, '*.example.com'))).AliasICPRecordals).toHaveLength(2);
  });

  it('belongs to one distribution of all accounts, even a disabled one, until its release is deployed', async () => {
    const world = cloudFrontWorld();
    const theirs = await world.create(
      { ...named(world.certificate([ONE], { account: stranger.account }), ONE), Enabled: false },
      stranger,
    );
    const arn = world.certificate([ONE, '*.example.com']);
    const { Id } = await world.create(named(arn, '*.example.com'));
    const take = () => world.change(Id, named(arn, '*.example.com', ONE));
    expect(await refusal(take)).toBe(HELD);
    await world.after(301);
    await world.change(theirs.Id, { Aliases: { Quantity: 0 } }, stranger);
    expect(await refusal(take)).toBe(HELD);
    await world.after(301);
    expect(await refusal(take)).toBe('no refusal');
  });

  it('cannot come while the DNS leads to another distribution, existing or not, but to ours it may', async () => {
    const world = cloudFrontWorld();
    const arn = world.certificate([ONE]);
    const { Id, DomainName = '' } = await world.create(named(arn));
    const point = (value: string) => {
      world.zones.put('vendor.com', { name: 'site-1.vendor.com', type: 'CNAME', ttl: 60, values: [value] });
      world.zones.put('example.com', { name: ONE, type: 'CNAME', ttl: 60, values: ['site-1.vendor.com'] });
    };
    point('d0000000000000.cloudfront.net');
    expect(await refusal(() => world.change(Id, named(arn, ONE)))).toMatch(POINTS_ELSEWHERE);
    point(DomainName);
    expect(await refusal(() => world.change(Id, named(arn, ONE)))).toBe('no refusal');
    point('d0000000000000.cloudfront.net');
    expect(await refusal(() => world.change(Id, { Comment: 'the name is here already' }))).toBe('no refusal');
  });

  it('is one of a hundred, and a distribution one of five hundred, or as many as the quotas say', async () => {
    const world = cloudFrontWorld();
    const names = Array.from({ length: 101 }, (_, index) => `n${index}.example.com`);
    expect(await refusal(() => world.create(named(world.certificate(names), ...names)))).toMatch(
      /^TooManyDistributionCNAMEs: /,
    );
    world.quotas.set(caller.account, 'L-24B04930', 1);
    await world.create({});
    expect(await refusal(() => world.create({ CallerReference: 'site-2' }))).toMatch(/^TooManyDistributions: /);
  });
});

describe('routes', () => {
  it('go by exact name, then by the longest wildcard of any depth, never to the apex', async () => {
    const world = cloudFrontWorld();
    const arn = world.certificate(['*.example.com', '*.b.example.com', ONE]);
    const wide = await world.create({ CallerReference: 'wide', ...named(arn, '*.example.com') });
    const deep = await world.create({ CallerReference: 'deep', ...named(arn, '*.b.example.com') });
    const exact = await world.create({ CallerReference: 'exact', Enabled: false, ...named(arn, ONE) });
    await world.after(301);
    const found = (name: string) => world.routes.find(name)?.distributionId;
    expect(found('x.y.example.com')).toBe(wide.Id);
    expect(found('a.b.example.com')).toBe(deep.Id);
    expect(found('example.com')).toBeUndefined();
    expect(world.routes.find(ONE)).toMatchObject({ distributionId: exact.Id, enabled: false });
  });
});

describe('ListDomainConflicts', () => {
  it('names holders and overlaps of all accounts, masked, once our certificate covers the name', async () => {
    const world = cloudFrontWorld();
    const theirCertificate = world.certificate(['*.example.com', ONE], { account: stranger.account });
    const exact = await world.create({ CallerReference: 'e', ...named(theirCertificate, ONE) }, stranger);
    const wide = await world.create({ CallerReference: 'w', ...named(theirCertificate, '*.example.com') }, stranger);
    const { Id } = await world.create({});
    const ask = (DistributionId = Id) =>
      world.calls.ListDomainConflicts({ Domain: ONE, DomainControlValidationResource: { DistributionId } }, caller);
    expect(await refusal(ask)).toMatch(/^InvalidArgument: .*must attach a trusted certificate/);
    expect(await refusal(() => ask(exact.Id))).toMatch(/^EntityNotFound: /);
    await world.change(Id, named(world.certificate([ONE])));
    expect((await ask()).DomainConflicts).toEqual([
      {
        Domain: ONE,
        ResourceType: 'distribution',
        ResourceId: `*******${exact.Id?.slice(-7)}`,
        AccountId: '******887777',
      },
      {
        Domain: '*.example.com',
        ResourceType: 'distribution',
        ResourceId: `*******${wide.Id?.slice(-7)}`,
        AccountId: '******887777',
      },
    ]);
  });
});

it('refuses writes that come too fast with Throttling, and takes them again two seconds later', async () => {
  const world = cloudFrontWorld();
  world.rates.set('writes', { perSecond: 0.5, burst: 3 });
  const { Id } = await world.create({});
  const write = () => world.change(Id, { Comment: 'again' });
  await write();
  await write();
  expect(await refusal(write)).toBe('Throttling: Rate exceeded');
  await world.after(2);
  expect(await refusal(write)).toBe('no refusal');
});

it('logs each mutation with account, principal, resource, owner and site', async () => {
  const world = cloudFrontWorld();
  const { ARN, DistributionConfig } = await world.create({}, stranger);
  const config = {
    DistributionConfig: DistributionConfig as never,
    Tags: { Items: [{ Key: 'siteId', Value: 'acme' }] },
  };
  await world.calls.CreateDistributionWithTags({ DistributionConfigWithTags: config }, caller);
  expect(world.world.mutations).toMatchObject([
    {
      at: '2026-11-21T10:00:00.000Z',
      account: '999988887777',
      principal: 'them',
      service: 'cloudfront',
      operation: 'CreateDistribution',
      resource: ARN,
      owner: '999988887777',
    },
    { account: '111122223333', operation: 'CreateDistributionWithTags', owner: '111122223333', site: 'acme' },
  ]);
  expect(world.world.mutations[0]?.site).toBeUndefined();
});
