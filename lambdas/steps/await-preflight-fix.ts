/** AwaitPreflightFix: parked until watch sees the whole preflight pass. No claim, mail or certificate before that. */
import { actorOf, blocks, type Finding } from '../../core/condition.ts';
import { type CertificateRequest, isIssued } from '../../core/request.ts';
import { lastMoment } from '../../core/sunset.ts';
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park('AwaitPreflightFix', env, (request, { deadline }) => {
    const open = openFindings(request);
    return {
      text: `Waiting until ${open.length === 1 ? 'the open finding is' : `the ${open.length} open findings are`} mended.`,
      set: {
        status: 'ACTION_REQUIRED',
        waitingOn: actorOf(open),
        deadline: isIssued(request) ? deadline : earlier(deadline, lastMoment(request.method)),
      },
    };
  });

/** A request by e-mail that is not at AWS by the last day has no use for the rest of its 14 days. */
function earlier(deadline: string, end: string | undefined): string {
  return end !== undefined && end < deadline ? end : deadline;
}

function openFindings(request: CertificateRequest): Finding[] {
  return Object.values(request.conditions).flatMap((conditions) => Object.values(conditions).filter(blocks));
}
