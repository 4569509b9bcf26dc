import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { WorldClock } from '../../../local/clock.ts';
import { createZones } from '../../../local/dns/zones.ts';
import { AMPLIFY_ACCOUNT, FOREIGN_ACCOUNT } from '../../../local/foreign.ts';
import { openStore, type Store } from '../../../local/store.ts';
import { createEdge } from '../../../local/tls/edge.ts';
import { createWorld } from '../../../local/world.ts';
import { others } from './others.ts';

const ONE = 'login.example.net';
const servers = [{ host: 'ns1.dns.net', address: '127.53.0.1' }];

let store: Store;
beforeEach(() => {
  store = openStore();
});
afterEach(() => store.close());

async function open(start = '2026-11-21T09:00:00Z') {
  const world = createWorld(new WorldClock(new Date(start)), store, 'foreign');
  const zones = createZones(world);
  if (!zones.zone('cloudfront.net')) zones.createZone({ name: 'cloudfront.net', servers });
  const after = (seconds: number) => world.clock.jumpTo(new Date(world.clock.now().getTime() + seconds * 1000));
  return { world, zones, after, ...(await others(world, zones)) };
}

it('lets somebody hold a name at once, served with a certificate for it, and noted as no mutation', async () => {
  const { foreign, routes, world, zones } = await open();
  const holder = await foreign.holdElsewhere({ alias: ONE });
  expect(holder).toMatchObject({
    account: FOREIGN_ACCOUNT,
    kind: 'distribution',
    aliases: [ONE],
    enabled: true,
    status: 'Deployed',
  });
  const { certificate, distributionId } = routes.find(ONE) ?? {};
  expect(distributionId).toBe(holder.id);
  expect(new X509Certificate(certificate?.certificatePem ?? '').checkHost(ONE)).toBe(ONE);
  expect(zones.records('cloudfront.net').some(({ name }) => name === holder.domainName)).toBe(true);
  expect(world.mutations).toEqual([]);
  await expect(foreign.holdElsewhere({ alias: ONE, account: '222233334444' })).rejects.toThrow(
    `${ONE} is already associated with a different resource.`,
  );
});

it('frees, disables and enables after some minutes, as their own mutations, over a restart too', async () => {
  const { foreign, routes, owners, after, world } = await open();
  const { id } = await foreign.holdElsewhere({ alias: ONE });
  expect(foreign.disable(id)).toMatchObject({ enabled: false, status: 'InProgress' });
  expect(routes.find(ONE)?.enabled).toBe(true);
  await after(301);
  expect(routes.find(ONE)?.enabled).toBe(false);
  foreign.enable(id);
  await after(301);
  expect(routes.find(ONE)?.enabled).toBe(true);
  foreign.release(id);
  expect(owners.holder(ONE)?.id).toBe(id);
  expect(world.mutations.map(({ account, operation, owner }) => [account, operation, owner])).toEqual(
    Array(3).fill(['999988887777', 'UpdateDistribution', '999988887777']),
  );
  const later = await open(world.clock.now().toISOString());
  await later.after(301);
  expect(later.owners.holder(ONE)).toBeUndefined();
  expect(later.routes.find(ONE)).toBeUndefined();
  expect(() => foreign.release('E0')).toThrow('The specified distribution does not exist.');
});

it('keeps wildcards beside names: the most specific serves, and a disabled one serves nobody', async () => {
  const { foreign, routes, after } = await open();
  const wide = await foreign.holdElsewhere({ alias: '*.example.net', account: '222233334444' });
  const deep = await foreign.holdElsewhere({ alias: 'login.shop.example.net', wildcard: true });
  const tenant = await foreign.holdElsewhere({ alias: ONE, kind: 'tenant' });
  expect(deep.aliases).toEqual(['*.shop.example.net']);
  const found = (name: string) => routes.find(name)?.distributionId;
  expect(['id.example.net', 'a.b.shop.example.net', ONE, 'example.net'].map(found)).toEqual([
    wide.id,
    deep.id,
    tenant.id,
    undefined,
  ]);
  foreign.disable(tenant.id);
  await after(301);
  expect(routes.find(ONE)).toMatchObject({ distributionId: tenant.id, enabled: false });
});

/** The names of the certificate that an edge shows, or the code of its refusal. */
function greet(port: number, servername: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', servername, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.subjectAltName);
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
}

it('stops a name at the edge when its holder is disabled, though a wildcard would serve it', async () => {
  const { foreign, routes, authority, world, after } = await open();
  await foreign.holdElsewhere({ alias: '*.example.net', account: '222233334444' });
  const tenant = await foreign.holdElsewhere({ alias: ONE, kind: 'tenant' });
  const edge = createEdge(world, routes, authority);
  const { tlsPort } = await edge.listen({ tlsPort: 0, httpPort: 0 });
  expect(await greet(tlsPort, ONE)).toBe(`DNS:${ONE}`);
  foreign.disable(tenant.id);
  await after(301);
  expect(await greet(tlsPort, ONE)).toMatch(/HANDSHAKE_FAILURE/);
  expect(await greet(tlsPort, 'id.example.net')).toBe('DNS:*.example.net');
  foreign.release(tenant.id);
  await after(301);
  expect(await greet(tlsPort, ONE)).toBe('DNS:*.example.net');
  await edge.close();
});

it('shows a tenant as distribution-tenant with fifteen readable characters, and an Amplify account by its end', async () => {
  const { foreign, cloudFront } = await open();
  const { id } = await foreign.holdElsewhere({ alias: ONE, kind: 'tenant', account: AMPLIFY_ACCOUNT });
  const proof = await foreign.holdElsewhere({ alias: 'id.example.net', wildcard: true });
  const { ListDomainConflicts } = cloudFront.service.handlers as never as {
    ListDomainConflicts(input: object, caller: object): { DomainConflicts: object[] };
  };
  const { DomainConflicts } = ListDomainConflicts(
    { Domain: ONE, DomainControlValidationResource: { DistributionId: proof.id } },
    { account: proof.account, principal: 'them', requestId: 'r' },
  );
  expect(id).toMatch(/^dt_[A-Z0-9]{27}$/);
  expect(DomainConflicts[0]).toEqual({
    Domain: ONE,
    ResourceType: 'distribution-tenant',
    ResourceId: `***************${id.slice(-15)}`,
    AccountId: '******155257',
  });
  expect(foreign.holder(id)?.service).toBe('AWS Amplify');
});

it('adds a crowd, five hundred to an account, that the list of holders leaves out', async () => {
  const { foreign, owners } = await open();
  await foreign.addForeign(501);
  const accounts = [...owners.values()].map(({ account }) => account);
  expect(new Set(accounts).size).toBe(2);
  expect(accounts).toHaveLength(501);
  expect(foreign.holders()).toEqual([]);
});
