/** The engine against executions recorded from AWS Step Functions: status, output, history with details and causes. */
import { type Case, replay } from '../../scripts/asl-replay.ts';
import { read } from '../support/repository.ts';

const { cases } = JSON.parse(read('test/vectors/asl-recorded.json')) as { cases: Case[] };

it.each(cases.map((each): [string, typeof each] => [each.id, each]))('does as AWS did: %s', async (_, recorded) => {
  expect(await replay(recorded, true)).toEqual([]);
});
