/** A record that points at another customer's target: named as such, never certified, never claimed. */
import { createTable } from '../../lambdas/clients/table.ts';
import { createClaims } from '../../lambdas/records/claims.ts';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { OUR_ACCOUNT, REGION } from '../../local/world.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const ALIAS = 'login.shop.example.com';

it("says that the target is another site's, and neither claims nor certifies the name", async () => {
  await story.call('PUT', '/sites/rival', {
    name: 'Rival',
    dataCenter: 'us1',
    trustedSiteUrls: ['https://www.example.org'],
  });
  const { siteId, ...site } = SITE;
  await story.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls: ['https://shop.example.com'] });
  story.zones.put('example.com', {
    name: ALIAS,
    type: 'CNAME',
    ttl: 300,
    values: ['rival.sslproxy.us1.gigya.com'],
  });

  const { requestId } = await story.generate(PREFIX, 'wait');
  const waiting = await story.until(requestId, ({ step }) => step === 'AwaitPreflightFix');
  expect(waiting.aliases[0]?.conditions.dns).toMatchObject({
    status: 'False',
    reason: 'CnameOtherSite',
    actor: 'customer DNS',
    message: `${ALIAS} points to rival.sslproxy.us1.gigya.com, which is another site's target. This site's is acme.sslproxy.us1.gigya.com.`,
    remedy: `Whoever manages the DNS of example.com replaces the record by: ${ALIAS} CNAME acme.sslproxy.us1.gigya.com`,
    facts: { expected: 'acme.sslproxy.us1.gigya.com', found: 'rival.sslproxy.us1.gigya.com' },
  });

  await story.hours(24);
  expect((await story.read(requestId)).step).toBe('AwaitPreflightFix');
  expect(await claimsSeenBy('somebody else')).toEqual([]);
  expect(story.acm.certificates.of(OUR_ACCOUNT)).toEqual([]);
});

/** Which of the aliases a site could not have, because another holds it. */
function claimsSeenBy(siteId: string): Promise<string[]> {
  const env = {
    TABLE_NAME,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${story.ports.aws}`,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'reader',
    AWS_SECRET_ACCESS_KEY: 'simulated',
  };
  return createClaims(createTable(env)).heldByOthers([ALIAS], siteId);
}
