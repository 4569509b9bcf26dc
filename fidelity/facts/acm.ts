/** What ACM is taken to do. */
import { UpdateCertificateOptionsCommand } from '@aws-sdk/client-acm';
import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { type Bench, type Fact, refusal, unlessOneOf, until, within } from './fact.ts';
import { describe, record, request, zoneOf } from './made.ts';

const CLIENT = 'lambdas/clients/acm.ts';
const FREE = 'nothing; it counts towards the 5,000 certificates of a year';
/** What the client takes for a refusal for good. */
const REFUSALS = ['InvalidParameterException', 'InvalidDomainValidationOptionsException', 'ValidationException'];
const NAMES = { ServiceCode: 'acm', QuotaCode: 'L-FB94F0B0' };

/** Names of a request that asks nobody: validation by DNS. */
const named = (bench: Bench, label: string) => `${label}.${bench.run}.${zoneOf(bench).name}`;

async function namesAllowed({ quotas }: Bench): Promise<number> {
  const own = await refusal(quotas.send(new GetServiceQuotaCommand(NAMES)));
  const command = own.code === 'OK' ? new GetServiceQuotaCommand(NAMES) : new GetAWSDefaultServiceQuotaCommand(NAMES);
  return (await quotas.send(command as GetServiceQuotaCommand)).Quota?.Value ?? 0;
}

