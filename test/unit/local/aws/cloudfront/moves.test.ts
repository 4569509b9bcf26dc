import { openStore } from '../../../../../local/store.ts';
import { refusal } from '../../../../support/refusal.ts';
import { caller, cloudFrontWorld, named, stranger } from './cloudfront-world.ts';

const ONE = 'login.example.com';
const NO_TXT = 'IllegalUpdate: Invalid or missing alias DNS TXT records';
const ENABLED = 'IllegalUpdate: Alias move is not allowed since the source distribution is enabled';

type World = ReturnType<typeof cloudFrontWorld>;

/** A source that holds ONE, and a target of ours with its certificate; both deployed. */
async function scene(world: World, { by = stranger, enabled = true } = {}) {
  const theirs = world.certificate([ONE], { account: by.account });
  const source = await world.create({ CallerReference: 'source', Enabled: enabled, ...named(theirs, ONE) }, by);
  const ours = world.certificate([ONE, '*.example.com', 'example.com']);
  const target = await world.create({ CallerReference: 'target', ...named(ours) });
  await world.after(301);
  return { sourceId: source.Id, targetId: target.Id, domainName: target.DomainName ?? '', ETag: target.ETag };
}

async function move(world: World, DistributionId: string | undefined, Domain = ONE) {
  const { ETag: IfMatch } = await world.calls.GetDistribution({ Id: DistributionId }, caller);
  return world.calls.UpdateDomainAssociation({ Domain, TargetResource: { DistributionId }, IfMatch }, caller);
}

const publish = ({ zones }: World, name: string, value: string) =>
  zones.put('example.com', { name, type: 'TXT', ttl: 60, values: [`"${value}"`] });

const namesOf = async ({ calls }: World, Id: string | undefined, by = caller) =>
  (await calls.GetDistributionConfig({ Id }, by)).DistributionConfig?.Aliases?.Items ?? [];

