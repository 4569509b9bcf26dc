import {
  ACMClient,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ListCertificateDomainValidationsCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
  RequestCertificateCommand,
  ResendValidationEmailCommand,
  UpdateCertificateOptionsCommand,
} from '@aws-sdk/client-acm';
import { createAcm } from '../../../../lambdas/clients/acm.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const mock = strictMock(ACMClient);
const acm = createAcm({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 's',
  TABLE_NAME: 'certificates',
});

const ARN = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
const ORDER = {
  requestId: 'req-1',
  commonName: 'login.example.com',
  names: ['login.example.com'],
  method: 'DNS' as const,
  validationDomains: {},
  idempotencyToken: 'token',
};

describe('requesting', () => {
  it('asks by DNS without mail options, and for one name without alternatives', async () => {
    mock.on(RequestCertificateCommand).resolves({ CertificateArn: ARN });
    expect(await acm.request(ORDER)).toEqual({ certificateArn: ARN });
    expect(callsOf(mock)).toEqual([
      [
        'RequestCertificate',
        {
          DomainName: 'login.example.com',
          ValidationMethod: 'DNS',
          IdempotencyToken: 'token',
          Tags: [
            { Key: 'certificates:request', Value: 'req-1' },
            { Key: 'certificates:deployment', Value: 'certificates' },
          ],
        },
      ],
    ]);
  });

  it('fails when ACM answers without an ARN', async () => {
    mock.on(RequestCertificateCommand).resolves({});
    await expect(acm.request(ORDER)).rejects.toMatchObject({ name: 'AwsRefused' });
  });

  it('throws an error that nobody foresaw as it is', async () => {
    const error = awsError('AccessDeniedException', 'no', 403);
    mock.on(RequestCertificateCommand).rejects(error);
    await expect(acm.request(ORDER)).rejects.toBe(error);
  });
});

describe('describing', () => {
  it("answers in the core's words", async () => {
    mock.on(DescribeCertificateCommand).resolves({
      Certificate: {
        Status: 'ISSUED',
        CreatedAt: new Date('2026-11-21T10:00:00Z'),
        NotAfter: new Date('2027-06-07T23:59:59Z'),
        Serial: '0A:FF:01',
        InUseBy: ['arn:aws:cloudfront::111122223333:distribution/E1'],
        DomainValidationOptions: [
          { DomainName: 'a.example.com', ValidationStatus: 'SUCCESS', ValidationEmails: ['admin@example.com'] },
          { DomainName: 'b.example.com', ValidationStatus: 'FAILED' },
        ],
      },
    });
    expect(await acm.describe(ARN)).toEqual({
      certificateArn: ARN,
      status: 'ISSUED',
      createdAt: '2026-11-21T10:00:00.000Z',
      notAfter: '2027-06-07T23:59:59.000Z',
      serial: '0aff01',
      inUseBy: ['arn:aws:cloudfront::111122223333:distribution/E1'],
      names: [
        { name: 'a.example.com', validated: true, failed: false, emails: ['admin@example.com'] },
        { name: 'b.example.com', validated: false, failed: true, emails: [] },
      ],
    });
  });

  it('names the CNAME of DNS validation without trailing dots, in lower case', async () => {
    const ResourceRecord = {
      Name: '_A1.a.example.com.',
      Type: 'CNAME' as const,
      Value: '_B2.kkkk.acm-validations.aws.',
    };
    mock.on(DescribeCertificateCommand).resolves({
      Certificate: {
        DomainValidationOptions: [
          { DomainName: 'a.example.com', ValidationStatus: 'PENDING_VALIDATION', ResourceRecord },
        ],
      },
    });
    expect((await acm.describe(ARN))?.names[0]?.record).toEqual({
      name: '_a1.a.example.com',
      type: 'CNAME',
      value: '_b2.kkkk.acm-validations.aws',
    });
  });

  it('is undefined where ACM does not know it', async () => {
    mock.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
    expect(await acm.describe(ARN)).toBeUndefined();
  });
});

