/** One site with a hundred long names, from the quota that has to be raised first to ACTIVE, within every limit of AWS. */
import { raiseQuota } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { ITEM_LIMIT, itemSizes } from '../support/stories/item-size.ts';
import { mendTrusted } from '../support/stories/many-names.ts';
import { approveAll, play } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

/** A host of a large customer: `store-017.` and four long labels under its zone; some 150 octets. */
const LONG = Array.from({ length: 98 }, (_, index) => {
  const zone = ['example.com', 'example.org', 'example.net'][index % 3];
  const labels = [
    'customer-identity',
    'north-america-and-caribbean',
    'loyalty-programme-members',
    'retail-and-wholesale',
  ];
  return `store-${String(index).padStart(3, '0')}.${labels.join('.')}.${'subsidiary-of-the-group'.repeat(2)}.${zone}`;
});
/** With the prefix and its dot, 253 octets. */
const LONGEST = `${Array(3).fill('a'.repeat(63)).join('.')}.${'b'.repeat(43)}.example.com`;
/** The only one that fits a common name: 64 octets with the prefix. */
const SHORT = `${'c'.repeat(46)}.example.org`;
const URLS = [LONGEST, ...LONG, SHORT].map((domain) => `https://${domain}`);
/** What states pass: an id and a verdict. */
const STATE_LIMIT = 8 * 1024;

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  const { siteId, ...site } = SITE;
  await story.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls: URLS });
  mendTrusted(story, URLS);
  await raiseQuota(story, 'namesPerCertificate', 100);
});
afterEach(() => story.stop());

it('goes from preflight to ACTIVE within the limits of items, states and rates', async () => {
  const seen = await story.call<object>('POST', `/sites/${SITE.siteId}/preflight`, { prefix: PREFIX });
  const commonName = `${PREFIX}.${SHORT}`;
  expect(commonName).toHaveLength(64);
  expect(`${PREFIX}.${LONGEST}`).toHaveLength(253);
  expect(seen).toMatchObject({ clean: true, plan: { names: 100, limit: 100, commonName, problems: [] } });

  const { requestId } = await story.generate(PREFIX);
  const asked = await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  expect(story.acm.certificates.find(asked.certificateArn ?? '')).toMatchObject({ commonName });

  await resendAll(requestId);
  await approveAll(story, asked.certificateArn);
  const ready = await story.until(requestId, ({ status, failing }) => status === 'READY' || failing !== null);
  expect(ready.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(100).fill('True'));
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTIVE' });

  const [largest] = await itemSizes(story);
  expect(largest?.bytes).toBeLessThan(ITEM_LIMIT);
  expect(Math.max(...(await payloads(requestId)))).toBeLessThan(STATE_LIMIT);
});

/** One a second for the whole account: a hundred take a hundred seconds. */
async function resendAll(requestId: string): Promise<void> {
  const { clock, mutations } = story.world;
  expect(mutations.filter(({ operation }) => operation === 'ResendValidationEmail')).toEqual([]);
  const { planned } = await story.call<{ planned: object[] }>(
    'POST',
    `/sites/${SITE.siteId}/certificates/${requestId}/resend`,
  );
  expect(planned).toHaveLength(100);
  const sent = () => story.world.mutations.filter(({ operation }) => operation === 'ResendValidationEmail');
  await clock.jumpUntil(() => sent().length === 100, new Date(clock.now().getTime() + 600_000));
  await story.settle();
  const times = sent().map(({ at }) => Date.parse(at));
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(99_000);
}

/** Sizes of what went into and out of every state, in bytes. */
async function payloads(requestId: string): Promise<number[]> {
  const events = await story.history(requestId);
  const passed = events.flatMap(({ stateEnteredEventDetails: entered, stateExitedEventDetails: exited }) => [
    entered?.input ?? '',
    exited?.output ?? '',
  ]);
  return passed.map((text) => Buffer.byteLength(text));
}
