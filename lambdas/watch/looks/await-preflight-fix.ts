/**
 * Has everything been mended? The whole preflight again; that it passed is the state's result, nothing runs twice. The contacts are
 * told what to set as soon as somebody can act, and reminded once.
 */
import { blocks } from '../../../core/condition.ts';
import { parseDataCenters } from '../../../core/data-center.ts';
import { recordsToSet } from '../../../core/letters/preflight.ts';
import { type CertificateRequest, isIssued } from '../../../core/request.ts';
import { EMAIL_ENDED, hasEnded } from '../../../core/sunset.ts';
import { few } from '../../../core/text.ts';
import { dueReminderLetter } from '../../../core/wait.ts';
import { type Env, requireVariable } from '../../clients/aws.ts';
import { dnsFrom, edgeFrom } from '../../clients/network.ts';
import { allFindings, blockedAliases, preflightAgain } from '../../duties/preflight.ts';
import { ownNames } from '../../duties/probe-conflicts.ts';
import { type Post, tellContacts } from '../../duties/tell-contacts.ts';
import type { Wait } from '../../records/waits.ts';
import { type Machine, PROBE_LABEL_LENGTH } from '../../runtime.ts';
import { isPast, type Look, MET } from '../look.ts';

export function lookAtPreflight(env: Env, machine: Machine, post: Post): Look {
  const { requests, sites } = post;
  const dataCenters = parseDataCenters(requireVariable(env, 'DATA_CENTERS'));
  return async (wait, now) => {
    const { execution: requestId, deadline } = wait;
    const request = await requests.require(requestId);
    if (!isIssued(request) && hasEnded(request.method, now)) return { end: { verdict: 'ended', ...EMAIL_ENDED } };
    const site = await sites.require(request.siteId);
    const dns = dnsFrom(env);
    const randomLabel = machine.randomHex(PROBE_LABEL_LENGTH);
    const ours = await ownNames(requests, request);
    const around = { dns, edge: edgeFrom(env, dns), dataCenters, site, ours, now, randomLabel };
    const found = await preflightAgain(request, around);
    const blocked = blockedAliases(found);
    const looked = await requests.change(requestId, () => ({
      type: 'PreflightFound',
      at: now.toISOString(),
      by: 'service',
      text:
        blocked.length === 0
          ? 'Looked again: all names are ready.'
          : `Looked again: ${blocked.length} of ${request.aliases.length} names are not ready.`,
      conditions: allFindings(found),
    }));
    if (blocked.length === 0) return MET;
    if (!isPast(deadline, now)) {
      await tellRecords(post, looked, wait, now);
      return 'notYet';
    }
    const open = allFindings(found).filter(({ finding }) => blocks(finding));
    return {
      end: {
        verdict: 'ended',
        reason: 'PreflightGivenUp',
        facts: { names: few([...new Set(open.map(({ alias }) => alias))]) },
      },
    };
  };
}

async function tellRecords(post: Post, request: CertificateRequest, wait: Wait, now: Date): Promise<void> {
  const told = request.letters.includes('records');
  const name = told ? dueReminderLetter('AwaitPreflightFix', wait.parkedAt, now) : 'records';
  const letter = name && recordsToSet(request, request.deadline ?? wait.deadline, post.consoleUrl, told);
  if (letter) await tellContacts(post, request, name, letter, now);
}
