import { publisher } from '../../../../lambdas/clients/figures.ts';

it('measures nothing where nobody reads it', async () => {
  expect(publisher({ LOG_LEVEL: 'SILENT' })).toBeUndefined();
});

it('publishes a line in the embedded metric format, under the one dimension of its deployment', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  publisher({ TABLE_NAME: 'certificates-table' })?.({ DaysToExpiry: 20, LooksFailed: 1 });
  const line = JSON.parse(String(write.mock.calls[0]?.[0]));
  write.mockRestore();
  expect(line).toMatchObject({ service: 'certificates-table', DaysToExpiry: 20, LooksFailed: 1 });
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
