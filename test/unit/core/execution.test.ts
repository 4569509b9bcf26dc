import { isJob, isSameWork, jobOf, machineOf, nextExecution, requestOf } from '../../../core/execution.ts';

describe('the name of an execution', () => {
  it.each([
    ['req-20261121-0123456789', 'req-20261121-0123456789', false],
    ['req-20261121-0123456789-move-2', 'req-20261121-0123456789', true],
    ['req-20261121-0123456789-move-2-again-1', 'req-20261121-0123456789', true],
    ['req-20261121-0123456789-renew-20270607', 'req-20261121-0123456789', true],
    ['req-20261121-0123456789-renew-20270607-again-2', 'req-20261121-0123456789', true],
    ['req-20261121-0123456789-migrate-1', 'req-20261121-0123456789', true],
    ['acme-retire-1', 'acme-retire-1', false],
    ['req-renew-1', 'req-renew-1', false], // a site may be called so
  ])('%s belongs to %s', (execution, requestId, job) => {
    expect([requestOf(execution), isJob(execution)]).toEqual([requestId, job]);
  });

  it.each(['req-20261121-0123456789-move-2', 'req-20261121-0123456789-move-2-again-3'])(
    '%s works for the ownership move',
    (execution) => {
      expect([machineOf(execution), jobOf(execution)]).toEqual(['move-ownership', 'req-20261121-0123456789-move-2']);
    },
  );

  it.each([
    ['req-20261121-0123456789-renew-20270607', 'renew-certificate'],
    ['req-20261121-0123456789-migrate-1', 'migrate-validation'],
  ])('%s is begun anew under the next name, by the same machine', (job, machine) => {
    expect([nextExecution(job), nextExecution(`${job}-again-9`)]).toEqual([`${job}-again-1`, `${job}-again-10`]);
    expect([machineOf(job), machineOf(`${job}-again-1`)]).toEqual([machine, machine]);
  });

  it.each([
    ['req-20261121-0123456789-renew-20270607', 'req-20261121-0123456789-renew-20270607-again-1', true],
    ['req-20261121-0123456789-renew-20270607', 'req-20261121-0123456789-renew-20270914', true],
    ['req-20261121-0123456789', 'req-20261121-0123456789-conclude-1', true],
    ['req-20261121-0123456789', 'req-20261121-0123456789-migrate-1', false],
    ['req-20261121-0123456789-renew-20270607', 'req-20261121-0123456789-migrate-1', false],
  ])('%s and %s are the same work: %s', (one, other, same) => {
    expect(isSameWork(one, other)).toBe(same);
  });
});
