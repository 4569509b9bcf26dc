import { openStore } from '../../../../../local/store.ts';
import { refusal } from '../../../../support/refusal.ts';
import { acmWorld, caller, parentDomain } from './acm-world.ts';

const ONE = 'login.example.com';
const DAY = 86_400;

describe('a certificate by e-mail', () => {
  it('is not found for some seconds, then has no addresses, then five of the validation domain', async () => {
    const acm = acmWorld();
    acm.domain('example.com');
    const arn = await acm.request(parentDomain(ONE));
    expect(arn).toMatch(/^arn:aws:acm:us-east-1:111122223333:certificate\/[0-9a-f-]{36}$/);
    expect(await refusal(() => acm.detail(arn))).toBe(`ResourceNotFoundException: Could not find certificate ${arn}.`);
    await acm.after(9);
    expect(await acm.detail(arn)).toMatchObject({ Status: 'PENDING_VALIDATION', DomainValidationOptions: [] });
    await acm.after(41);
    expect((await acm.detail(arn)).DomainValidationOptions).toEqual([
      {
        DomainName: ONE,
        ValidationDomain: 'example.com',
        ValidationMethod: 'EMAIL',
        ValidationStatus: 'PENDING_VALIDATION',
        ValidationEmails: [
          'administrator@example.com',
          'hostmaster@example.com',
          'postmaster@example.com',
          'webmaster@example.com',
          'admin@example.com',
        ],
      },
    ]);
  });

  it('asks with five mails per name, each leading to the approval page', async () => {
    const acm = acmWorld();
    acm.domain('example.com');
    const arn = await acm.request({
      SubjectAlternativeNames: ['id.example.com'],
      ...parentDomain(ONE, 'id.example.com'),
    });
    await acm.after(60);
    expect(acm.mails).toHaveLength(10);
    expect(acm.mails[0]).toMatchObject({
      to: ['administrator@example.com'],
      subject: `Certificate request for ${ONE}`,
    });
    const text = acm.mails[0]?.text;
    expect(text).toContain(
      `Domain: ${ONE}\nAWS account ID: 111122223333\nAWS Region name: us-east-1\nCertificate Identifier: ${arn}\n`,
    );
    expect(text).toMatch(/\nhttp:\/\/localhost:4500\/approvals\?code=[0-9a-f-]{36}&context=[0-9a-f-]{36}\n/);
  });

  it('is issued for 198 days some time after the last approval, and says so on the bus', async () => {
    const acm = acmWorld();
    acm.domain('example.com');
    const arn = await acm.request({
      SubjectAlternativeNames: ['id.example.com'],
      ...parentDomain(ONE, 'id.example.com'),
    });
    await acm.after(60);
    expect(acm.approvals.approve(acm.codesFor(ONE)[0] ?? '').state).toBe('approved');
    await acm.after(3600);
    expect((await acm.detail(arn)).Status).toBe('PENDING_VALIDATION');
    acm.approvals.approve(acm.codesFor('id.example.com')[0] ?? '');
    const waiting = await acm.detail(arn);
    expect(waiting.Status).toBe('PENDING_VALIDATION');
    expect(waiting.DomainValidationOptions?.map((one) => one.ValidationStatus)).toEqual(['SUCCESS', 'SUCCESS']);
    await acm.after(150);
    const issued = await acm.detail(arn);
    expect(issued).toMatchObject({ Status: 'ISSUED', Serial: '0a:1b:2c', InUseBy: [] });
    expect(issued.NotBefore?.toISOString()).toBe('2026-11-21T00:00:00.000Z');
    expect(issued.NotAfter?.toISOString()).toBe('2027-06-06T23:59:59.000Z');
    expect(acm.events).toHaveLength(1);
    expect(acm.events[0]).toMatchObject({
      'detail-type': 'ACM Certificate Available',
      source: 'aws.acm',
      resources: [arn],
      detail: {
        Action: 'ISSUANCE',
        CommonName: ONE,
        ValidityInDays: 198,
        DomainValidationMethod: 'EMAIL',
        InUse: false,
      },
    });
    const pem = await acm.calls.GetCertificate({ CertificateArn: arn }, caller);
    expect(pem).toEqual({ Certificate: 'certificate of login.example.com id.example.com', CertificateChain: 'chain' });
    await acm.after(198 * DAY);
    expect((await acm.detail(arn)).Status).toBe('EXPIRED');
  });

  it('takes the name itself for the validation domain when none is given, without www. or *.', async () => {
    const acm = acmWorld();
    acm.domain('example.com');
    acm.zones.put('example.com', { name: 'login.example.com', type: 'MX', ttl: 300, values: ['10 mx.dns.net'] });
    const arn = await acm.request({ DomainName: '*.login.example.com' });
    await acm.after(60);
    const [name] = (await acm.detail(arn)).DomainValidationOptions ?? [];
    expect(name?.ValidationDomain).toBe('*.login.example.com');
    expect(name?.ValidationEmails?.[4]).toBe('admin@login.example.com');
  });

  it('times out 72 hours after the request, whatever is sent again meanwhile', async () => {
    const acm = acmWorld();
    acm.domain('example.com');
    const arn = await acm.request(parentDomain(ONE));
    await acm.after(71 * 3600);
    const resend = { CertificateArn: arn, Domain: ONE, ValidationDomain: 'example.com' };
    await acm.calls.ResendValidationEmail(resend, caller);
    expect(acm.mails).toHaveLength(10);
    await acm.after(3600);
    const detail = await acm.detail(arn);
    expect(detail.Status).toBe('VALIDATION_TIMED_OUT');
    expect(detail.FailureReason).toBeUndefined();
    expect(acm.approvals.approve(acm.codesFor(ONE)[1] ?? '').state).toBe('closed');
    expect(await refusal(() => acm.calls.ResendValidationEmail(resend, caller))).toMatch(/^InvalidStateException/);
  });

  it('fails when the approver denies', async () => {
    const acm = acmWorld();
    acm.domain('example.com');
    const arn = await acm.request(parentDomain(ONE));
    await acm.after(60);
    expect(acm.approvals.deny(acm.codesFor(ONE)[0] ?? '').state).toBe('denied');
    expect(await acm.detail(arn)).toMatchObject({ Status: 'FAILED', FailureReason: 'DOMAIN_VALIDATION_DENIED' });
  });

  it.each([
    ['no MX', undefined],
    ['a null MX', '0 .'],
  ])('fails with NO_AVAILABLE_CONTACTS on a domain with %s, and asks nobody', async (_what, exchanger) => {
    const acm = acmWorld();
    acm.domain('example.com');
    acm.zones.remove('example.com', 'example.com', 'MX');
    if (exchanger) acm.zones.put('example.com', { name: 'example.com', type: 'MX', ttl: 300, values: [exchanger] });
    const arn = await acm.request(parentDomain(ONE));
    await acm.after(60);
    expect(await acm.detail(arn)).toMatchObject({ Status: 'FAILED', FailureReason: 'NO_AVAILABLE_CONTACTS' });
    expect(acm.mails).toEqual([]);
  });

  it('fails with CAA_ERROR after every name was approved', async () => {
    const acm = acmWorld();
    acm.domain('example.com');
    acm.zones.put('example.com', { name: 'example.com', type: 'CAA', ttl: 300, values: ['0 issue "letsencrypt.org"'] });
    const arn = await acm.request(parentDomain(ONE));
    await acm.after(60);
    acm.approvals.approve(acm.codesFor(ONE)[0] ?? '');
    await acm.after(150);
    const detail = await acm.detail(arn);
    expect(detail).toMatchObject({ Status: 'FAILED', FailureReason: 'CAA_ERROR' });
    expect(detail.DomainValidationOptions?.[0]?.ValidationStatus).toBe('SUCCESS');
  });

  it('fails for a name under no public suffix, and for one that ACM has reasons against', async () => {
    const acm = acmWorld();
    acm.domain('example.com');
    acm.screen('example.com', 'ADDITIONAL_VERIFICATION_REQUIRED');
    const screened = await acm.request(parentDomain(ONE));
    const inner = await acm.request({ DomainName: 'login.intern' });
    await acm.after(60);
    expect((await acm.detail(screened)).FailureReason).toBe('ADDITIONAL_VERIFICATION_REQUIRED');
    expect((await acm.detail(inner)).FailureReason).toBe('INVALID_PUBLIC_DOMAIN');
  });
});