describe('UpdateDomainAssociation', () => {
  it('takes a name from a disabled distribution of another account once the TXT record is seen', async () => {
    const world = cloudFrontWorld();
    const { sourceId, targetId, domainName } = await scene(world, { enabled: false });
    publish(world, `_${ONE}`, domainName);
    const answer = await move(world, targetId);
    const { ETag } = await world.calls.GetDistribution({ Id: targetId }, caller);
    expect(answer).toEqual({ Domain: ONE, ResourceId: targetId, ETag });
    expect(await namesOf(world, targetId)).toEqual([ONE]);
    expect(await namesOf(world, sourceId, stranger)).toEqual([]);
    const conflicts = await world.calls.ListDomainConflicts(
      { Domain: ONE, DomainControlValidationResource: { DistributionId: targetId } },
      caller,
    );
    expect(conflicts.DomainConflicts).toEqual([
      {
        Domain: ONE,
        ResourceType: 'distribution',
        ResourceId: `*******${targetId?.slice(-7)}`,
        AccountId: '******223333',
      },
    ]);
    await world.after(301);
    expect(world.routes.find(ONE)).toMatchObject({ distributionId: targetId, enabled: true });
  });

  it('refuses in the order: certificate, TXT, enabled source, too many names', async () => {
    const world = cloudFrontWorld();
    const { targetId, domainName, sourceId } = await scene(world);
    const bare = await world.create({ CallerReference: 'bare' });
    expect(await refusal(() => move(world, bare.Id))).toMatch(/^InvalidArgument: .*trusted certificate.*login/);
    expect(await refusal(() => move(world, targetId))).toBe(NO_TXT);
    publish(world, `_${ONE}`, domainName);
    await world.after(900);
    expect(await refusal(() => move(world, targetId))).toBe(ENABLED);
    await world.change(sourceId, { Enabled: false }, stranger);
    expect(await refusal(() => move(world, targetId))).toBe(ENABLED);
    await world.after(301);
    world.quotas.set(caller.account, 'L-AAD4943E', 0);
    expect(await refusal(() => move(world, targetId))).toMatch(/^TooManyDistributionCNAMEs: /);
    world.quotas.set(caller.account, 'L-AAD4943E', 1);
    expect(await refusal(() => move(world, targetId))).toBe('no refusal');
  });

  it('moves within an account from an enabled distribution, without a gap at the edges', async () => {
    const world = cloudFrontWorld();
    const { sourceId, targetId, domainName } = await scene(world, { by: caller });
    publish(world, `_${ONE}`, domainName);
    await move(world, targetId);
    const serving: (string | undefined)[] = [];
    for (let second = 0; second < 301; second += 10) {
      const { distributionId, enabled } = world.routes.find(ONE) ?? {};
      expect(enabled).toBe(true);
      serving.push(distributionId);
      await world.after(10);
    }
    expect([...new Set(serving)]).toEqual([sourceId, targetId]);
    const deployed = await world.calls.GetDistribution({ Id: sourceId }, caller);
    expect(deployed.Distribution?.Status).toBe('Deployed');
    const back = () => world.change(sourceId, named(undefined, ONE));
    expect(await refusal(back)).toMatch(/^CNAMEAlreadyExists: /);
  });

  it('demands the TXT record within an account too, unless this world says otherwise', async () => {
    const world = cloudFrontWorld();
    const { targetId } = await scene(world, { by: caller });
    expect(await refusal(() => move(world, targetId))).toBe(NO_TXT);
    world.moves.setTxtDemand('other accounts');
    expect(await refusal(() => move(world, targetId))).toBe('no refusal');
  });

  it('goes on seeing no TXT record for the negative TTL, over a restart too', async () => {
    const store = openStore();
    const world = cloudFrontWorld({ store });
    const { targetId, domainName } = await scene(world, { enabled: false });
    expect(await refusal(() => move(world, targetId))).toBe(NO_TXT);
    publish(world, `_${ONE}`, domainName);
    await world.after(600);
    expect(await refusal(() => move(world, targetId))).toBe(NO_TXT);
    const later = cloudFrontWorld({ store, start: world.clock.now().toISOString() });
    later.certificate([ONE, '*.example.com', 'example.com']);
    expect(await refusal(() => move(later, targetId))).toBe(NO_TXT);
    await later.after(301);
    expect(await refusal(() => move(later, targetId))).toBe('no refusal');
    store.close();
  });

  it('takes no other value for the proof, and looks for the one of an apex at the underscore alone', async () => {
    const world = cloudFrontWorld();
    const arn = world.certificate(['example.com'], { account: stranger.account });
    await world.create({ Enabled: false, ...named(arn, 'example.com') }, stranger);
    const { targetId, domainName } = await scene(world);
    publish(world, '_.example.com', 'd000000000000.cloudfront.net');
    expect(await refusal(() => move(world, targetId, 'example.com'))).toBe(NO_TXT);
    publish(world, '_.example.com', domainName);
    await world.after(61);
    expect(await refusal(() => move(world, targetId, 'example.com'))).toBe('no refusal');
  });

  it('is under the ETag of the target', async () => {
    const world = cloudFrontWorld();
    const { targetId: DistributionId, ETag } = await scene(world, { enabled: false });
    const ask = (IfMatch: string | undefined, TargetResource: object = { DistributionId }) =>
      refusal(() => world.calls.UpdateDomainAssociation({ Domain: ONE, TargetResource, IfMatch }, caller));
    expect(await ask(undefined)).toMatch(/^InvalidIfMatchVersion: /);
    expect(await ask('E0000000000000')).toMatch(/^PreconditionFailed: /);
    expect(await ask(ETag, {})).toMatch(/^InvalidArgument: /);
    expect(await ask(ETag, { DistributionId, DistributionTenantId: 'dt_1' })).toMatch(/^InvalidArgument: /);
    expect(await ask(ETag, { DistributionId: 'E1' })).toMatch(/^EntityNotFound: /);
    expect(await ask(ETag, { DistributionTenantId: DistributionId })).toMatch(/^EntityNotFound: /);
  });

  it('changes nothing for a name that is there already, and finds no name that nobody holds', async () => {
    const world = cloudFrontWorld();
    const { targetId, domainName } = await scene(world, { enabled: false });
    publish(world, `_${ONE}`, domainName);
    const { ETag } = await move(world, targetId);
    const before = world.world.mutations.length;
    expect((await move(world, targetId)).ETag).toBe(ETag);
    expect(world.world.mutations).toHaveLength(before);
    expect(await refusal(() => move(world, targetId, 'id.example.com'))).toMatch(/^EntityNotFound: /);
    expect(await refusal(() => move(world, targetId, 'Id.example.com'))).toMatch(/^InvalidArgument: /);
  });

  it('is noted on both sides: the other account is changed by CloudFront, our own by ourselves', async () => {
    const world = cloudFrontWorld();
    const { targetId, domainName } = await scene(world, { enabled: false });
    publish(world, `_${ONE}`, domainName);
    await move(world, targetId);
    const noted = world.world.mutations.filter(({ operation }) => operation === 'UpdateDomainAssociation');
    expect(noted.map(({ account, owner }) => [account, owner])).toEqual([
      ['111122223333', '111122223333'],
      ['aws-cloudfront', '999988887777'],
    ]);
    const again = cloudFrontWorld();
    const within = await scene(again, { by: caller });
    publish(again, `_${ONE}`, within.domainName);
    await move(again, within.targetId);
    const own = again.world.mutations.filter(({ operation }) => operation === 'UpdateDomainAssociation');
    expect(own.map(({ account, resource }) => [account, resource.split('/')[1]])).toEqual([
      ['111122223333', within.targetId],
      ['111122223333', within.sourceId],
    ]);
  });
});
