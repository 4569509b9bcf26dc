import { openStore } from '../../../../../local/store.ts';
import { refusal } from '../../../../support/refusal.ts';
import { acmWorld, caller, parentDomain } from './acm-world.ts';

const [ONE, TWO] = ['login.example.com', 'id.example.com'];
const HOUR = 3600;

/** A world with a certificate of two names by e-mail. */
async function issued(store = openStore()) {
  const acm = acmWorld({ store });
  acm.domain('example.com');
  const arn = await acm.request({ SubjectAlternativeNames: [TWO], ...parentDomain(ONE, TWO) });
  await acm.after(60);
  for (const name of [ONE, TWO]) acm.approvals.approve(acm.codesFor(name)[0] ?? '');
  await acm.after(300);
  return { ...acm, arn, ...acts(acm, arn) };
}

function acts(acm: ReturnType<typeof acmWorld>, arn: string) {
  const validations = async (input = {}) =>
    acm.calls.ListCertificateDomainValidations({ CertificateArn: arn, ...input }, caller);
  return {
    validations,
    migrate: async (options: object = { ValidationMethod: 'DNS' }) =>
      acm.calls.UpdateCertificateOptions({ CertificateArn: arn, Options: options }, caller),
    requested: async () =>
      ((await validations()).DomainValidationSummaryList ?? []).map((one) => one.RequestedValidationConfiguration),
    /** The CNAMEs, as the owner of the DNS copies them. */
    async addRecords(names: readonly string[] = [ONE, TWO]) {
      for (const { DomainName = '', RequestedValidationConfiguration } of (await validations())
        .DomainValidationSummaryList ?? []) {
        const record = RequestedValidationConfiguration?.ValidationChallenge?.DnsValidationChallenge?.ResourceRecord;
        const [name = '', value = ''] = [record?.Name?.slice(0, -1), record?.Value?.slice(0, -1)];
        if (names.includes(DomainName))
          acm.zones.put('example.com', { name, type: 'CNAME', ttl: 300, values: [value] });
      }
    },
  };
}

it('names a CNAME for every name, the one that a request by DNS would get, while e-mail stays in force', async () => {
  const acm = await issued();
  expect(await acm.migrate()).toEqual({});
  expect(await acm.requested()).toEqual(
    Array(2).fill({ ValidationMethod: 'DNS', ValidationStatus: 'PENDING_VALIDATION' }),
  );
  await acm.after(41);
  const [first] = (await acm.validations({ MaxItems: 1 })).DomainValidationSummaryList ?? [];
  expect(first).toMatchObject({
    DomainName: ONE,
    ActiveValidationConfiguration: { ValidationMethod: 'EMAIL', ValidationStatus: 'SUCCESS' },
    RequestedValidationConfiguration: {
      ValidationChallenge: {
        DnsValidationChallenge: {
          ResourceRecord: { Name: expect.stringMatching(/^_[0-9a-f]{32}\.login\.example\.com\.$/), Type: 'CNAME' },
        },
      },
    },
  });
  expect(await acm.detail(acm.arn)).toMatchObject({
    Status: 'ISSUED',
    UpdateSummary: {
      Status: 'PENDING_DOMAIN_VALIDATION',
      Type: 'DOMAIN_VALIDATION_METHOD',
      DomainValidationMethodUpdateSummary: { From: 'EMAIL', To: 'DNS' },
    },
    DomainValidationOptions: [{ ValidationMethod: 'EMAIL' }, { ValidationMethod: 'EMAIL' }],
  });
});

it('lists page by page', async () => {
  const acm = await issued();
  const { NextToken, DomainValidationSummaryList } = await acm.validations({ MaxItems: 1 });
  expect(DomainValidationSummaryList).toMatchObject([
    { DomainName: ONE, ActiveValidationConfiguration: { ValidationMethod: 'EMAIL' } },
  ]);
  expect(DomainValidationSummaryList?.[0]).not.toHaveProperty('RequestedValidationConfiguration');
  const last = await acm.validations({ MaxItems: 1, NextToken });
  expect(last).toMatchObject({ DomainValidationSummaryList: [{ DomainName: TWO }] });
  expect(last).not.toHaveProperty('NextToken');
  expect(await refusal(() => acm.validations({ NextToken: 'x' }))).toBe(
    'InvalidArgsException: The token is not valid.',
  );
});

