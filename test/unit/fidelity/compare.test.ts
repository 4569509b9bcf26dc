import { differences, membersOf } from '../../../fidelity/compare.ts';
import { rowOf } from '../../../fidelity/differences.ts';
import type { Outcome } from '../../../fidelity/peers.ts';
import { type Made, surprise } from '../../../fidelity/scene.ts';

const made = (outcome: Outcome, error?: string): Made => ({
  name: 'acm DescribeCertificate 2',
  step: { call: 'DescribeCertificate', input: {}, ...(error && { error }) },
  outcome,
});

it('compares what no two worlds can share by its form', () => {
  const ours = {
    Arn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000001',
    At: '2026-11-21T09:00:00Z',
  };
  const theirs = {
    Arn: 'arn:aws:acm:us-east-1:123456789012:certificate/ffffffff-0000-4000-8000-000000000002',
    At: '2020-01-01T00:00:00+00:00',
  };
  expect(differences(made({ answer: ours }), made({ answer: theirs }))).toEqual([]);
});

it('tells members that one of them lacks, and values that differ', () => {
  const [ours, theirs] = [
    { Status: 'ISSUED', Names: [{ Name: 'a' }] },
    { Status: 'FAILED', Names: [] },
  ];
  expect(differences(made({ answer: ours }), made({ answer: theirs }))).toEqual([
    { at: 'acm DescribeCertificate Status', ours: 'ISSUED', theirs: 'FAILED' },
    { at: 'acm DescribeCertificate Names[].Name', ours: 'a', theirs: '(none)' },
  ]);
});

it('tells a call that ended otherwise by the error of ours', () => {
  const error = { code: 'ResourceNotFoundException', message: 'Could not find it', status: 400 };
  expect(differences(made({ error }), made({ answer: {} }))).toEqual([
    { at: 'acm DescribeCertificate ResourceNotFoundException', ours: 'ResourceNotFoundException 400', theirs: 'OK' },
  ]);
});

it('reads lists by their first item', () => {
  expect([...membersOf({ a: [{ b: 1 }, { c: 2 }], d: { e: true } })]).toEqual([
    ['a[].b', '1'],
    ['d.e', 'true'],
  ]);
});

it('is surprised by what a step does not say', () => {
  const error = { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 };
  expect(surprise(made({ error }, 'ThrottlingException'))).toBeUndefined();
  expect(surprise(made({ error }))).toBe('ThrottlingException instead of OK: Rate exceeded');
  expect(surprise(made({ answer: {} }, 'ThrottlingException'))).toBe('OK instead of ThrottlingException');
});

it('finds the first row that a difference is told in', () => {
  const rows = [{ at: 'acm List* Summary[].*' }, { at: 'acm *' }];
  expect(rowOf(rows, 'acm ListCertificates Summary[].Status')).toBe(rows[0]);
  expect(rowOf(rows, 'acm DescribeCertificate Status')).toBe(rows[1]);
  expect(rowOf(rows, 'ssm GetOpsItem')).toBeUndefined();
});
