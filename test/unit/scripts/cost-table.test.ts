import { emptyMonth, oneCertificate, tableOf } from '../../../scripts/cost-table.ts';

const TEMPLATE = {
  Resources: {
    Firewall: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}, {}] } },
    Plain: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Latency' } },
    Summed: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { Metrics: [{ Expression: 'm0 + m1' }, { MetricStat: {} }, { MetricStat: {} }] },
    },
    Key: { Type: 'AWS::KMS::Key' },
  },
};

it('counts what a template holds, a sum of metrics by each of them', () => {
  const lines = Object.fromEntries(emptyMonth(TEMPLATE, 10).map(({ what, usd }) => [what, usd]));
  expect(lines).toMatchObject({ 'Firewalls (WAF)': 5, 'Rules of the firewalls': 3, 'Key (KMS)': 1, Secrets: 0 });
  expect(lines.Alarms).toBeCloseTo(0.3);
  expect(lines['Metrics of our own']).toBeCloseTo(3);
});

it('pays a certificate by its transitions', () => {
  const [first] = oneCertificate({ transitions: 24, steps: 20 });
  expect(first).toEqual({ what: 'State transitions', count: '24 transitions', usd: expect.closeTo(0.0006, 8) });
});

it('ends its table with the sum', () => {
  const table = tableOf([{ what: 'Key', count: '2 keys', usd: 2 }], 2);
  expect(table.split('\n').slice(2)).toEqual(['| Key | 2 keys | 2.00 |', '| **Sum** |  | 2.00 |']);
});
