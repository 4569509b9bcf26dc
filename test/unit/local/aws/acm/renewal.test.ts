import { openStore } from '../../../../../local/store.ts';
import { refusal } from '../../../../support/refusal.ts';
import { acmWorld, caller, parentDomain } from './acm-world.ts';

const ONE = 'login.example.com';
const TWO = 'id.example.com';
const DAY = 86_400;
const RESOURCE = 'arn:aws:cloudfront::111122223333:distribution/E1';

type World = ReturnType<typeof acmWorld>;

/** Issued on 2026-11-21, valid until 2027-06-06T23:59:59Z, in use. */
async function byMail(acm: World = acmWorld(), inUse = true): Promise<string> {
  acm.domain('example.com');
  const arn = await acm.request({ SubjectAlternativeNames: [TWO], ...parentDomain(ONE, TWO) });
  await acm.after(60);
  for (const name of [ONE, TWO]) acm.approvals.approve(acm.codesFor(name)[0] ?? '');
  await acm.after(150);
  if (inUse) acm.certificates.attach(arn, RESOURCE);
  return arn;
}

async function byDns(acm: World): Promise<{ arn: string; record: { name: string; value: string } }> {
  acm.domain('example.com');
  const arn = await acm.request({ ValidationMethod: 'DNS' });
  await acm.after(60);
  const { Name = '', Value = '' } = (await acm.detail(arn)).DomainValidationOptions?.[0]?.ResourceRecord ?? {};
  const record = { name: Name.slice(0, -1), value: Value };
  put(acm, record);
  await acm.after(900);
  acm.certificates.attach(arn, RESOURCE);
  return { arn, record };
}

function put(acm: World, { name, value }: { name: string; value: string }): void {
  acm.zones.put('example.com', { name, type: 'CNAME', ttl: 300, values: [value] });
}

const to = (acm: World, time: string) => acm.clock.jumpTo(new Date(time)).then(() => acm.clock.quiet());
const approve = (acm: World, name: string) => acm.approvals.approve(acm.codesFor(name).at(-1) ?? '').state;
const told = (acm: World) =>
  acm.events.map((event) => `${event['detail-type']} ${(event.detail as { DaysToExpiry?: number }).DaysToExpiry}`);

