/** A CAA record turns up after the preflight: all approve, AWS may not issue all the same, and the record's cure is the request's. */
import { approve } from '../../local/people.ts';
import { SITE } from '../../local/scenery.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { askForApproval, conditionOf, expectFailed, expectNextOneServes } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('ends as CaaError, names record and names, and succeeds when Amazon may issue', async () => {
  const { requestId, aliases } = await askForApproval(story);
  await story.hours(2);
  const caa = (...values: string[]) =>
    story.zones.put('example.com', { name: 'example.com', type: 'CAA', ttl: 300, values });
  caa('0 issue "letsencrypt.org"');
  for (const { alias } of aliases) await approve(story, alias);
  await story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/check-again`);
  await story.settle();
  expect(await story.read(requestId)).toMatchObject({ status: 'PENDING', waitingOn: 'AWS', deadline: null });

  const failed = await expectFailed(story, requestId);
  expect(failed.failure).toEqual({
    reason: 'CaaError',
    actor: 'customer DNS',
    message:
      'A CAA record forbids Amazon to issue the certificate (CAA records in the DNS say who may issue). We see 0 issue "letsencrypt.org", which concerns login.www.example.com and login.shop.example.com.',
    remedy:
      'Whoever manages the DNS adds this record at example.com: CAA 0 issue "amazon.com". Generate again when it is there; there is no time limit. With e-mail validation every name then gets a new mail, also those that were approved before.',
  });
  expect(conditionOf(failed, 'login.shop.example.com', 'caa').reason).toBe('CaaForbids');
  expect(conditionOf(failed, 'login.www.example.org', 'caa').reason).toBe('CaaAllows');
  expect(failed.aliases.map(({ conditions }) => conditions.approval?.reason)).toEqual(Array(5).fill('Approved'));

  caa('0 issue "amazon.com"');
  await story.hours(1); // caches forget
  await expectNextOneServes(story);
});

it('says so when the record is gone by the time we look', async () => {
  const { requestId, aliases } = await askForApproval(story);
  await story.hours(2);
  story.zones.put('example.com', { name: 'example.com', type: 'CAA', ttl: 300, values: ['0 issue "letsencrypt.org"'] });
  for (const { alias } of aliases) await approve(story, alias);
  const arn = (await story.read(requestId)).certificateArn ?? '';
  while (story.acm.certificates.find(arn)?.status === 'PENDING_VALIDATION') await story.hours(0.01);
  story.zones.remove('example.com', 'example.com', 'CAA');

  const failed = await expectFailed(story, requestId);
  expect(failed.failure?.message).toMatch(/We see no such record now: it may have been changed since\.$/);
  await expectNextOneServes(story);
});