export const ACM_FACTS: readonly Fact[] = [
  {
    name: 'acm-public-suffix',
    reliesOn: 'A validation domain that is a public suffix is refused at once, by one of three errors',
    where: CLIENT,
    otherwise: 'The step fails as a bug and on-call is called; no mail is sent to a stranger',
    check: {
      makes: 'one refused certificate request; a certificate if it is not refused',
      costs: FREE,
      needsZone: true,
      async run(bench) {
        const DomainName = named(bench, 'suffix');
        const ValidationDomain = DomainName.split('.').at(-1);
        const input = {
          DomainName,
          ValidationMethod: 'EMAIL' as const,
          DomainValidationOptions: [{ DomainName, ValidationDomain }],
        };
        return unlessOneOf(REFUSALS, await refusal(request(bench, input)));
      },
    },
  },
  {
    name: 'acm-too-many-names',
    reliesOn: 'More names than the quota allows are a LimitExceededException at once',
    where: CLIENT,
    otherwise: 'The request ends with the error that comes instead, or waits for names that nobody can approve',
    check: {
      makes: 'one refused certificate request; a certificate if it is not refused',
      costs: FREE,
      needsZone: true,
      async run(bench) {
        const count = (await namesAllowed(bench)) + 1;
        const [DomainName = '', ...SubjectAlternativeNames] = Array.from({ length: count }, (_, index) =>
          named(bench, `n${index}`),
        );
        const input = { DomainName, SubjectAlternativeNames, ValidationMethod: 'DNS' as const };
        return unlessOneOf(['LimitExceededException'], await refusal(request(bench, input)));
      },
    },
  },
  {
    name: 'acm-records-come-late',
    reliesOn:
      'A new request answers ResourceNotFound or lacks its validation records at first, and has them within an hour',
    where: 'core/wait.ts',
    otherwise: 'The request ends after an hour, or fails at its first look',
    check: {
      makes: 'one certificate request by DNS, deleted at the end',
      costs: FREE,
      needsZone: true,
      async run(bench) {
        const arn = await request(bench, { DomainName: named(bench, 'late'), ValidationMethod: 'DNS' });
        const look = async () => {
          const found = await describe(bench, arn);
          const options = found?.DomainValidationOptions ?? [];
          return options.length > 0 && options.every(({ ResourceRecord }) => ResourceRecord) ? 'complete' : undefined;
        };
        const { code, text } = await refusal(until(bench, 'the records', { every: 10, minutes: 60 }, look));
        return code === 'OK' ? undefined : `${code}: ${text}`;
      },
    },
  },
  {
    name: 'acm-pending-is-not-migratable',
    reliesOn:
      'A certificate that is not issued is no candidate for the move to DNS validation: InvalidState, Validation or LimitExceeded',
    where: CLIENT,
    otherwise: 'The move is taken for running, or fails as a bug',
    check: {
      makes: 'one certificate request by DNS, deleted at the end',
      costs: FREE,
      needsZone: true,
      async run(bench) {
        const CertificateArn = await request(bench, { DomainName: named(bench, 'pending'), ValidationMethod: 'DNS' });
        await until(bench, 'the certificate', { every: 10, minutes: 60 }, () => describe(bench, CertificateArn));
        const update = new UpdateCertificateOptionsCommand({ CertificateArn, Options: { ValidationMethod: 'DNS' } });
        const wanted = ['InvalidStateException', 'ValidationException', 'LimitExceededException'];
        return unlessOneOf(wanted, await refusal(bench.acm.send(update)));
      },
    },
  },
  {
    name: 'acm-address-is-no-mail-route',
    reliesOn: 'A domain with an address and without MX gets no approval mails: NO_AVAILABLE_CONTACTS',
    where: 'core/mail-route.ts',
    otherwise: 'Preflight refuses domains that could have been approved',
    check: {
      makes:
        'one A record and one certificate request by e-mail for a name below it, both deleted at the end; no mailbox exists there',
      costs: FREE,
      needsZone: true,
      async run(bench) {
        const DomainName = named(bench, 'no-mx');
        await record(bench, { Name: DomainName, Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] });
        const DomainValidationOptions = [{ DomainName, ValidationDomain: DomainName }];
        const arn = await request(bench, { DomainName, ValidationMethod: 'EMAIL', DomainValidationOptions });
        const ended = async () => {
          const found = await describe(bench, arn);
          return found?.Status === 'FAILED' ? found.FailureReason : undefined;
        };
        const reason = await within(bench, { every: 15, minutes: 30 }, ended);
        return reason === 'NO_AVAILABLE_CONTACTS' ? undefined : (reason ?? 'still pending');
      },
    },
  },
  {
    name: 'acm-running-migration-conflicts',
    reliesOn: 'A second move to DNS validation while one is running is a ConflictException',
    where: CLIENT,
    otherwise: 'The second try is taken for a refusal, and the move ends though AWS is at it',
    check: { notCheckable: 'it takes a certificate that people have approved by mail' },
  },
  {
    name: 'acm-migration-after-sunset',
    reliesOn: 'A certificate validated by e-mail can be moved to DNS after 2027-09-30 too, while it lasts',
    where: 'core/migration.ts',
    otherwise: 'Moves that are begun then are refused; the site needs a new certificate by DNS',
    check: { notCheckable: 'that day has not come' },
  },
  {
    name: 'acm-resend-keeps-deadline',
    reliesOn: 'Mailing again does not move the 72 hours after which a request times out',
    where: 'core/wait.ts',
    otherwise: 'Approvers are shown an earlier deadline than AWS keeps; the wait ends after 96 hours all the same',
    check: { notCheckable: 'it takes 72 hours in which nobody approves' },
  },
  {
    name: 'acm-email-ends-with-the-day',
    reliesOn: 'Requests by e-mail are taken until the end of 2027-03-31 UTC, and then refused by one of three errors',
    where: 'core/sunset.ts',
    otherwise: 'A request of the last hours is refused by AWS instead of by us',
    check: { notCheckable: 'that day has not come' },
  },
  {
    name: 'acm-ended-requests-count',
    reliesOn: 'Failed, timed out and deleted requests count towards the certificates of a year',
    where: 'core/quota-plan.ts',
    otherwise: 'We call on-call earlier than needed',
    check: { notCheckable: 'AWS publishes no count, and to reach the quota would close the account for a year' },
  },
  {
    name: 'acm-renewal-rounds',
    reliesOn: 'A renewal whose 72 hours end begins its next round of mails by itself, from 45 days before the end',
    where: 'core/renewal.ts',
    otherwise: 'Reminders speak of mails that did not come; the letters still name the mailboxes and the day',
    check: { notCheckable: 'it takes a certificate of 153 days' },
  },
];
