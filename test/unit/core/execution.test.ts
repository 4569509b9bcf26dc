import { isJob, machineOf, moveOf, requestOf } from '../../../core/execution.ts';

describe('the name of an execution', () => {
  it.each([
    ['req-20261121-0123456789', 'req-20261121-0123456789', false],
    ['req-20261121-0123456789-move-2', 'req-20261121-0123456789', true],
    ['req-20261121-0123456789-move-2-again-1', 'req-20261121-0123456789', true],
    ['req-20261121-0123456789-renew-20270607', 'req-20261121-0123456789', true],
    ['req-20261121-0123456789-migrate-1', 'req-20261121-0123456789', true],
    ['acme-retire-1', 'acme-retire-1', false],
    ['req-renew-1', 'req-renew-1', false], // a site may be called so
  ])('%s belongs to %s', (execution, requestId, job) => {
    expect([requestOf(execution), isJob(execution)]).toEqual([requestId, job]);
  });

  it.each(['req-20261121-0123456789-move-2', 'req-20261121-0123456789-move-2-again-3'])(
    '%s works for the ownership move',
    (execution) => {
      expect([machineOf(execution), moveOf(execution)]).toEqual(['move-ownership', 'req-20261121-0123456789-move-2']);
    },
  );
});
