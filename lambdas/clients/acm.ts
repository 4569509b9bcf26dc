/** AWS Certificate Manager, as this service needs it. Answers are the core's words; quotas and refusals are told apart. */
import {
  ACMClient,
  type CertificateDetail,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  type DomainValidation,
  type ListCertificatesCommandInput,
  ListTagsForCertificateCommand,
  paginateListCertificateDomainValidations,
  paginateListCertificates,
  type RenewalSummary,
  RequestCertificateCommand,
  ResendValidationEmailCommand,
  type ResourceRecord,
  UpdateCertificateOptionsCommand,
} from '@aws-sdk/client-acm';
import { ServiceError } from '../../core/errors.ts';
import type { Method } from '../../core/status.ts';
import { DEPLOYMENT_TAG } from '../../core/topology.ts';
import type { ValidationRecord } from '../../core/validation-record.ts';
import { awsConfig, calling, deploymentOf, type Env, eachPage, isAwsError, lacking, messageOf } from './aws.ts';

/** The tag by which a certificate is found again when its ARN was not stored. */
const REQUEST_TAG = 'certificates:request';

/** Names that ACM refuses for good: a business end, not a failure. */
const REFUSALS = ['InvalidParameterException', 'InvalidDomainValidationOptionsException', 'ValidationException'];

export interface CertificateOrder {
  requestId: string;
  commonName: string;
  names: readonly string[];
  method: Method;
  /** EMAIL: the domain whose mailboxes approve each name. */
  validationDomains: Readonly<Record<string, string>>;
  idempotencyToken: string;
}

export type Ordered = { certificateArn: string } | { refused: string };

/** `running`: it is under way already, or something else changes the certificate just now. */
export type MigrationBegun = 'begun' | 'running' | { refused: string };

/** What ACM answers where a certificate cannot be migrated, for good. */
const NOT_MIGRATABLE = ['InvalidStateException', 'ValidationException', 'LimitExceededException'];

/** One certificate as ACM describes it. Undefined where ACM does not (yet, or any more) know it. */
export interface Certificate {
  certificateArn: string;
  status: 'PENDING_VALIDATION' | 'ISSUED' | 'FAILED' | 'VALIDATION_TIMED_OUT' | 'INACTIVE' | 'EXPIRED' | 'REVOKED';
  failureReason?: string;
  createdAt?: string;
  notAfter?: string;
  /** Lower-case hexadecimal without separators. */
  serial?: string;
  inUseBy: readonly string[];
  /** From e-mail to DNS validation, the latest; `FAILED` when its 72 hours ended. */
  migration?: { status: 'PENDING_DOMAIN_VALIDATION' | 'SUCCESS' | 'FAILED'; requestedAt?: string };
  names: readonly CertificateName[];
  /** The renewal under way, or the last one; absent before the first. */
  renewal?: CertificateRenewal;
}

export interface CertificateRenewal {
  status: 'PENDING_AUTO_RENEWAL' | 'PENDING_VALIDATION' | 'SUCCESS' | 'FAILED';
  /** ACM's FailureReason; absent while nothing is wrong. */
  trouble?: string;
  updatedAt: string;
  /** As validated for this renewal. */
  names: readonly CertificateName[];
}

export interface CertificateName {
  name: string;
  validated: boolean;
  failed: boolean;
  /** The addresses as ACM reports them; empty until it does. */
  emails: readonly string[];
  /** The CNAME that validates it; absent until ACM names it. */
  record?: ValidationRecord;
}

/** One try only: the SDK counts LimitExceededException among the throttles and would repeat a hopeless call. Who calls tries again. */
const ATTEMPTS = 1;

/** AWS refuses calls signed by a clock that is further off. */
const SKEW_MS = 15 * 60_000;
/** Of the newest certificates: those of some days, in one call, for ACM takes 8 a second; and some 200 kB. */
const NEWEST_A_PAGE = 500;
/** API_ListCertificates.html, MaxItems. */
const MOST_A_PAGE = 1000;

