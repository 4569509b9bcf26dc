import { publisher } from '../../../../lambdas/clients/figures.ts';

const machine = { now: () => new Date('2026-11-21T10:00:00Z') };

it('measures nothing where nobody reads it', async () => {
  expect(publisher({ LOG_LEVEL: 'SILENT' }, machine)).toBeUndefined();
});

it('publishes a line in the embedded metric format, under the one dimension of its deployment', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  publisher({ TABLE_NAME: 'certificates-table' }, machine)?.({ DaysToExpiry: 20, LooksFailed: 1 });
  const line = JSON.parse(String(write.mock.calls[0]?.[0]));
  write.mockRestore();
  expect(line).toMatchObject({ service: 'certificates-table', DaysToExpiry: 20, LooksFailed: 1 });
  expect(line._aws.Timestamp).toBe(Date.parse('2026-11-21T10:00:00Z'));
  expect(line._aws.CloudWatchMetrics).toEqual([
    {
      Namespace: 'Certificates',
      Dimensions: [['service']],
      Metrics: [
        { Name: 'DaysToExpiry', Unit: 'None' },
        { Name: 'LooksFailed', Unit: 'Count' },
      ],
    },
  ]);
});
