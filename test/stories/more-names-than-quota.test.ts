/** A site with more names than ACM's quota allows: refused before anything starts, in words for who must act; raised, it starts. */
import { raiseQuota } from '../../local/people.ts';
import { PREFIX, SITE, trustedUrls } from '../../local/scenery.ts';
import { leftBehind, NOTHING } from '../support/stories/left-behind.ts';
import { mendTrusted } from '../support/stories/many-names.ts';
import { playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const PROBLEM = {
  code: 'L-FB94F0B0',
  quota: 'Domain names per ACM certificate',
  region: 'us-east-1',
  limit: 10,
  wanted: 11,
  message:
    'This needs 11 of "Domain names per ACM certificate"; our AWS account may have 10 (quota L-FB94F0B0 in us-east-1).',
  remedy:
    'Tell us: our on-call asks AWS for at least 11 (Service Quotas, us-east-1). Generate again when they are granted, or now with fewer trusted site URLs.',
};

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  const { siteId, ...site } = SITE;
  await story.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls: trustedUrls(11) });
  mendTrusted(story, trustedUrls(11));
});
afterEach(() => story.stop());

it('plans in preflight, with every name looked at all the same', async () => {
  const seen = await story.call<{ aliases: unknown[] }>('POST', `/sites/${SITE.siteId}/preflight`, { prefix: PREFIX });
  expect(seen).toMatchObject({
    clean: false,
    blocked: [],
    plan: { names: 11, limit: 10, aliasLimit: 100, commonName: 'login.www.example.com', problems: [PROBLEM] },
  });
  expect(seen.aliases).toHaveLength(11);
});

it.each(['refuse', 'wait'] as const)(
  'refuses to generate (onFindings=%s) and leaves nothing behind',
  async (onFindings) => {
    const refused = await story.generate(PREFIX, onFindings).catch((error: { problem: object }) => error.problem);
    expect(refused).toMatchObject({
      status: 409,
      code: 'QuotaTooSmall',
      detail: PROBLEM.message,
      remedy: PROBLEM.remedy,
      problems: [PROBLEM],
    });
    expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
    expect(await story.call('GET', `/sites/${SITE.siteId}/certificates`)).toMatchObject({ certificates: [] });
  },
);

it('starts when on-call has raised the quota, and serves all eleven', async () => {
  await raiseQuota(story, 'namesPerCertificate', 11);
  const { requestId } = await story.generate(PREFIX);
  const ready = await playToReady(story, requestId);
  expect(ready.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(11).fill('True'));
});
