import { progressOf } from '../../../../console/request/words.ts';
import type { Status } from '../../../../core/request.ts';

const WAY = ['Checks', 'Request', 'Approval', 'Attachment', 'Proof', 'Ready'];

it.each<[Status, string, string[], number]>([
  ['PENDING', 'EnsureTarget', WAY, 0],
  ['ACTION_REQUIRED', 'AwaitRelease', WAY, 3],
  ['PENDING', 'FinishReplacement', WAY, 5],
  ['READY', 'AwaitRetirement', WAY, 6],
  ['PENDING', 'DetachAliases', ['Clean-up'], 0],
  ['PENDING', 'RecordFailure', ['Clean-up'], 0],
])('shows of a request that is %s in %s: %j, at %i', (status, step, names, at) => {
  const progress = progressOf({ status, step });
  expect(progress?.phases.map(({ name }) => name)).toEqual(names);
  expect(progress?.at).toBe(at);
});

it.each<[Status, string]>([
  ['FAILED', 'RecordFailure'],
  ['SUPERSEDED', 'FinishReplacement'],
  ['PENDING', 'NoSuchStep'],
])('shows no progress of a request that is %s in %s', (status, step) => {
  expect(progressOf({ status, step })).toBeUndefined();
});
