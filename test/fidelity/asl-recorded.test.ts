/** The engine against executions recorded from AWS Step Functions: status, output, history with details and causes. */
import { replay } from '../../scripts/asl.ts';
import { read } from '../support/repository.ts';

const { cases } = JSON.parse(read('test/vectors/asl-recorded.json')) as {
  cases: (Parameters<typeof replay>[0] & { id: string })[];
};

it.each(cases.map((each): [string, typeof each] => [each.id, each]))('does as AWS did: %s', async (_, recorded) => {
  expect(await replay(recorded, true)).toEqual([]);
});