describe('a certificate by DNS', () => {
  it('is issued once ACM has seen the CNAME of every name, which a name shares with its wildcard', async () => {
    const acm = acmWorld();
    acm.domain('example.com');
    const names = { DomainName: ONE, SubjectAlternativeNames: [`*.${ONE}`] };
    const arn = await acm.request({ ...names, ValidationMethod: 'DNS' });
    await acm.after(60);
    const [own, wildcard] = (await acm.detail(arn)).DomainValidationOptions ?? [];
    expect(own?.ResourceRecord?.Name).toMatch(/^_[0-9a-f]{32}\.login\.example\.com\.$/);
    expect(own?.ResourceRecord?.Value).toMatch(/^_[0-9a-f]{32}\.[a-z]{10}\.acm-validations\.aws\.$/);
    expect(wildcard?.ResourceRecord).toEqual(own?.ResourceRecord);
    await acm.after(DAY);
    expect((await acm.detail(arn)).Status).toBe('PENDING_VALIDATION');
    const { Name: name = '', Value: value = '' } = own?.ResourceRecord ?? {};
    acm.zones.put('example.com', { name, type: 'CNAME', ttl: 300, values: [value] });
    await acm.after(600);
    expect((await acm.detail(arn)).Status).toBe('ISSUED');
    expect(acm.mails).toEqual([]);
  });
});

