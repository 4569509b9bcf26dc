/**
 * AwaitPreflightFix: parked until watch sees the whole preflight pass. No claim, mail or certificate before that; the contacts are told
 * which records to set.
 */
import { actorOf, blocks, type Finding } from '../../core/condition.ts';
import { recordsToSet } from '../../core/letters/preflight.ts';
import { type CertificateRequest, isIssued } from '../../core/request.ts';
import { lastMoment } from '../../core/sunset.ts';
import { createTable } from '../clients/table.ts';
import { park } from '../duties/park.ts';
import { createPost, tellContacts } from '../duties/tell-contacts.ts';
import { createLinks } from '../records/links.ts';
import { type Create, REAL_MACHINE } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const post = { ...createPost(env, table), links: createLinks(table, machine.randomHex) };
  return park(
    'AwaitPreflightFix',
    env,
    (request, { deadline }) => {
      const open = openFindings(request);
      return {
        text: `Waiting until ${open.length === 1 ? 'the open finding is' : `the ${open.length} open findings are`} mended.`,
        set: {
          status: 'ACTION_REQUIRED',
          waitingOn: actorOf(open),
          deadline: isIssued(request) ? deadline : earlier(deadline, lastMoment(request.method)),
        },
      };
    },
    {
      tell: async (request, { deadline }, now) => {
        const letter = recordsToSet(request, request.deadline ?? deadline, post.consoleUrl);
        if (letter) await tellContacts(post, request, 'records', letter, now);
      },
    },
  );
};

/** A request by e-mail that is not at AWS by the last day has no use for the rest of its 14 days. */
function earlier(deadline: string, end: string | undefined): string {
  return end !== undefined && end < deadline ? end : deadline;
}

function openFindings(request: CertificateRequest): Finding[] {
  return Object.values(request.conditions).flatMap((conditions) => Object.values(conditions).filter(blocks));
}
