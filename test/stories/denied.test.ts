/** Somebody refuses the certificate: the request ends, says who must talk to whom, and the next one succeeds when all approve. */
import { approve, deny } from '../../local/people.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { askForApproval, conditionOf, expectFailed, expectNextOneServes } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('ends as DomainValidationDenied, names what was not approved, and is cured by an agreement', async () => {
  const { requestId } = await askForApproval(story);
  for (const alias of ['login.www.example.com', 'login.shop.example.com', 'login.www.example.org'])
    await approve(story, alias);
  await deny(story, 'login.example.net');

  const failed = await expectFailed(story, requestId);
  expect(failed.failure).toEqual({
    reason: 'DomainValidationDenied',
    actor: 'site admin',
    message:
      'Somebody who got an approval mail refused the certificate. Not approved until then: login.example.net and login.blog.example.net.',
    remedy:
      'Ask the people who read admin@, administrator@, hostmaster@, postmaster@ or webmaster@ of example.net why, and come to an agreement. Then generate again. Every name then gets a new mail, also those that were approved before.',
  });
  expect(conditionOf(failed, 'login.www.example.com', 'approval').reason).toBe('Approved');
  expect(conditionOf(failed, 'login.example.net', 'approval')).toMatchObject({
    status: 'False',
    reason: 'ApprovalDenied',
    message:
      'login.example.net was not approved: somebody refused the certificate, for this name or another of the request.',
  });

  await expectNextOneServes(story);
});