describe('a renewal by e-mail', () => {
  it('asks for every name again from 45 days before the end, and has no summary before', async () => {
    const acm = acmWorld();
    const arn = await byMail(acm);
    await to(acm, '2027-04-22T23:59:58Z');
    expect((await acm.detail(arn)).RenewalSummary).toBeUndefined();
    expect(acm.mails).toHaveLength(10);
    await acm.after(2);
    expect((await acm.detail(arn)).RenewalSummary).toMatchObject({
      RenewalStatus: 'PENDING_VALIDATION',
      DomainValidationOptions: [
        { DomainName: ONE, ValidationDomain: 'example.com', ValidationStatus: 'PENDING_VALIDATION' },
        { DomainName: TWO, ValidationDomain: 'example.com', ValidationStatus: 'PENDING_VALIDATION' },
      ],
    });
    expect(acm.mails).toHaveLength(20);
    expect(acm.mails[10]).toMatchObject({
      to: ['administrator@example.com'],
      subject: `Certificate request for ${ONE}`,
    });
    expect(acm.mails[10]?.text).toContain('expires soon. To renew it, its owner must approve it again.');
  });

  it('renews under the same ARN with a new serial, and the edges show it within 24 hours', async () => {
    const acm = acmWorld();
    const arn = await byMail(acm);
    acm.spans.set('edges', { least: 3600, spread: 1 });
    await to(acm, '2027-04-23T08:00:00Z');
    const before = acm.certificates.material(arn)?.serial;
    expect(approve(acm, ONE)).toBe('approved');
    await acm.after(3600);
    expect((await acm.detail(arn)).RenewalSummary?.RenewalStatus).toBe('PENDING_VALIDATION');
    approve(acm, TWO);
    await acm.after(150);
    const renewed = await acm.detail(arn);
    expect(renewed).toMatchObject({
      Status: 'ISSUED',
      Serial: '0a:1b:2d',
      RenewalSummary: { RenewalStatus: 'SUCCESS' },
    });
    expect(renewed.NotAfter?.toISOString()).toBe('2027-07-31T23:59:59.000Z'); // 100 days from 2027-03-15 on
    expect(acm.certificates.material(arn)?.serial).toBe(before);
    await acm.after(3600);
    expect(acm.certificates.material(arn)?.serial).toBe('0a1b2d');
    expect(acm.events.at(-1)).toMatchObject({
      'detail-type': 'ACM Certificate Available',
      detail: { Action: 'RENEWAL', ValidityInDays: 100, DomainValidationMethod: 'EMAIL', InUse: true },
    });
  });

  it('starts over after 72 hours: what was approved counts for nothing, older mails neither', async () => {
    const acm = acmWorld();
    const arn = await byMail(acm);
    await to(acm, '2027-04-23T08:00:00Z');
    approve(acm, ONE);
    const [old = ''] = acm.codesFor(TWO).slice(-1);
    await to(acm, '2027-04-26T08:00:00Z');
    expect(acm.mails).toHaveLength(30);
    const { DomainValidationOptions = [] } = (await acm.detail(arn)).RenewalSummary ?? {};
    expect(DomainValidationOptions.map((one) => one.ValidationStatus)).toEqual(Array(2).fill('PENDING_VALIDATION'));
    expect(acm.approvals.approve(old).state).toBe('expired');
  });

  it('mails one name again while it waits, and not before', async () => {
    const acm = acmWorld();
    const arn = await byMail(acm);
    const resend = () =>
      acm.calls.ResendValidationEmail({ CertificateArn: arn, Domain: ONE, ValidationDomain: 'example.com' }, caller);
    expect(await refusal(resend)).toContain('InvalidStateException');
    await to(acm, '2027-04-23T08:00:00Z');
    await resend();
    expect(acm.mails).toHaveLength(25);
    expect(approve(acm, ONE)).toBe('approved');
  });

  it('calls for action 30, 15, 3 and 1 days before the end, and expires FAILED', async () => {
    const acm = acmWorld();
    const arn = await byMail(acm);
    await to(acm, '2027-06-07T00:00:00Z');
    expect(await acm.detail(arn)).toMatchObject({ Status: 'EXPIRED', RenewalSummary: { RenewalStatus: 'FAILED' } });
    const action = 'ACM Certificate Renewal Action Required';
    expect(told(acm).filter((each) => each.startsWith(action))).toEqual(
      [30, 15, 3, 1].map((days) => `${action} ${days}`),
    );
    expect(told(acm).filter((each) => each.startsWith('ACM Certificate Approaching'))).toHaveLength(30);
    expect(acm.events.at(-1)).toMatchObject({ 'detail-type': 'ACM Certificate Expired', detail: { InUse: true } });
    expect(approve(acm, ONE)).toBe('expired'); // the fifteenth round ends with the certificate
  });

  it('does not happen for what nothing uses', async () => {
    const acm = acmWorld();
    const arn = await byMail(acm, false);
    await to(acm, '2027-05-01T00:00:00Z');
    expect((await acm.detail(arn)).RenewalSummary).toBeUndefined();
    acm.certificates.attach(arn, RESOURCE);
    await acm.after(DAY);
    expect((await acm.detail(arn)).RenewalSummary?.RenewalStatus).toBe('PENDING_VALIDATION');
  });

  it('is refused by a denial and by a missing mail server, and asks again in the next round', async () => {
    const acm = acmWorld();
    const arn = await byMail(acm);
    await to(acm, '2027-04-23T08:00:00Z');
    expect(acm.approvals.deny(acm.codesFor(ONE).at(-1) ?? '').state).toBe('denied');
    expect((await acm.detail(arn)).RenewalSummary?.RenewalStatusReason).toBe('DOMAIN_VALIDATION_DENIED');
    acm.zones.remove('example.com', 'example.com', 'MX');
    await to(acm, '2027-04-26T08:00:00Z');
    expect((await acm.detail(arn)).RenewalSummary?.RenewalStatusReason).toBe('NO_AVAILABLE_CONTACTS');
    expect(acm.mails).toHaveLength(20);
  });

  it('begins no more after 2027-09-30, and ends a round that nobody finished', async () => {
    const acm = acmWorld({ start: '2027-03-16T10:00:00Z' });
    const arn = await byMail(acm); // until 2027-06-23
    await to(acm, '2027-05-11T00:00:00Z');
    for (const name of [ONE, TWO]) approve(acm, name); // until 2027-08-18
    await to(acm, '2027-07-06T00:00:00Z');
    for (const name of [ONE, TWO]) approve(acm, name); // until 2027-10-13
    await to(acm, '2027-10-05T00:00:00Z');
    expect(await acm.detail(arn)).toMatchObject({ Status: 'ISSUED', RenewalSummary: { RenewalStatus: 'FAILED' } });
    expect(acm.mails.at(-1)?.subject).toContain(TWO);
    const mails = acm.mails.length;
    await to(acm, '2027-10-14T00:00:00Z');
    expect(acm.mails).toHaveLength(mails);
    expect((await acm.detail(arn)).Status).toBe('EXPIRED');
  });
});

describe('a renewal by DNS', () => {
  it('needs nobody while the CNAMEs stand, again and again', async () => {
    const acm = acmWorld();
    const { arn } = await byDns(acm);
    await to(acm, '2027-04-23T01:00:00Z');
    expect((await acm.detail(arn)).NotAfter?.toISOString()).toBe('2027-07-31T23:59:59.000Z');
    await to(acm, '2027-06-17T01:00:00Z');
    expect((await acm.detail(arn)).NotAfter?.toISOString()).toBe('2027-09-24T23:59:59.000Z');
    expect(acm.mails).toEqual([]);
    expect(new Set(told(acm).map((each) => each.replace(/ \d+$/, '')))).toEqual(new Set(['ACM Certificate Available']));
  });

  it('waits for a CNAME that is gone, and goes on when it is back', async () => {
    const acm = acmWorld();
    const { arn, record } = await byDns(acm);
    acm.zones.remove('example.com', record.name, 'CNAME');
    await to(acm, '2027-04-24T00:00:00Z');
    expect((await acm.detail(arn)).RenewalSummary).toMatchObject({ RenewalStatus: 'PENDING_VALIDATION' });
    put(acm, record);
    await acm.after(DAY);
    expect((await acm.detail(arn)).RenewalSummary).toMatchObject({ RenewalStatus: 'SUCCESS' });
  });

  it('goes on after a restart', async () => {
    const store = openStore();
    const { arn } = await byDns(acmWorld({ store }));
    const again = acmWorld({ store, start: '2027-04-01T00:00:00Z' });
    await to(again, '2027-04-24T00:00:00Z');
    expect((await again.detail(arn)).RenewalSummary).toMatchObject({ RenewalStatus: 'SUCCESS' });
  });
});