describe('the request of a certificate', () => {
  const TAG = { Key: 'certificates:request', Value: 'req-1' };

  it.each([
    ['this deployment', [TAG, { Key: 'certificates:deployment', Value: 'certificates' }], 'req-1'],
    ['another deployment', [TAG, { Key: 'certificates:deployment', Value: 'certificates-of-others' }], undefined],
    ['somebody', [TAG], undefined],
  ])('is named by the tag where %s made it', async (_, Tags, expected) => {
    mock.on(ListTagsForCertificateCommand).resolves({ Tags });
    expect(await acm.requestOf(ARN)).toBe(expected);
  });

  it('is nobody’s where the certificate is gone', async () => {
    mock.on(ListTagsForCertificateCommand).rejects(awsError('ResourceNotFoundException'));
    expect(await acm.requestOf(ARN)).toBeUndefined();
  });
});

describe('finding by tag', () => {
  const SINCE = new Date('2026-11-21T09:00:00Z');
  const named = (id: string, DomainName = 'login.example.com') => ({ CertificateArn: `arn:${id}`, DomainName });
  beforeEach(() => {
    mock.on(ListCertificatesCommand).resolves({
      CertificateSummaryList: [named('1', 'other.example.com'), named('2')],
      NextToken: 'page-2',
    });
    mock.on(ListCertificatesCommand, { NextToken: 'page-2' }).resolves({ CertificateSummaryList: [named('3')] });
    mock.on(ListTagsForCertificateCommand).resolves({ Tags: [{ Key: 'certificates:request', Value: 'req-3' }] });
    mock.on(ListTagsForCertificateCommand, { CertificateArn: 'arn:2' }).resolves({ Tags: [] });
  });

  it('reads on to the end, and the tags only of certificates of that name', async () => {
    expect(await acm.findByTag('req-3', 'login.example.com', SINCE)).toBe('arn:3');
    expect(callsOf(mock).map(([operation]) => operation)).toEqual([
      'ListCertificates',
      'ListTagsForCertificate',
      'ListCertificates',
      'ListTagsForCertificate',
    ]);
  });

  it.each([
    ['a quarter of an hour before, for clocks that are off', '2026-11-21T08:45:00Z', 'arn:3'],
    ['no further back: it cannot be older than its request', '2026-11-21T08:44:59Z', undefined],
  ])('looks at what was asked for until %s', async (_, createdAt, found) => {
    mock.on(ListCertificatesCommand).resolves({
      CertificateSummaryList: [{ ...named('3'), CreatedAt: new Date(createdAt) }],
    });
    expect(await acm.findByTag('req-3', 'login.example.com', SINCE)).toBe(found);
  });

  it('goes on past one that is deleted, and that the list shows still', async () => {
    mock.on(ListTagsForCertificateCommand, { CertificateArn: 'arn:2' }).rejects(awsError('ResourceNotFoundException'));
    expect(await acm.findByTag('req-3', 'login.example.com', SINCE)).toBe('arn:3');
  });

  it('finds nothing of another request', async () => {
    expect(await acm.findByTag('req-9', 'login.example.com', SINCE)).toBeUndefined();
  });
});

it('repeats the validation domain when it mails again', async () => {
  mock.on(ResendValidationEmailCommand).resolves({});
  await acm.resend(ARN, 'login.example.com', 'example.com');
  expect(callsOf(mock)).toEqual([
    ['ResendValidationEmail', { CertificateArn: ARN, Domain: 'login.example.com', ValidationDomain: 'example.com' }],
  ]);
});

describe('deleting', () => {
  it('is done when it is gone, now or before', async () => {
    mock.on(DeleteCertificateCommand).resolvesOnce({}).rejects(awsError('ResourceNotFoundException'));
    expect([await acm.delete(ARN), await acm.delete(ARN)]).toEqual([true, true]);
  });

  it('is not done while something uses it', async () => {
    mock.on(DeleteCertificateCommand).rejects(awsError('ResourceInUseException'));
    expect(await acm.delete(ARN)).toBe(false);
  });

  it('is tried again while ACM is at work on it', async () => {
    const cause = awsError('ConflictException', 'You are trying to update a resource that is already being updated.');
    mock.on(DeleteCertificateCommand).rejects(cause);
    await expect(acm.delete(ARN)).rejects.toMatchObject({ name: 'ChangedMeanwhile', cause });
  });
});