describe('RequestCertificate', () => {
  it.each([
    [{ DomainName: 'no_underscore.example.com' }, 'ValidationException'],
    [{ DomainName: `${'a'.repeat(60)}.example.com` }, 'InvalidParameterException'],
    [{ DomainName: 'd111.cloudfront.net' }, 'InvalidParameterException'],
    [{ ValidationMethod: 'HTTP' as const }, 'InvalidParameterException'],
    [
      { DomainValidationOptions: [{ DomainName: ONE, ValidationDomain: 'other.com' }] },
      'InvalidDomainValidationOptionsException',
    ],
    [
      { DomainValidationOptions: [{ DomainName: ONE, ValidationDomain: 'com' }] },
      'InvalidDomainValidationOptionsException',
    ],
    [
      { DomainValidationOptions: [{ DomainName: 'id.example.com', ValidationDomain: 'example.com' }] },
      'InvalidDomainValidationOptionsException',
    ],
    [{ ValidationMethod: 'DNS' as const, ...parentDomain(ONE) }, 'InvalidDomainValidationOptionsException'],
    [{ DomainValidationOptions: [{ DomainName: ONE, ValidationDomain: undefined }] }, 'ValidationException'],
    [{ Tags: [{ Key: 'aws:mine', Value: 'x' }] }, 'InvalidTagException'],
  ])('refuses %j with %s', async (input, name) => {
    const acm = acmWorld();
    expect(await refusal(() => acm.request(input))).toMatch(new RegExp(`^${name}: `));
    expect(acm.world.mutations).toEqual([]);
  });

  it('allows ten names until the quota is raised', async () => {
    const acm = acmWorld();
    const names = Array.from({ length: 10 }, (_, index) => `n${index}.example.com`);
    expect(await refusal(() => acm.request({ SubjectAlternativeNames: names }))).toBe(
      'LimitExceededException: Certificate has too many domains.',
    );
    acm.quotas.set('111122223333', 'L-FB94F0B0', 11);
    expect(await acm.request({ SubjectAlternativeNames: names })).toMatch(/^arn:/);
  });

  it('counts requests of the last 365 days, deleted ones too', async () => {
    const acm = acmWorld();
    acm.quotas.set('111122223333', 'L-DA1D8B98', 1);
    const arn = await acm.request();
    await acm.after(60);
    await acm.calls.DeleteCertificate({ CertificateArn: arn }, caller);
    expect(await refusal(() => acm.request())).toBe(
      'LimitExceededException: Error: you have reached your limit of 1 certificates in the last year.',
    );
    await acm.after(365 * DAY);
    expect(await refusal(() => acm.request({ ValidationMethod: 'DNS' }))).toBe('no refusal');
  });

  it('answers the old certificate to a token of the last hour, even with other names', async () => {
    const acm = acmWorld();
    const first = await acm.request({ IdempotencyToken: 'once' });
    expect(await acm.request({ IdempotencyToken: 'once', DomainName: 'other.example.com' })).toBe(first);
    await acm.after(3600);
    expect(await acm.request({ IdempotencyToken: 'once' })).not.toBe(first);
  });

  it('takes no e-mail requests after 2027-03-31, but DNS ones', async () => {
    const acm = acmWorld({ start: '2027-03-31T23:00:00Z' });
    await acm.request();
    await acm.after(3600);
    expect(await refusal(() => acm.request())).toBe(
      'InvalidParameterException: Email validation is no longer available for new certificates.',
    );
    expect(await acm.request({ ValidationMethod: 'DNS' })).toMatch(/^arn:/);
  });

  it('is taken five times a second', async () => {
    const acm = acmWorld();
    for (let count = 0; count < 5; count++) await acm.request();
    expect(await refusal(() => acm.request())).toBe('ThrottlingException: Rate exceeded');
    await acm.after(1);
    expect(await acm.request()).toMatch(/^arn:/);
  });
});