export function createAcm(env: Env) {
  const client = new ACMClient(awsConfig(env, ATTEMPTS));
  const deployment = deploymentOf(env);

  /** Of one that is gone, which ACM's lists show for a while yet: none. */
  async function tagsOf(certificateArn: string): Promise<ReadonlyMap<string | undefined, string | undefined>> {
    try {
      const command = new ListTagsForCertificateCommand({ CertificateArn: certificateArn });
      const { Tags = [] } = await calling(client.send(command));
      return new Map(Tags.map(({ Key, Value }) => [Key, Value]));
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return new Map();
      throw error;
    }
  }

  return {
    async request(order: CertificateOrder): Promise<Ordered> {
      try {
        const { CertificateArn } = await calling(
          client.send(new RequestCertificateCommand(requestInput(order, deployment))),
        );
        if (!CertificateArn) throw lacking('CertificateArn');
        return { certificateArn: CertificateArn };
      } catch (cause) {
        if (isAwsError(cause, 'LimitExceededException')) {
          throw new ServiceError('CertificateQuotaExceeded', { found: messageOf(cause) }, { cause });
        }
        if (REFUSALS.some((name) => isAwsError(cause, name))) return { refused: messageOf(cause) };
        throw cause;
      }
    },

    async describe(certificateArn: string): Promise<Certificate | undefined> {
      try {
        const command = new DescribeCertificateCommand({ CertificateArn: certificateArn });
        const { Certificate } = await calling(client.send(command));
        return Certificate && toCertificate(certificateArn, Certificate);
      } catch (error) {
        if (isAwsError(error, 'ResourceNotFoundException')) return undefined;
        throw error;
      }
    },

    /** The certificate that was asked for since then for this request, where its ARN did not reach our table. The newest come first. */
    async findByTag(requestId: string, commonName: string, since: Date): Promise<string | undefined> {
      const earliest = new Date(since.getTime() - SKEW_MS);
      const newestFirst = { SortBy: 'CREATED_AT', SortOrder: 'DESCENDING' } as const;
      const pages = paginateListCertificates({ client, pageSize: NEWEST_A_PAGE }, newestFirst);
      for await (const { CertificateSummaryList = [] } of eachPage(pages)) {
        for (const { CreatedAt, DomainName, CertificateArn } of CertificateSummaryList) {
          if (CreatedAt && CreatedAt < earliest) return undefined;
          if (DomainName !== commonName || !CertificateArn) continue;
          const tags = await tagsOf(CertificateArn);
          if (tags.get(REQUEST_TAG) === requestId) return CertificateArn;
        }
      }
      return undefined;
    },

    /**
     * When the first of the certificates in use ends; whose they are does not matter. One that has ended and is still in use is among them:
     * its end is no better than it was the day before.
     */
    async endsFirst(): Promise<Date | undefined> {
      const ends: Date[] = [];
      const whatServes: ListCertificatesCommandInput = { CertificateStatuses: ['ISSUED', 'EXPIRED'] };
      const pages = paginateListCertificates({ client, pageSize: MOST_A_PAGE }, whatServes);
      for await (const { CertificateSummaryList = [] } of eachPage(pages))
        for (const { InUse, NotAfter } of CertificateSummaryList) if (InUse && NotAfter) ends.push(NotAfter);
      return ends.sort((a, b) => a.getTime() - b.getTime())[0];
    },

    /** The ARNs of all certificates of the account in this Region. */
    async all(): Promise<string[]> {
      const arns: string[] = [];
      const pages = paginateListCertificates({ client, pageSize: MOST_A_PAGE }, {});
      for await (const { CertificateSummaryList = [] } of eachPage(pages))
        arns.push(...CertificateSummaryList.flatMap(({ CertificateArn }) => CertificateArn ?? []));
      return arns;
    },

    /** The request that a certificate's tag names; undefined where it is none of this deployment's, or gone. */
    async requestOf(certificateArn: string): Promise<string | undefined> {
      const tags = await tagsOf(certificateArn);
      return tags.get(DEPLOYMENT_TAG) === deployment ? tags.get(REQUEST_TAG) : undefined;
    },

    /** Mails one name's five addresses again. The validation domain is not remembered by ACM: it is given each time. */
    async resend(certificateArn: string, name: string, validationDomain: string): Promise<void> {
      const input = { CertificateArn: certificateArn, Domain: name, ValidationDomain: validationDomain };
      await calling(client.send(new ResendValidationEmailCommand(input)));
    },

    /** Begins 72 hours in which ACM looks for a CNAME of every name. */
    async migrateToDns(certificateArn: string): Promise<MigrationBegun> {
      try {
        const input = { CertificateArn: certificateArn, Options: { ValidationMethod: 'DNS' as const } };
        await calling(client.send(new UpdateCertificateOptionsCommand(input)));
        return 'begun';
      } catch (error) {
        if (isAwsError(error, 'ConflictException')) return 'running';
        if (NOT_MIGRATABLE.some((name) => isAwsError(error, name))) return { refused: messageOf(error) };
        throw error;
      }
    },

    /** The CNAMEs of a migration that is under way, by name; without the names that ACM has named none for yet. */
    async migrationRecords(certificateArn: string): Promise<Record<string, ValidationRecord>> {
      const records: Record<string, ValidationRecord> = {};
      const pages = paginateListCertificateDomainValidations({ client }, { CertificateArn: certificateArn });
      for await (const { DomainValidationSummaryList = [] } of eachPage(pages)) {
        for (const { DomainName = '', RequestedValidationConfiguration } of DomainValidationSummaryList) {
          const challenge = RequestedValidationConfiguration?.ValidationChallenge?.DnsValidationChallenge;
          if (challenge?.ResourceRecord) records[DomainName] = toRecord(challenge.ResourceRecord);
        }
      }
      return records;
    },

    /**
     * True when it is gone; false while something still uses it. Throws ChangedMeanwhile while ACM is at work on it ("already being
     * created or updated, try again": API_DeleteCertificate.html, ConflictException).
     */
    async delete(certificateArn: string): Promise<boolean> {
      try {
        await calling(client.send(new DeleteCertificateCommand({ CertificateArn: certificateArn })));
        return true;
      } catch (error) {
        if (isAwsError(error, 'ResourceNotFoundException')) return true;
        if (isAwsError(error, 'ResourceInUseException')) return false;
        if (isAwsError(error, 'ConflictException')) throw new ServiceError('ChangedMeanwhile', {}, { cause: error });
        throw error;
      }
    },
  };
}