describe('moving to DNS', () => {
  it('begins it, or says that it runs, or why it cannot', async () => {
    mock
      .on(UpdateCertificateOptionsCommand)
      .resolvesOnce({})
      .rejectsOnce(awsError('ConflictException'))
      .rejectsOnce(awsError('InvalidStateException', 'not eligible'))
      .rejects(awsError('ResourceNotFoundException'));
    expect(await acm.migrateToDns(ARN)).toBe('begun');
    expect(await acm.migrateToDns(ARN)).toBe('running');
    expect(await acm.migrateToDns(ARN)).toEqual({ refused: 'not eligible' });
    await expect(acm.migrateToDns(ARN)).rejects.toThrow();
    expect(callsOf(mock)[0]).toEqual([
      'UpdateCertificateOptions',
      { CertificateArn: ARN, Options: { ValidationMethod: 'DNS' } },
    ]);
  });

  it('is seen in the description', async () => {
    const RequestedAt = new Date('2026-11-21T10:00:00Z');
    mock.on(DescribeCertificateCommand).resolves({
      Certificate: { UpdateSummary: { Type: 'DOMAIN_VALIDATION_METHOD', Status: 'FAILED', RequestedAt } },
    });
    expect((await acm.describe(ARN))?.migration).toEqual({
      status: 'FAILED',
      requestedAt: '2026-11-21T10:00:00.000Z',
    });
  });

  it('names the records of all pages, and leaves out names without one', async () => {
    const wanted = (DomainName: string) => ({
      DomainName,
      RequestedValidationConfiguration: {
        ValidationChallenge: {
          DnsValidationChallenge: {
            ResourceRecord: { Name: `_A1.${DomainName}.`, Type: 'CNAME' as const, Value: '_b2.acm-validations.aws.' },
          },
        },
      },
    });
    mock.on(ListCertificateDomainValidationsCommand).resolves({
      DomainValidationSummaryList: [wanted('a.example.com'), { DomainName: 'b.example.com' }],
      NextToken: '2',
    });
    mock
      .on(ListCertificateDomainValidationsCommand, { NextToken: '2' })
      .resolves({ DomainValidationSummaryList: [wanted('c.example.com')] });
    expect(await acm.migrationRecords(ARN)).toEqual({
      'a.example.com': { name: '_a1.a.example.com', type: 'CNAME', value: '_b2.acm-validations.aws' },
      'c.example.com': { name: '_a1.c.example.com', type: 'CNAME', value: '_b2.acm-validations.aws' },
    });
  });
});

describe('a renewal', () => {
  it('is absent before the first, then as ACM sums it up, name by name', async () => {
    mock.on(DescribeCertificateCommand).resolvesOnce({ Certificate: { Status: 'ISSUED' } });
    expect(await acm.describe(ARN)).not.toHaveProperty('renewal');
    mock.on(DescribeCertificateCommand).resolves({
      Certificate: {
        Status: 'ISSUED',
        RenewalSummary: {
          RenewalStatus: 'PENDING_VALIDATION',
          RenewalStatusReason: 'CAA_ERROR',
          UpdatedAt: new Date('2027-04-22T23:59:59Z'),
          DomainValidationOptions: [
            { DomainName: 'login.example.com', ValidationStatus: 'SUCCESS', ValidationEmails: ['admin@example.com'] },
          ],
        },
      },
    });
    expect((await acm.describe(ARN))?.renewal).toEqual({
      status: 'PENDING_VALIDATION',
      trouble: 'CAA_ERROR',
      updatedAt: '2027-04-22T23:59:59.000Z',
      names: [{ name: 'login.example.com', validated: true, failed: false, emails: ['admin@example.com'] }],
    });
  });
});

describe('what ends first', () => {
  it('is what has ended, as long as something uses it', async () => {
    const ended = new Date('2026-11-20T00:00:00Z');
    const summaries = [
      { Status: 'ISSUED', InUse: true, NotAfter: new Date('2027-01-01T00:00:00Z') },
      { Status: 'EXPIRED', InUse: true, NotAfter: ended },
      { Status: 'EXPIRED', InUse: false, NotAfter: new Date('2025-01-01T00:00:00Z') },
    ] as const;
    mock.on(ListCertificatesCommand).callsFake(({ CertificateStatuses }) => ({
      CertificateSummaryList: summaries.filter(({ Status }) => CertificateStatuses.includes(Status)),
    }));
    expect(await acm.endsFirst()).toEqual(ended);
  });
});
