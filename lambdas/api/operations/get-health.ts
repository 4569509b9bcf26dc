/** health: alive, what it depends on answers, and which build it is. */
import { requireVariable } from '../../clients/aws.ts';
import type { Operation, Tools } from '../operation.ts';

export function getHealth({ table, env }: Tools): Operation<'health'> {
  const build = requireVariable(env, 'BUILD');
  return async () => {
    await table.get({ pk: 'HEALTH', sk: 'HEALTH' }); // throws AwsUnavailable when the table does not answer
    return { status: 'ok', table: 'ok', build };
  };
}
