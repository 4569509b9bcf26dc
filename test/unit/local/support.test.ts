import { distributionTemplate, viewerCertificate } from '../../../core/distribution.ts';
import { WorldClock } from '../../../local/clock.ts';
import { createZones } from '../../../local/dns/zones.ts';
import { AMPLIFY_ACCOUNT } from '../../../local/foreign.ts';
import { openStore, type Store } from '../../../local/store.ts';
import { createWorld } from '../../../local/world.ts';
import { others } from './others.ts';

const ONE = 'login.example.net';
const OTHER = 'id.example.net';
const servers = [{ host: 'ns1.dns.net', address: '127.53.0.1' }];

let store: Store;
beforeEach(() => {
  store = openStore();
});
afterEach(() => store.close());

async function open(start = '2026-11-21T09:00:00Z') {
  const world = createWorld(new WorldClock(new Date(start)), store, 'support');
  const zones = createZones(world);
  for (const name of ['cloudfront.net', 'example.net']) if (!zones.zone(name)) zones.createZone({ name, servers });
  return { world, zones, ...(await others(world, zones)) };
}

/** A distribution of ours whose certificate covers names right under example.net. */
async function target({ foreign, owners, world }: Awaited<ReturnType<typeof open>>) {
  const { id } = await foreign.holdElsewhere({ alias: ONE, wildcard: true, account: '111122223333' });
  const arn = owners.get(id)?.config.ViewerCertificate?.ACMCertificateArn ?? '';
  const made = owners.place('111122223333', {
    ...distributionTemplate('certificates', 'acme', 'us1.gigya.com'),
    ViewerCertificate: viewerCertificate(arn),
  } as never);
  foreign.release(id);
  await world.clock.jumpTo(new Date(world.clock.now().getTime() + 301_000));
  return made;
}

const publish = ({ zones }: Awaited<ReturnType<typeof open>>, alias: string, value: string) =>
  zones.put('example.net', { name: `_${alias}`, type: 'TXT', ttl: 300, values: [`"${value}"`] });

it('answers after one to four days by itself, and moves what certificate and TXT record allow', async () => {
  const all = await open();
  const { foreign, support, owners, world } = all;
  const { id, domainName } = await target(all);
  const theirs = await foreign.holdElsewhere({ alias: ONE });
  await foreign.holdElsewhere({ alias: OTHER });
  publish(all, ONE, domainName);
  const filed = support.fileCase({
    caseText: `Please move ${ONE} and ${OTHER} to ${id} (${domainName}). TXT: _${ONE}. See runbooks.gigya.com.`,
    targetDistributionId: id,
  });
  expect(filed).toMatchObject({ aliases: [ONE, OTHER], answeredAt: null, answers: [] });
  const days = (Date.parse(filed.dueAt) - Date.parse(filed.filedAt)) / 86_400_000;
  expect(days).toBeGreaterThanOrEqual(1);
  expect(days).toBeLessThan(4);
  await world.clock.jumpTo(new Date(Date.parse(filed.dueAt) - 1));
  expect(support.cases()).toEqual([filed]);
  await world.clock.jumpTo(new Date(filed.dueAt));
  expect(support.cases()[0]?.answers).toEqual([
    {
      alias: ONE,
      moved: true,
      text: `${ONE} is now associated with ${id}. Point its DNS there if it does not yet.`,
    },
    {
      alias: OTHER,
      moved: false,
      text: 'We do not see the TXT record that holds the domain name of the target. Publish it and write to us again.',
    },
  ]);
  expect(owners.holder(ONE)?.id).toBe(id);
  const noted = world.mutations.filter(({ account }) => account === 'aws-support');
  expect(noted.map(({ resource, owner }) => [resource.split('/')[1], owner])).toEqual([
    [id, '111122223333'],
    [theirs.id, '999988887777'],
  ]);
  publish(all, OTHER, domainName);
  expect(support.actNow(filed.caseId)?.answers.map(({ moved, text }) => [moved, text])).toEqual([
    [false, 'The name is on the target already.'],
    [true, `${OTHER} is now associated with ${id}. Point its DNS there if it does not yet.`],
  ]);
});

it('says why not: Amplify holds it, nobody does, no certificate covers it, the target is not ours', async () => {
  const all = await open();
  const { foreign, support } = all;
  const { id, domainName } = await target(all);
  await foreign.holdElsewhere({ alias: ONE, account: AMPLIFY_ACCOUNT });
  const deep = await foreign.holdElsewhere({ alias: 'a.b.example.net' });
  publish(all, ONE, domainName);
  const ask = (alias: string, targetDistributionId = id) =>
    support.actNow(support.fileCase({ aliases: [alias], targetDistributionId }).caseId)?.answers[0]?.text;
  expect(ask(ONE)).toBe(
    `${ONE} is associated with a resource that AWS Amplify manages (account 000000155257). The owner has to remove the domain there.`,
  );
  expect(ask(OTHER)).toBe('The name is not associated with any distribution: you can add it yourself.');
  expect(ask('a.b.example.net')).toBe('The target needs a certificate attached that covers the name.');
  expect(ask(ONE, deep.id)).toBe('The target is not a distribution of your account.');
  expect(support.actNow('case-0')).toBeUndefined();
  expect(() => support.fileCase({ caseText: 'www.example.org', targetDistributionId: id })).toThrow(
    'The case names no name that another distribution holds.',
  );
});

it('answers a case that was pending when the process ended', async () => {
  const before = await open();
  const { id, domainName } = await target(before);
  await before.foreign.holdElsewhere({ alias: ONE });
  publish(before, ONE, domainName);
  const { dueAt } = before.support.fileCase({ aliases: [ONE], targetDistributionId: id });
  before.world.clock.stop();
  const later = await open('2026-11-22T09:00:00Z');
  await later.world.clock.jumpTo(new Date(dueAt));
  expect(later.support.cases()[0]?.answers[0]?.moved).toBe(true);
  expect(later.owners.holder(ONE)?.id).toBe(id);
});
