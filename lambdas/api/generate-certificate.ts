/**
 * certificates.generate: starts a request. The request is stored before its execution starts, under the request's id as the
 * execution's name: after a crash between the two, watch starts it, or whoever generates again and finds the running request.
 */
import { ServiceError } from '../../core/errors.ts';
import { refuseBeyondQuota } from '../../core/quota-plan.ts';
import { openRequest } from '../../core/request.ts';
import { chooseMethod, warningsOf } from '../../core/sunset.ts';
import { type RequestView, viewRequest } from '../../core/view.ts';
import type { Operation, Tools } from './operation.ts';
import { checkPlan, planOf, quotaPlanOf } from './planned-request.ts';
import { viewPreflight } from './preflight-certificate.ts';

export function generateCertificate(tools: Tools): Operation<'certificates.generate'> {
  const { sites, requests, claims } = tools;
  return async ({ siteId, prefix, method: wanted, onFindings }, call) => {
    const site = await sites.require(siteId);
    const method = chooseMethod(wanted, call.now);
    const plan = planOf(tools, site, prefix, method);
    refuseBeyondQuota(await quotaPlanOf(tools, plan, call.now));
    const others = await claims.heldByOthers(plan.aliases, siteId);
    if (onFindings === 'refuse' || others.length > 0) {
      const seen = viewPreflight(plan.aliases, await checkPlan(tools, site, plan, call.now), call.now);
      if (!seen.clean) throw refusal(seen);
    }
    const at = call.now.toISOString();
    const requestId = `req-${call.newId()}`;
    const request = openRequest({ ...plan, requestId, siteId, onFindings, createdAt: at });
    const text = `${call.caller} asked for a certificate for ${plan.aliases.length} names.`;
    if (!(await requests.open(request, { type: 'Requested', at, by: call.caller, text }))) {
      return { ...(await resume(tools, siteId, requestId)), warnings: warningsOf(method, call.now) };
    }
    await start(tools, requestId);
    return { ...viewRequest({ ...request, seq: 1 }, null, {}), warnings: warningsOf(method, call.now) };
  };
}

/**
 * The site has a running request. If its execution never started (a crash between), it starts now. Then it is refused, unless it is
 * this very call that made it: a call is repeated with its Idempotency-Key and gets the same id again.
 */
async function resume(tools: Tools, siteId: string, own: string): Promise<RequestView> {
  const { requests } = tools;
  const requestId = (await requests.runningOf(siteId)) ?? '';
  if (requestId) await start(tools, requestId);
  if (requestId === own) return viewRequest(await requests.require(requestId), null, {});
  throw new ServiceError('RequestRunning', { requestId }, { details: { requestId } });
}

async function start({ stepFunctions, starts, provisionCertificateArn }: Tools, requestId: string): Promise<void> {
  await stepFunctions.start(provisionCertificateArn, requestId, { requestId });
  await starts.done(requestId);
}

function refusal(seen: ReturnType<typeof viewPreflight>): ServiceError {
  const facts = { count: String(seen.blocked.length), total: String(seen.aliases.length) };
  return new ServiceError('PreflightFailed', facts, { details: { findings: seen } });
}
