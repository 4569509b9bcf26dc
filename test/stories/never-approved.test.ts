/** One name is never approved: its approvers are reminded twice, the request times out, and somebody who reads the mail cures it. */
import { approve } from '../../local/people.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import {
  askForApproval,
  CONTACT,
  conditionOf,
  expectFailed,
  expectNextOneServes,
  lettersTo,
} from '../support/stories/validation.ts';

const FORGOTTEN = 'login.blog.example.net';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('reminds at 24 and at 60 hours, ends as ValidationTimedOut at 72, and is cured by approving the next one', async () => {
  const { requestId, aliases, deadline } = await askForApproval(story);
  expect(deadline).toMatch(/^2026-11-24T09:0/);
  for (const { alias } of aliases) if (alias !== FORGOTTEN) await approve(story, alias);

  const reminders = () => lettersTo(story, CONTACT).filter(({ subject }) => subject.includes('still to be approved'));
  await story.hours(23.9);
  expect(reminders()).toEqual([]);
  await story.hours(6);
  expect(reminders()).toHaveLength(1);
  await story.hours(36);
  expect(reminders()).toHaveLength(2);
  expect(reminders().map(({ date }) => date)).toEqual([
    expect.stringMatching(/^2026-11-22T09:/),
    expect.stringMatching(/^2026-11-23T21:/),
  ]);
  expect(reminders()[0]?.subject).toBe('1 of 5 names still to be approved for prefix "login" of site acme');
  expect(reminders()[0]?.text).toContain(
    'login.blog.example.net\n  The approval mail for login.blog.example.net waits in the mailboxes of example.net until 24 November 2026 at 09:0',
  );
  expect(reminders()[0]?.text).not.toContain('login.www.example.com');

  const failed = await expectFailed(story, requestId);
  expect(failed.failure).toEqual({
    reason: 'ValidationTimedOut',
    actor: 'site admin',
    message: 'The 72 hours for approval are over. Not approved: login.blog.example.net.',
    remedy:
      'Make sure that somebody reads one of the mailboxes admin@, administrator@, hostmaster@, postmaster@ or webmaster@ of example.net, and generate again; there is no time limit. Every name then gets a new mail, also those that were approved before.',
  });
  expect(conditionOf(failed, FORGOTTEN, 'approval')).toMatchObject({
    status: 'False',
    reason: 'ApprovalTimedOut',
    message: `Nobody approved login.blog.example.net by ${deadline}.`,
  });
  expect(conditionOf(failed, 'login.example.net', 'approval').reason).toBe('Approved');
  expect(reminders()).toHaveLength(2);

  await expectNextOneServes(story);
});
