/** A record that is right where it is kept, while one resolver still remembers the old one: not wrong, only not yet. */
import { createDnsClient } from '../../lambdas/clients/dns.ts';
import { mendRecord } from '../../local/people.ts';
import { PREFIX } from '../../local/scenery.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const ALIAS = 'login.shop.example.com';

it('is Unknown until the caches forget, says until when, and goes on by itself after that', async () => {
  const [resolver = ''] = story.resolvers;
  // Somebody looks at the old record, which may be kept for two hours.
  const old = { name: ALIAS, type: 'CNAME' as const, ttl: 7200, values: ['shops.example.org'] };
  story.zones.put('example.com', old);
  await createDnsClient({ resolvers: [`${resolver}:${story.ports.dns}`] }).lookup(ALIAS, 'A');
  mendRecord(story, 'shop.example.com');
  mendRecord(story, 'blog.example.net');

  const { requestId } = await story.generate(PREFIX, 'wait');
  const waiting = await story.until(requestId, ({ step }) => step === 'AwaitPreflightFix');
  expect(waiting).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'nobody' });
  expect(waiting.aliases[1]?.conditions.dns).toMatchObject({
    status: 'Unknown',
    reason: 'CnameNotPropagated',
    message: `${ALIAS} is right at its name servers; some caches still answer "CNAME shops.example.org" until 2026-11-21T11:00:00.000Z.`,
    remedy: 'Nothing to do: we look again by ourselves.',
    actor: 'nobody',
    facts: { expected: 'acme.sslproxy.us1.gigya.com', found: 'CNAME shops.example.org' },
  });

  await story.world.clock.jumpTo(new Date('2026-11-21T10:59:59Z'));
  expect((await story.read(requestId)).step).toBe('AwaitPreflightFix');
  const asked = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  expect(asked.aliases[1]?.conditions.dns?.reason).toBe('CnameCorrect');
  expect(asked.since < '2026-11-21T11:15:00').toBe(true); // the next look is ten minutes away at most
});

it('is Unknown while a name server has not heard of the change, and names both answers', async () => {
  story.zones.setBehaviour('ns2.dns-provider.net', 'stale');
  mendRecord(story, 'shop.example.com');
  mendRecord(story, 'blog.example.net');
  const { requestId } = await story.generate(PREFIX, 'wait');
  const waiting = await story.until(requestId, ({ step }) => step === 'AwaitPreflightFix');
  expect(waiting.aliases[4]?.conditions.dns).toMatchObject({
    status: 'Unknown',
    reason: 'ServersDisagree',
    facts: {
      found:
        'ns1.dns-provider.net (127.53.0.11): CNAME acme.sslproxy.us1.gigya.com; ns2.dns-provider.net (127.53.0.12): no record',
    },
  });
  story.zones.setBehaviour('ns2.dns-provider.net', 'answers');
  expect((await story.until(requestId, ({ step }) => step === 'AwaitValidation')).status).toBe('ACTION_REQUIRED');
});
