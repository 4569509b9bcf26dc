/** What ACM refuses whatever the owners say: each reason has its words and its owner, and its cure lets the next request succeed. */
import type { FailureReason } from '@aws-sdk/client-acm';
import type { RequestView } from '../../core/view.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { mendAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { conditionOf, expectFailed, expectNextOneServes } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  mendAll(story);
});
afterEach(() => story.stop());

const ALL =
  'one or more of login.www.example.com, login.shop.example.com, login.www.example.org, login.example.net and login.blog.example.net';

/** AWS clears the domain: Support has checked it, a list has dropped it. */
const cleared = () => story.acm.screen('example.org', undefined);
/** The site goes on without the domain. */
const left = () => {
  const { siteId, ...site } = SITE;
  const trustedSiteUrls = site.trustedSiteUrls.filter((url) => !url.includes('example.org'));
  return story.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls });
};

const CASES: [FailureReason, RequestView['failure'], () => unknown][] = [
  [
    'ADDITIONAL_VERIFICATION_REQUIRED',
    {
      reason: 'AdditionalVerificationRequired',
      actor: 'vendor on-call',
      message: `AWS wants to check by hand before it issues a certificate for ${ALL}; it does so with well-known domains, against fraud.`,
      remedy:
        'Nothing for you to do now: we ask AWS Support to clear the domain and tell you when that is done. Then generate again. AWS names no time for it.',
    },
    cleared,
  ],
  [
    'DOMAIN_NOT_ALLOWED',
    {
      reason: 'DomainNotAllowed',
      actor: 'site admin',
      message: `AWS issues no certificate for ${ALL}, because the domain is on a list of unsafe or blocked domains.`,
      remedy:
        'Look the domain up at virustotal.com and ask those who list it to take it off; generate again when they have. Or remove the domain from the trusted site URLs and generate again at once.',
    },
    cleared,
  ],
  [
    'INVALID_PUBLIC_DOMAIN',
    {
      reason: 'InvalidPublicDomain',
      actor: 'site admin',
      message: `AWS says that this is no public domain name: ${ALL}.`,
      remedy:
        'Correct the domain in the trusted site URLs (it must end in a public ending such as .com), or remove it, and generate again.',
    },
    left,
  ],
  [
    'OTHER',
    {
      reason: 'OtherFailure',
      actor: 'site admin',
      message: `AWS refused the certificate for ${ALL} without giving a reason. Most often a name is misspelled.`,
      remedy:
        'Check the spelling of each domain in the trusted site URLs, correct or remove what is wrong, and generate again. If all are right, generate again once; if that fails too, tell us.',
    },
    left,
  ],
  [
    'PCA_ACCESS_DENIED',
    {
      reason: 'ValidationFailed',
      actor: 'vendor on-call',
      message: 'AWS did not issue the certificate, for a reason that we have no advice for: PCA_ACCESS_DENIED.',
      remedy: 'Nothing for you to do now: we look into it and tell you what can be done. Then generate again.',
    },
    cleared,
  ],
];

it.each(CASES)('tells %s in words, and is cured', async (reason, failure, cure) => {
  story.acm.screen('example.org', reason);
  const { requestId } = await story.generate(PREFIX);

  const failed = await expectFailed(story, requestId);
  expect(failed.failure).toEqual(failure);
  expect(conditionOf(failed, 'login.www.example.org', 'approval')).toMatchObject({
    status: 'False',
    reason: 'ApprovalFailed',
  });

  await cure();
  await expectNextOneServes(story);
});
