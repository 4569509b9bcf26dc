/** Has everything been mended? The whole preflight again; that it passed is the state's result, nothing runs twice. */
import { blocks } from '../../../core/condition.ts';
import { parseDataCenters } from '../../../core/data-center.ts';
import { isIssued } from '../../../core/request.ts';
import { EMAIL_ENDED, hasEnded } from '../../../core/sunset.ts';
import { few } from '../../../core/text.ts';
import { type Env, requireVariable } from '../../clients/aws.ts';
import { dnsFrom, edgeFrom } from '../../clients/network.ts';
import { allFindings, blockedAliases, preflightAgain } from '../../duties/preflight.ts';
import { ownNames } from '../../duties/probe-conflicts.ts';
import type { Requests } from '../../records/requests.ts';
import type { Sites } from '../../records/sites.ts';
import { type Machine, PROBE_LABEL_LENGTH } from '../../runtime.ts';
import { isPast, type Look, MET } from '../look.ts';

export function lookAtPreflight(env: Env, machine: Machine, requests: Requests, sites: Sites): Look {
  const dataCenters = parseDataCenters(requireVariable(env, 'DATA_CENTERS'));
  return async ({ execution: requestId, deadline }, now) => {
    const request = await requests.require(requestId);
    if (!isIssued(request) && hasEnded(request.method, now)) return { end: { verdict: 'ended', ...EMAIL_ENDED } };
    const site = await sites.require(request.siteId);
    const dns = dnsFrom(env);
    const randomLabel = machine.randomHex(PROBE_LABEL_LENGTH);
    const ours = await ownNames(requests, request);
    const around = { dns, edge: edgeFrom(env, dns), dataCenters, site, ours, now, randomLabel };
    const found = await preflightAgain(request, around);
    const blocked = blockedAliases(found);
    await requests.change(requestId, () => ({
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
    if (!isPast(deadline, now)) return 'notYet';
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
