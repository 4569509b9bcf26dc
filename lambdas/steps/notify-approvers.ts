/**
 * NotifyApprovers: the renewal window has opened. By e-mail the contacts are told what their mailboxes will get and how long it is
 * safe; by DNS nobody is bothered. What AWS really asks for is seen by the looks that follow.
 */
import type { LetterName } from '../../core/letters/letter.ts';
import { renewalBegins, renewalImpossible } from '../../core/letters/renewal.ts';
import { beginRenewal, isBeyondEmail } from '../../core/renewal.ts';
import { certificateNames } from '../../core/request.ts';
import { isOver } from '../../core/status.ts';
import { renewalOpens } from '../../core/validity.ts';
import { createTable } from '../clients/table.ts';
import { createPost, tellContacts } from '../duties/tell-contacts.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const post = createPost(env, table);
  const { requests } = post;
  return step('NotifyApprovers', env, async ({ requestId, now }) => {
    const request = await requests.change(requestId, (present) => {
      const { notAfter, renewal, method, letters } = present;
      // Begun anew it finds the renewal under way, or over: then the window of the next one is not open yet.
      if (isOver(present) || renewal || notAfter === null || now < renewalOpens(notAfter)) return undefined;
      return {
        type: 'RenewalBegun',
        at: now.toISOString(),
        by: 'service',
        text: `The certificate ends on ${notAfter}: its renewal begins.`,
        set: {
          renewal: { ...beginRenewal(notAfter, now), asked: method === 'EMAIL' },
          letters: letters.filter((name) => !isOfRenewal(name)),
        },
      };
    });
    const { renewal, method, notAfter } = request;
    if (!renewal || isOver(request)) return { verdict: 'over' };
    // Nobody is asked for what AWS has renewed by now.
    if (method === 'DNS' || renewal.notAfter !== notAfter) return { verdict: 'begun', told: 0 };
    const letter = isBeyondEmail(renewal.notAfter, method, now) ? renewalImpossible : renewalBegins;
    const text = letter(request, renewal.notAfter, post.consoleUrl);
    await tellContacts(post, request, 'renewal begins', text, now);
    return { verdict: 'begun', told: certificateNames(request).length };
  });
};

function isOfRenewal(name: LetterName): boolean {
  return name.startsWith('renewal ');
}
