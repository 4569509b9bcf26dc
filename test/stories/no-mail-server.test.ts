/** A domain that receives no mail: refused before the 72 hours start; and where its mail server goes after that, ended with the cure. */
import { PREFIX, SITE } from '../../local/scenery.ts';
import { mendAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { conditionOf, expectFailed, expectNextOneServes } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

/** A TTL so short that our second look, two minutes later, sees what is there now. */
const mx = (...values: string[]) => {
  if (values.length === 0) story.zones.remove('example.org', 'example.org', 'MX');
  else story.zones.put('example.org', { name: 'example.org', type: 'MX', ttl: 30, values });
};

it.each([
  ['no MX record', []],
  ['the null MX of RFC 7505', ['0 .']],
])('refuses with MailRouteMissing before the clock starts: %s', async (_, values) => {
  mendAll(story);
  mx(...values);

  const { problem } = await story.generate(PREFIX).catch((error) => error);
  const finding = JSON.stringify(problem);
  expect(finding).toContain('"reason":"MailRouteMissing"');
  expect(finding).toContain('No domain above login.www.example.org can receive mail');
  expect(await story.call('GET', `/sites/${SITE.siteId}/certificates`)).toMatchObject({ certificates: [] });
  expect(story.mail.mailboxes.list()).toEqual([]);

  mx('10 mail.example.org');
  await story.hours(1); // caches forget
  await expectNextOneServes(story);
});

it('ends as NoAvailableContacts when the MX record goes after the preflight, and succeeds when it is back', async () => {
  mendAll(story);
  mx('10 mail.example.org');
  const { requestId } = await story.generate(PREFIX);
  await story.until(requestId, ({ step }) => step === 'AwaitValidationRecords');
  mx();

  const failed = await expectFailed(story, requestId);
  expect(failed.failure).toEqual({
    reason: 'NoAvailableContacts',
    actor: 'customer DNS',
    message:
      'AWS found no mail server for the approval mails, and sent none. We see none for example.org, which concerns login.www.example.org.',
    remedy:
      'Whoever manages the DNS of example.org makes sure that there is an MX record (it names the mail server) and a mailbox that somebody reads: admin@, administrator@, hostmaster@, postmaster@ or webmaster@. Generate again when mail arrives there; there is no time limit.',
  });
  expect(conditionOf(failed, 'login.www.example.org', 'mail').reason).toBe('MailRouteMissing');
  expect(conditionOf(failed, 'login.www.example.com', 'mail').reason).toBe('MailRouteFound');

  mx('10 mail.example.org');
  await story.hours(1); // caches forget
  await expectNextOneServes(story);
});