describe('the other operations', () => {
  it('send one name again per second, each mail with a code of its own', async () => {
    const acm = acmWorld();
    acm.domain('example.com');
    const arn = await acm.request(parentDomain(ONE));
    await acm.after(60);
    const resend = () =>
      acm.calls.ResendValidationEmail({ CertificateArn: arn, Domain: ONE, ValidationDomain: 'example.com' }, caller);
    await resend();
    expect(await refusal(resend)).toBe('ThrottlingException: Rate exceeded');
    const [first = '', second = ''] = acm.codesFor(ONE);
    expect(second).not.toBe(first);
    expect(acm.approvals.approve(second).state).toBe('approved');
    expect(acm.approvals.show(first).state).toBe('approved');
  });

  it('refuse to delete what is in use until ACM has noticed the release', async () => {
    const acm = acmWorld();
    const arn = await acm.request();
    await acm.after(60);
    const user = 'arn:aws:cloudfront::111122223333:distribution/E1';
    acm.certificates.attach(arn, user);
    expect((await acm.detail(arn)).InUseBy).toEqual([user]);
    acm.certificates.detach(arn, user);
    expect(await refusal(() => acm.calls.DeleteCertificate({ CertificateArn: arn }, caller))).toMatch(/^ResourceInUse/);
    await acm.after(1200);
    await acm.calls.DeleteCertificate({ CertificateArn: arn }, caller);
    expect(await refusal(() => acm.detail(arn))).toMatch(/^ResourceNotFoundException/);
  });

  it('list by status and key type, and keep tags', async () => {
    const acm = acmWorld();
    const arn = await acm.request({ Tags: [{ Key: 'siteId', Value: '1' }] });
    await acm.request({ KeyAlgorithm: 'EC_prime256v1', DomainName: 'ec.example.com' });
    await acm.after(60);
    await acm.calls.AddTagsToCertificate({ CertificateArn: arn, Tags: [{ Key: 'attempt', Value: '2' }] }, caller);
    expect(await acm.calls.ListTagsForCertificate({ CertificateArn: arn }, caller)).toEqual({
      Tags: [
        { Key: 'siteId', Value: '1' },
        { Key: 'attempt', Value: '2' },
      ],
    });
    expect(await acm.list()).toEqual([arn]);
    expect(await acm.list({ Includes: { keyTypes: ['EC_prime256v1'] } })).toHaveLength(1);
    expect(await acm.list({ CertificateStatuses: ['ISSUED'] })).toEqual([]);
  });

  it('show nothing of another account', async () => {
    const acm = acmWorld();
    const arn = await acm.request();
    await acm.after(60);
    const stranger = { ...caller, account: '999988887777' };
    expect(await refusal(() => acm.calls.DescribeCertificate({ CertificateArn: arn }, stranger))).toMatch(
      /^ResourceNotFoundException/,
    );
  });

  it('log each mutation with account, principal, resource and owner', async () => {
    const acm = acmWorld();
    const arn = await acm.request();
    expect(acm.world.mutations).toEqual([
      {
        at: '2026-11-21T10:00:00.000Z',
        account: '111122223333',
        principal: 'test',
        service: 'acm',
        operation: 'RequestCertificate',
        resource: arn,
        owner: '111122223333',
      },
    ]);
  });
});

describe('after a restart', () => {
  it('sends the mails that were not yet out, and only those', async () => {
    const store = openStore();
    const before = acmWorld({ store, lastMail: 2 });
    before.domain('example.com');
    await before.request(parentDomain(ONE));
    await expect(before.after(60)).rejects.toThrow('the mail server is gone');
    const later = acmWorld({ store, start: '2026-11-21T10:10:00Z' });
    await later.after(1);
    expect(later.mails.map((mail) => mail.to[0])).toEqual([
      'postmaster@example.com',
      'webmaster@example.com',
      'admin@example.com',
    ]);
    store.close();
  });

  it('goes on: mails, approval and issuance come as if nothing had happened', async () => {
    const store = openStore();
    const before = acmWorld({ store });
    before.domain('example.com');
    const arn = await before.request(parentDomain(ONE));
    before.clock.stop();

    const mailing = acmWorld({ store });
    await mailing.after(60);
    expect(mailing.mails).toHaveLength(5);
    mailing.approvals.approve(mailing.codesFor(ONE)[0] ?? '');
    mailing.clock.stop();

    const issuing = acmWorld({ store, start: '2026-11-21T10:10:00Z' });
    await issuing.after(150);
    expect((await issuing.detail(arn)).Status).toBe('ISSUED');
    expect(issuing.mails).toEqual([]);
    store.close();
  });
});