it('is validated by DNS some minutes after the last CNAME, with ARN and validity as they were', async () => {
  const acm = await issued();
  const before = await acm.detail(acm.arn);
  await acm.migrate();
  await acm.after(41);
  await acm.addRecords();
  await acm.after(301);
  expect(await acm.detail(acm.arn)).toMatchObject({
    CertificateArn: acm.arn,
    Status: 'ISSUED',
    NotAfter: before.NotAfter,
    Serial: before.Serial,
    UpdateSummary: { Status: 'SUCCESS' },
    DomainValidationOptions: [
      { ValidationMethod: 'DNS', ValidationStatus: 'SUCCESS', ResourceRecord: { Type: 'CNAME' } },
      { ValidationMethod: 'DNS', ValidationStatus: 'SUCCESS', ResourceRecord: { Type: 'CNAME' } },
    ],
  });
  expect(await refusal(() => acm.migrate())).toBe(
    `InvalidStateException: Certificate ${acm.arn} is not validated by email.`,
  );
});

it('stays validated by e-mail after 72 hours without all of them, and may begin again with the same CNAMEs', async () => {
  const acm = await issued();
  await acm.migrate();
  await acm.after(41);
  const named = await acm.requested();
  await acm.addRecords([ONE]);
  await acm.after(HOUR);
  expect((await acm.requested()).map((one) => one?.ValidationStatus)).toEqual(['SUCCESS', 'PENDING_VALIDATION']);
  expect(await refusal(() => acm.migrate())).toBe(
    `ConflictException: An update of certificate ${acm.arn} is already in progress.`,
  );
  await acm.after(71 * HOUR);
  expect(await acm.detail(acm.arn)).toMatchObject({
    Status: 'ISSUED',
    UpdateSummary: { Status: 'FAILED' },
    DomainValidationOptions: [{ ValidationMethod: 'EMAIL' }, { ValidationMethod: 'EMAIL' }],
  });
  expect(await acm.requested()).toEqual([undefined, undefined]);

  await acm.migrate();
  await acm.after(41);
  expect(await acm.requested()).toEqual(named);
  await acm.addRecords([TWO]);
  await acm.after(301);
  expect((await acm.detail(acm.arn)).UpdateSummary?.Status).toBe('SUCCESS');
});

it('migrates only what is issued, and to nothing but DNS', async () => {
  const acm = await issued();
  const pending = await acm.request({ DomainName: TWO, ...parentDomain(TWO) });
  await acm.after(10);
  const other = acts(acm, pending);
  expect(await refusal(() => other.migrate())).toBe(`InvalidStateException: Certificate ${pending} is not issued.`);
  const refused = 'ValidationException: The only option of a certificate that can be updated is ValidationMethod: DNS.';
  expect(await refusal(() => acm.migrate({ ValidationMethod: 'EMAIL' }))).toBe(refused);
  expect(await refusal(() => acm.migrate({ ValidationMethod: 'DNS', Export: 'ENABLED' }))).toBe(refused);
});

it('takes five updates a second', async () => {
  const acm = await issued();
  await acm.migrate();
  for (let n = 0; n < 4; n++) await refusal(() => acm.migrate());
  expect(await refusal(() => acm.migrate())).toBe('ThrottlingException: Rate exceeded');
});

it('goes on where it stood after a restart', async () => {
  const store = openStore();
  const before = await issued(store);
  await before.migrate();
  await before.after(41);
  await before.addRecords();
  const acm = acmWorld({ store, start: before.clock.now().toISOString() });
  await acm.after(301);
  expect((await acm.detail(before.arn)).UpdateSummary?.Status).toBe('SUCCESS');
});
