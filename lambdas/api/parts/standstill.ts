/** Whether the work of a request stands still, and how it goes on. Its move, its renewal and its migration are set going by themselves. */
import { isSameWork, jobName } from '../../../core/execution.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { isServing } from '../../../core/status.ts';
import { redriveExecution, startExecution } from '../../duties/run-execution.ts';
import type { Tools } from '../operation.ts';

/** Its own work, or what is left of it. Where nothing is known to stand still, Step Functions is asked: watch may not have been told yet. */
export async function standsStill(
  { stepFunctions, machineArns }: Pick<Tools, 'stepFunctions' | 'machineArns'>,
  { requestId, failing }: CertificateRequest,
): Promise<boolean> {
  if (failing) return failing.stops?.some(({ execution }) => isSameWork(execution, requestId)) ?? true;
  return stepFunctions.hasStopped(machineArns['provision-certificate'], requestId);
}

/**
 * Where it stands still it goes on. When Step Functions redrives its execution no more, another one does what is left: forward where
 * everything is proven, else back. Started again it is the same one, unless that has stood still for so long as well.
 */
export async function goOn(tools: Tools, request: CertificateRequest, now: Date): Promise<void> {
  const { machineArns } = tools;
  const { requestId, step, replaces } = request;
  // Of what serves all is done but, at most, the clean-up of what it has replaced.
  const left = !isServing(request) ? step : replaces === null ? 'FinishRequest' : 'AwaitReplacedUnused';
  const arn = machineArns['conclude-request'];
  let isGoing = await redriveExecution(tools, machineArns['provision-certificate'], requestId, now);
  for (let n = 1; !isGoing; n++) {
    const name = jobName(requestId, 'conclude', n);
    await startExecution(tools, arn, name, { requestId, left }, now);
    isGoing = await redriveExecution(tools, arn, name, now);
  }
}
