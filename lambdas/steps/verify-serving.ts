/**
 * VerifyServing: a handshake on every alias proves the certificate. The proof is kept; a name that does not serve yet is tried again.
 * A name that served before, and on a second look still does not, ends the request: what served before comes back.
 * Names that we fail to serve come first, for on-call must act; names that the DNS leads elsewhere are waited for.
 */
import * as z from 'zod';
import { parseDataCenters } from '../../core/data-center.ts';
import { swappedBack } from '../../core/endings.ts';
import { ServiceError } from '../../core/errors.ts';
import { lostNames } from '../../core/replacement.ts';
import { CANCELED, type CertificateRequest } from '../../core/request.ts';
import { isInPlace } from '../../core/status.ts';
import { few } from '../../core/text.ts';
import { deadlineOf } from '../../core/wait.ts';
import { createAcm } from '../clients/acm.ts';
import { requireVariable } from '../clients/aws.ts';
import { dnsFrom, edgeFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { type Proven, proveAliases } from '../duties/prove-aliases.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, REAL_MACHINE, StepInput, wrapped } from '../runtime.ts';

/** Executions of older definitions know no AwaitServing: they stand still, and on-call redrives them. */
const VerifyInput = StepInput.extend({ canWait: z.literal(true).optional() });

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const dataCenters = parseDataCenters(requireVariable(env, 'DATA_CENTERS'));
  const tools = { requests, acm: createAcm(env), sites: createSites(table), dataCenters, machine };
  return wrapped('VerifyServing', env, VerifyInput, async ({ requestId, canWait, ...input }) => {
    const now = new Date(input.now);
    const request = await requests.require(requestId);
    if (request.cancelAskedAt) return CANCELED;
    const dns = dnsFrom(env);
    const until = deadlineOf('AwaitServing', now);
    const proofTools = { ...tools, dns, edge: edgeFrom(env, dns) };
    const proven = await proveAliases(proofTools, request, request.aliases, { now, until });
    const { failed, misled } = proven;
    const unproven = [...failed, ...misled];
    // Read now: what it takes the place of may have come to serve after it was asked for.
    const others = (await requests.list(request.siteId)).filter((one) => one.requestId !== requestId);
    const replaces = others.some(isInPlace);
    const after = await requests.change(request, (present) =>
      present.cancelAskedAt ? undefined : served(present, unproven.length, replaces, proven, now),
    );
    if (after.cancelAskedAt) return CANCELED;
    const lost = lostNames(
      request,
      unproven.map(({ alias }) => alias),
    );
    if (lost.length > 0) return { verdict: 'ended', ...swappedBack(lost, unproven) };
    if (unproven[0]) {
      const names = few(unproven.map(({ alias }) => alias));
      const isOurs = failed.length > 0 || !canWait;
      throw new ServiceError(isOurs ? 'AliasNotServing' : 'AliasMisled', { aliases: names, found: unproven[0].found });
    }
    return { verdict: replaces ? 'replaces' : 'serves' };
  });
};

function served(
  { aliases }: CertificateRequest,
  unproven: number,
  replaces: boolean,
  { conditions, originProblem }: Proven,
  now: Date,
) {
  const finish = replaces ? 'FinishReplacement' : 'FinishRequest';
  return {
    type: 'Served',
    at: now.toISOString(),
    by: 'service',
    text:
      unproven === 0
        ? `All ${aliases.length} names serve.${originProblem ? ` What is behind them does not: ${originProblem}.` : ''}`
        : `${unproven} of ${aliases.length} names do not serve yet.`,
    set: {
      // With the proof it is too late to cancel: both are decided by the same write.
      step: unproven === 0 ? finish : 'VerifyServing',
      status: 'PENDING',
      waitingOn: 'nobody',
      deadline: null,
    },
    conditions,
  } as const;
}
