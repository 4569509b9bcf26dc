/**
 * certificates.generate: starts a request, unless it would take a name off the air that is not consented to by name. The request is
 * stored before its execution starts, under the request's id as the execution's name: after a crash between the two, watch starts it,
 * or whoever generates again and finds the running request.
 */
import { ServiceError } from '../../../core/errors.ts';
import { refuseAnother, refuseBeyondQuota } from '../../../core/quota-plan.ts';
import { type CertificateRequest, openRequest } from '../../../core/request.ts';
import { refuseLeaving } from '../../../core/retirement.ts';
import { chooseMethod, warningsOf } from '../../../core/sunset.ts';
import { type RequestView, viewRequest } from '../../../core/view.ts';
import { readQuotaPlan } from '../../duties/read-quota-plan.ts';
import { startExecution } from '../../duties/run-execution.ts';
import type { Operation, Tools } from '../operation.ts';
import { checkPlan, planOf } from '../parts/planned-request.ts';
import { refuseOffAir, replacedBy } from '../parts/replaced.ts';
import { viewPreflight } from '../parts/view-preflight.ts';
import { withdrawIfLeaving } from '../parts/withdraw-if-leaving.ts';

export function generateCertificate(tools: Tools): Operation<'certificates.generate'> {
  const { sites, requests, claims } = tools;
  return async ({ siteId, prefix, method: wanted, onFindings, without, offAir }, call) => {
    const site = await sites.require(siteId);
    refuseLeaving(site);
    const method = chooseMethod(wanted, call.now);
    const plan = planOf(tools, site, { prefix, method, without });
    const before = await requests.list(siteId);
    refuseAnother(before, call.now);
    const [{ replaces, offAir: removed }, quotas, others] = await Promise.all([
      replacedBy(tools, site, plan.aliases, before),
      readQuotaPlan(tools, plan.aliases, call.now),
      claims.heldByOthers(plan.aliases, siteId),
    ]);
    refuseOffAir(removed, offAir, plan.aliases);
    refuseBeyondQuota(quotas);
    if (onFindings === 'refuse' || others.length > 0) {
      const seen = viewPreflight(plan.aliases, await checkPlan(tools, site, plan, call.now, before), call.now);
      if (!seen.clean) throw refusal(seen);
    }
    const at = call.now.toISOString();
    const requestId = `req-${call.newId()}`;
    const opening = { ...plan, requestId, siteId, onFindings, replaces, without, offAir, createdAt: at };
    const request = openRequest(opening);
    const text = `${call.caller} asked for a certificate for ${plan.aliases.length} names.`;
    if (!(await requests.open(request, { type: 'Requested', at, by: call.caller, text }))) {
      return { ...(await resume(tools, { siteId, requestId }, call.now)), warnings: warningsOf(method, call.now) };
    }
    await start(tools, request, call.now);
    await withdrawIfLeaving(tools, request, call);
    return { ...viewRequest({ ...request, seq: 1 }, { now: call.now }), warnings: warningsOf(method, call.now) };
  };
}

/**
 * The site has a running request. If its execution never started (a crash between), it starts now. Then it is refused, unless it is
 * this very call that made it: a call is repeated with its Idempotency-Key and gets the same id again.
 */
async function resume(
  tools: Tools,
  { siteId, requestId: own }: Pick<CertificateRequest, 'siteId' | 'requestId'>,
  now: Date,
): Promise<RequestView> {
  const { requests } = tools;
  const requestId = (await requests.runningOf(siteId)) ?? '';
  const running = requestId ? await requests.require(requestId) : undefined;
  if (running) await start(tools, running, now);
  if (running?.requestId === own) return viewRequest(running, { now });
  throw new ServiceError('RequestRunning', { requestId }, { details: { requestId } });
}

async function start(tools: Tools, { requestId, createdAt }: CertificateRequest, now: Date): Promise<void> {
  await startExecution(tools, tools.machineArns['provision-certificate'], requestId, { requestId }, now);
  await tools.errands.done({ kind: 'begin', of: requestId, givenAt: createdAt });
}

function refusal(seen: ReturnType<typeof viewPreflight>): ServiceError {
  const facts = { count: String(seen.blocked.length), total: String(seen.aliases.length) };
  return new ServiceError('PreflightFailed', facts, { details: { findings: seen } });
}
