/** What Step Functions, OpsCenter and Service Quotas are taken to do. */
import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { ValidateStateMachineDefinitionCommand } from '@aws-sdk/client-sfn';
import { CreateOpsItemCommand, OpsItemAlreadyExistsException, UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import { ACCOUNT_QUOTAS, QUOTAS } from '../../core/quota-plan.ts';
import { STATE_MACHINES, type StateMachineName } from '../../core/topology.ts';
import { readMachine } from '../../local/state-machine-files.ts';
import { type Fact, refusal } from './fact.ts';

export const OTHER_FACTS: readonly Fact[] = [
  {
    name: 'states-take-our-machines',
    reliesOn: 'Step Functions accepts the definitions of state-machines as they are',
    where: 'infra/workflows.ts',
    otherwise: 'The deployment is refused and rolled back',
    check: {
      makes: 'nothing',
      costs: 'nothing',
      async run({ states }) {
        const found: string[] = [];
        for (const name of Object.keys(STATE_MACHINES) as StateMachineName[]) {
          const command = new ValidateStateMachineDefinitionCommand({
            definition: readMachine(name),
            type: 'STANDARD',
          });
          const { result, diagnostics = [] } = await states.send(command);
          if (result !== 'OK') found.push(`${name}: ${diagnostics.map(({ message }) => message).join('; ')}`);
        }
        return found.length > 0 ? found.join(' | ') : undefined;
      },
    },
  },
  {
    name: 'states-timeouts-fail',
    reliesOn: 'A task that times out uncaught ends its execution as FAILED with States.Timeout, not as TIMED_OUT',
    where: 'core/alarms.ts',
    otherwise: 'Such an execution is counted by another metric than the alarm’s',
    check: { notCheckable: 'it takes a deployed function and its role: read the histories of a test stage' },
  },
  {
    name: 'ops-items-name-their-twin',
    reliesOn: 'A second open OpsItem with one dedup string is refused with the id of the first, whatever else it says',
    where: 'lambdas/clients/ops-center.ts',
    otherwise: 'The step fails as a bug, or on-call gets two tickets for one thing',
    check: {
      makes: 'one OpsItem, resolved at the end; two if the second is not refused',
      costs: 'USD 0.003 an OpsItem',
      async run({ ssm, run, later }) {
        const open = async (Title: string) => {
          const Value = JSON.stringify({ dedupString: run });
          const OperationalData = { '/aws/dedup': { Type: 'SearchableString' as const, Value } };
          const input = { Title, Description: 'Made by a check of facts.', Source: 'certificates', OperationalData };
          const { OpsItemId } = await ssm.send(new CreateOpsItemCommand(input));
          const resolved = new UpdateOpsItemCommand({ OpsItemId, Status: 'Resolved' });
          later(`OpsItem ${OpsItemId}`, () => ssm.send(resolved));
          return OpsItemId;
        };
        const first = await open(run);
        const second = await open(`${run}, again`).catch((error: Error) => error);
        if (second instanceof OpsItemAlreadyExistsException && second.OpsItemId === first) return undefined;
        return second instanceof Error ? `${second.name}: ${second.message}` : 'a second one was opened';
      },
    },
  },
  {
    name: 'quotas-have-values',
    reliesOn: 'Each quota that bounds us has an applied value, or answers NoSuchResource and has a default',
    where: 'lambdas/clients/quotas.ts',
    otherwise: 'That quota is unknown: nothing is refused for it, and AWS has the last word',
    check: {
      makes: 'nothing',
      costs: 'nothing',
      async run({ quotas }) {
        const found: string[] = [];
        for (const { service: ServiceCode, code: QuotaCode, name } of Object.values({ ...QUOTAS, ...ACCOUNT_QUOTAS })) {
          const input = { ServiceCode, QuotaCode };
          const own = await refusal(quotas.send(new GetServiceQuotaCommand(input)));
          if (own.code === 'OK') continue;
          const byDefault = await refusal(quotas.send(new GetAWSDefaultServiceQuotaCommand(input)));
          if (own.code !== 'NoSuchResourceException' || byDefault.code !== 'OK')
            found.push(`${name}: ${own.code}, default ${byDefault.code}`);
        }
        return found.length > 0 ? found.join(' | ') : undefined;
      },
    },
  },
];