export type Acm = ReturnType<typeof createAcm>;

function requestInput(
  { requestId, commonName, names, method, validationDomains, idempotencyToken }: CertificateOrder,
  deployment: string,
) {
  const others = names.filter((name) => name !== commonName);
  return {
    DomainName: commonName,
    ...(others.length > 0 ? { SubjectAlternativeNames: others } : {}),
    ValidationMethod: method,
    IdempotencyToken: idempotencyToken,
    Tags: [
      { Key: REQUEST_TAG, Value: requestId },
      { Key: DEPLOYMENT_TAG, Value: deployment },
    ],
    ...(method === 'EMAIL'
      ? { DomainValidationOptions: names.map((name) => validationOption(name, validationDomains)) }
      : {}),
  };
}

function validationOption(name: string, validationDomains: Readonly<Record<string, string>>) {
  const ValidationDomain = validationDomains[name];
  if (!ValidationDomain) throw new Error(`${name} has no validation domain: preflight did not pass`);
  return { DomainName: name, ValidationDomain };
}

function toCertificate(certificateArn: string, detail: CertificateDetail): Certificate {
  return {
    certificateArn,
    status: detail.Status ?? 'PENDING_VALIDATION',
    ...(detail.FailureReason ? { failureReason: detail.FailureReason } : {}),
    ...(detail.CreatedAt ? { createdAt: detail.CreatedAt.toISOString() } : {}),
    ...(detail.NotAfter ? { notAfter: detail.NotAfter.toISOString() } : {}),
    ...(detail.Serial ? { serial: detail.Serial.replaceAll(':', '').toLowerCase() } : {}),
    inUseBy: detail.InUseBy ?? [],
    ...migrationOf(detail),
    names: (detail.DomainValidationOptions ?? []).map(toName),
    ...(detail.RenewalSummary ? { renewal: toRenewal(detail.RenewalSummary) } : {}),
  };
}

function toRenewal(summary: RenewalSummary): CertificateRenewal {
  return {
    status: summary.RenewalStatus ?? 'PENDING_AUTO_RENEWAL',
    ...(summary.RenewalStatusReason ? { trouble: summary.RenewalStatusReason } : {}),
    updatedAt: summary.UpdatedAt?.toISOString() ?? '',
    names: (summary.DomainValidationOptions ?? []).map(toName),
  };
}

function toName(option: DomainValidation): CertificateName {
  return {
    name: option.DomainName ?? '',
    validated: option.ValidationStatus === 'SUCCESS',
    failed: option.ValidationStatus === 'FAILED',
    emails: option.ValidationEmails ?? [],
    ...(option.ResourceRecord ? { record: toRecord(option.ResourceRecord) } : {}),
  };
}

function migrationOf({ UpdateSummary: update }: CertificateDetail): Pick<Certificate, 'migration'> {
  if (update?.Type !== 'DOMAIN_VALIDATION_METHOD' || !update.Status) return {};
  const requestedAt = update.RequestedAt?.toISOString();
  return { migration: { status: update.Status, ...(requestedAt && { requestedAt }) } };
}

/** ACM writes names with their trailing dots; CNAME is the only type that it asks for. */
function toRecord({ Name, Value }: ResourceRecord): ValidationRecord {
  const bare = (name = '') => name.toLowerCase().replace(/\.$/, '');
  return { name: bare(Name), type: 'CNAME', value: bare(Value) };
}
