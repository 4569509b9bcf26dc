/** A letter about a site's end, to its contacts, once: that it went out stands in the history of the site's newest request. */
import type { LetterName, LetterText } from '../../core/letters/letter.ts';
import { type Post, tellContacts } from './tell-contacts.ts';

/** A site that never had a request has no names, and nobody to be told of them. */
export async function tellRetirement(
  post: Post,
  siteId: string,
  name: LetterName,
  letter: LetterText,
  now: Date,
): Promise<void> {
  const [newest] = await post.requests.list(siteId, { limit: 1 });
  if (newest) await tellContacts(post, newest, name, letter, now);
}
