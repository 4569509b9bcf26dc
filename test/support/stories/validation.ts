/** Journeys that meet ACM's refusals: to the approval mails, and from a remedy to a certificate that serves. */
import type { RequestView } from '../../../core/view.ts';
import { PREFIX, SITE } from '../../../local/scenery.ts';
import { leftBehind, NOTHING } from './left-behind.ts';
import { mendAll, playToReady } from './play.ts';
import type { Story } from './product.ts';

/** A contact of the story's site. */
export const CONTACT = SITE.contacts[0];

/** A request with right records that waits for approval. */
export async function askForApproval(story: Story): Promise<RequestView> {
  mendAll(story);
  const { requestId } = await story.generate(PREFIX);
  return story.until(requestId, ({ step }) => step === 'AwaitValidation');
}

/** The request when it is over, everything given back. */
export async function expectFailed(story: Story, requestId: string): Promise<RequestView> {
  const failed = await story.until(requestId, ({ status }) => status === 'FAILED');
  await story.settle();
  expect(failed).toMatchObject({ deadline: null, failing: null, waitingOn: failed.failure?.actor });
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
  const letters = lettersTo(story, CONTACT).filter(({ subject }) => subject.startsWith('No certificate'));
  expect(letters).toHaveLength(1);
  expect(letters[0]?.text).toContain(failed.failure?.message);
  expect(letters[0]?.text).toContain(failed.failure?.remedy);
  return failed;
}

/** The remedy was applied: the next request goes all the way. */
export async function expectNextOneServes(story: Story): Promise<void> {
  const { requestId } = await story.generate(PREFIX);
  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY', failure: null });
}

/** Our own letters, as they read. */
export function lettersTo(story: Story, address: string): { subject: string; text: string; date: string }[] {
  return story.mail.mailboxes.list(address).map(({ subject, text, date }) => ({ subject, text, date }));
}

export function conditionOf(request: RequestView, alias: string, name: 'approval' | 'caa' | 'mail' | 'dns') {
  const { status, reason, message, remedy, actor } =
    request.aliases.find((each) => each.alias === alias)?.conditions[name] ?? {};
  return { status, reason, message, remedy, actor };
}
