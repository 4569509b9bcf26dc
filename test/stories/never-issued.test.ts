/** What goes wrong at AWS though everybody did what they were asked: the request ends all the same, and the next one succeeds. */
import { ACMClient, DeleteCertificateCommand } from '@aws-sdk/client-acm';
import { approve } from '../../local/people.ts';
import { reaching } from '../support/stories/left-behind.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { askForApproval, expectFailed, expectNextOneServes } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('ends as IssuanceTimedOut when all have approved and 96 hours bring no certificate', async () => {
  story.acm.spans.set('issuance', { least: 200 * 3600, spread: 1 });
  const { requestId, aliases } = await askForApproval(story);
  for (const { alias } of aliases) await approve(story, alias);
  await story.hours(95);
  expect(await story.read(requestId)).toMatchObject({ status: 'PENDING', waitingOn: 'AWS', deadline: null });

  const failed = await expectFailed(story, requestId);
  expect(failed.failure).toEqual({
    reason: 'IssuanceTimedOut',
    actor: 'vendor on-call',
    message: 'All names were approved, but AWS has not issued the certificate within 96 hours.',
    remedy:
      'Nothing you did was wrong: we ask AWS. Generate again whenever you like. With e-mail validation every name then gets a new mail, also those that were approved before.',
  });

  story.acm.spans.set('issuance');
  await expectNextOneServes(story);
});

it('ends as CertificateGone when somebody deletes the certificate at AWS', async () => {
  const { requestId, certificateArn } = await askForApproval(story);
  const acm = new ACMClient(reaching(story));
  await acm.send(new DeleteCertificateCommand({ CertificateArn: certificateArn ?? '' }));
  acm.destroy();

  const failed = await expectFailed(story, requestId);
  expect(failed.failure).toMatchObject({
    reason: 'CertificateGone',
    actor: 'site admin',
    message: 'The certificate was deleted at AWS before it was issued. You did nothing wrong.',
  });
  await expectNextOneServes(story);
});
