/** health: alive, and what it depends on answers. */
import type { Operation, Tools } from '../operation.ts';

export function getHealth({ table }: Tools): Operation<'health'> {
  return async () => {
    await table.get({ pk: 'HEALTH', sk: 'HEALTH' }); // throws AwsUnavailable when the table does not answer
    return { status: 'ok', table: 'ok' };
  };
}
