/**
 * AWS Certificate Manager: public certificates by e-mail or DNS validation. The operations only write wishes and read
 * documents; what happens by itself is in lifecycle.ts, what people do in approvals.ts.
 */
import * as sdk from '@aws-sdk/client-acm';
import { REGION, type World } from '../../world.ts';
import { awsError, type Caller, type Handlers, type Service, service } from '../service.ts';
import { CERTIFICATES, CERTIFICATES_PER_YEAR, NAMES_PER_CERTIFICATE } from '../servicequotas/quotas.ts';
import { createRates, type Rate, type Rates } from '../servicequotas/rates.ts';
import {
  APPROVAL_MS,
  type Approvals,
  createApprovalMails,
  createApprovals,
  type Mail,
  mailDomain,
} from './approvals.ts';
import { createAssociations } from './associations.ts';
import { awaitsApproval, type Certificate, describe, type Material, summarise } from './certificates.ts';
import { type Authority, createLifecycle } from './lifecycle.ts';
import type { Resolver } from './lookups.ts';
import { createMigrations, listValidations } from './migration.ts';
import { shownByEdges } from './renewal.ts';
import { checkValidationDomain, readRequest, readTags } from './request.ts';
import { createSpans, type Spans } from './spans.ts';

export interface AcmDeps {
  dns: Resolver;
  mail: Mail;
  authority: Authority;
  quotas: { value(account: string, code: string): number };
  /** Origin of the approval page, as `http://localhost:4500`; asked anew for every mail. */
  approvalBaseUrl(): string;
}

export interface Acm {
  service: Service;
  approvals: Approvals;
  certificates: Certificates;
  /** Calls a second by operation, as data of the world. */
  rates: Rates;
  /** How long it takes for what it does by itself, as data of the world. */
  spans: Spans;
  /** Makes ACM refuse new requests for that registrable domain (`DOMAIN_NOT_ALLOWED` ...), or no longer. */
  screen(domain: string, reason: sdk.FailureReason | undefined): void;
}

/** What CloudFront and the edge ask. */
export interface Certificates {
  find(arn: string): Certificate | undefined;
  /** PEMs of an issued certificate, as the edges have it: a renewed one reaches them later. */
  material(arn: string): Material | undefined;
  of(account: string): Certificate[];
  attach(arn: string, resourceArn: string): void;
  detach(arn: string, resourceArn: string): void;
}

/** Calls a second. Source: acm/latest/userguide/acm-limits.html. The burst is not published: one second's worth. */
const PER_SECOND: { [Operation in keyof Handlers<typeof sdk>]?: number } = {
  RequestCertificate: 5,
  DescribeCertificate: 10,
  ListCertificates: 8,
  ListTagsForCertificate: 10,
  AddTagsToCertificate: 5,
  GetCertificate: 10,
  DeleteCertificate: 10,
  ResendValidationEmail: 1,
  UpdateCertificateOptions: 5,
  ListCertificateDomainValidations: 10, // not published; as DescribeCertificate
};

/** How long an idempotency token is remembered (API_RequestCertificate.html). */
const TOKEN_MS = 3_600_000;
const YEAR_MS = 365 * 86_400_000;
const ARN = /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/;
const MOST_LISTED = 1000;

export function createAcm(world: World, deps: AcmDeps): Acm {
  const { clock, store, random } = world;
  const certificates = store.collection<Certificate>('acm.certificates');
  const materials = store.collection<Material>('acm.material');
  const tokens = store.collection<{ arn: string; at: string }>('acm.tokens');
  /** Every request ever made: deleting a certificate gives nothing back to the yearly quota. */
  const requests = store.collection<{ account: string; at: string }>('acm.requests');
  const screening = store.collection<sdk.FailureReason>('acm.screening');
  const associations = createAssociations(world);
  const mails = createApprovalMails(world, deps.mail, deps.approvalBaseUrl);
  const spans = createSpans(world);
  const migrations = createMigrations(world, deps.dns, spans);
  const isInUse = (arn: string) => associations.usersOf(arn).length > 0;
  const lifecycle = createLifecycle(world, { ...deps, mails, spans, migrations, isInUse });
  const rates = createRates(world, 'acm', ratesOf(PER_SECOND));

  /** The caller's certificate, once it can be seen. */
  function find(arn: string | undefined, caller: Caller): Certificate {
    if (!arn || !ARN.test(arn)) throw awsError('InvalidArnException', `The ARN ${arn} is not valid.`);
    const certificate = certificates.get(arn);
    if (certificate?.account !== caller.account || clock.now() < new Date(certificate.visibleAt))
      throw awsError('ResourceNotFoundException', `Could not find certificate ${arn}.`);
    return certificate;
  }

  function mutated(caller: Caller, operation: string, resource: string): void {
    world.record(caller, { service: 'acm', operation, resource });
  }

  /** The certificate that this token stands for. ACM does not compare the other parameters. */
  function remembered(input: sdk.RequestCertificateCommandInput, caller: Caller): string | undefined {
    const token = tokens.get(`${caller.account} ${input.IdempotencyToken}`);
    const fresh = token && clock.now().getTime() - Date.parse(token.at) < TOKEN_MS;
    return fresh && certificates.get(token.arn) ? token.arn : undefined;
  }

  /** Counts the caller's own only where there may be too many: all accounts' together are no fewer. */
  function checkQuotas(caller: Caller): void {
    const yearly = deps.quotas.value(caller.account, CERTIFICATES_PER_YEAR);
    if (requests.size >= yearly && requestedLately(caller) >= yearly)
      throw awsError(
        'LimitExceededException',
        `Error: you have reached your limit of ${yearly} certificates in the last year.`,
      );
    const most = deps.quotas.value(caller.account, CERTIFICATES);
    if (certificates.size >= most && of(caller.account).length >= most)
      throw awsError(
        'LimitExceededException',
        'Error: you have reached the maximum number of certificates. Delete certificates that are not in use, or contact AWS Support to request an increase.',
      );
  }

  function requestedLately({ account }: Caller): number {
    const since = clock.now().getTime() - YEAR_MS;
    return [...requests.values()].filter((one) => one.account === account && Date.parse(one.at) > since).length;
  }

  function request(input: sdk.RequestCertificateCommandInput, caller: Caller): string {
    const known = remembered(input, caller);
    if (known) return known;
    const now = clock.now();
    const draft = readRequest(input, deps.quotas.value(caller.account, NAMES_PER_CERTIFICATE), now);
    checkQuotas(caller);
    const arn = `arn:aws:acm:${REGION}:${caller.account}:certificate/${random.uuid()}`;
    const createdAt = now.toISOString();
    certificates.put(arn, {
      ...draft,
      arn,
      account: caller.account,
      status: 'PENDING_VALIDATION',
      createdAt,
      visibleAt: spans.after('visible'),
      expiresAt: new Date(now.getTime() + APPROVAL_MS).toISOString(),
      contactsAt: spans.after('contacts'),
    });
    requests.put(arn, { account: caller.account, at: createdAt });
    if (input.IdempotencyToken) tokens.put(`${caller.account} ${input.IdempotencyToken}`, { arn, at: createdAt });
    mutated(caller, 'RequestCertificate', arn);
    return arn;
  }

  function resend(input: sdk.ResendValidationEmailCommandInput, caller: Caller): void {
    const certificate = find(input.CertificateArn, caller);
    const [name, domain] = [`${input.Domain}`.toLowerCase(), `${input.ValidationDomain}`.toLowerCase()];
    if (certificate.method !== 'EMAIL' || !awaitsApproval(certificate))
      throw awsError(
        'InvalidStateException',
        `The certificate ${certificate.arn} does not wait for validation by email.`,
      );
    if (!certificate.names.some((one) => one.name === name))
      throw awsError('InvalidDomainValidationOptionsException', `${name} is not a name of this certificate.`);
    checkValidationDomain(name, domain);
    store.transaction(() => mails.write(certificate, name, mailDomain(domain)));
    mutated(caller, 'ResendValidationEmail', certificate.arn);
  }

  function remove(arn: string | undefined, caller: Caller): void {
    const certificate = find(arn, caller);
    if (associations.usersOf(certificate.arn).length > 0)
      throw awsError('ResourceInUseException', `Certificate ${arn} in account ${caller.account} is in use.`);
    store.transaction(() => {
      certificates.delete(certificate.arn);
      materials.delete(certificate.arn);
    });
    lifecycle.arm(certificate.arn);
    mutated(caller, 'DeleteCertificate', certificate.arn);
  }

  function list(input: sdk.ListCertificatesCommandInput, caller: Caller): sdk.ListCertificatesResponse {
    const keyTypes = input.Includes?.keyTypes ?? ['RSA_1024', 'RSA_2048'];
    const from = Number(input.NextToken ?? 0);
    const most = input.MaxItems ?? MOST_LISTED;
    const now = clock.now().toISOString();
    const matching = of(caller.account).filter(
      ({ status, keyAlgorithm, visibleAt }) =>
        keyTypes.includes(keyAlgorithm) &&
        (!input.CertificateStatuses || input.CertificateStatuses.includes(status)) &&
        visibleAt <= now,
    );
    if (input.SortOrder === 'DESCENDING') matching.reverse();
    return {
      CertificateSummaryList: matching
        .slice(from, from + most)
        .map((one) => summarise(one, associations.usersOf(one.arn).length > 0)),
      ...(from + most < matching.length && { NextToken: String(from + most) }),
    };
  }

  /** In order of creation. */
  const of = (account: string) => [...certificates.values()].filter((one) => one.account === account);

  const handlers: Handlers<typeof sdk> = {
    RequestCertificate(input, caller) {
      const arn = store.transaction(() => request(input, caller));
      lifecycle.arm(arn);
      return { CertificateArn: arn };
    },
    DescribeCertificate(input, caller) {
      const certificate = find(input.CertificateArn, caller);
      const { arn } = certificate;
      return { Certificate: describe(certificate, associations.usersOf(arn), materials.get(arn)) };
    },
    ListCertificates: list,
    GetCertificate(input, caller) {
      const { arn } = find(input.CertificateArn, caller);
      const material = materials.get(arn);
      if (!material) throw awsError('RequestInProgressException', `Certificate ${arn} has not been issued yet.`);
      return { Certificate: material.certificatePem, CertificateChain: material.chainPem };
    },
    ListTagsForCertificate(input, caller) {
      const { tags } = find(input.CertificateArn, caller);
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
    AddTagsToCertificate(input, caller) {
      const certificate = find(input.CertificateArn, caller);
      certificates.put(certificate.arn, { ...certificate, tags: readTags(input.Tags, certificate.tags) });
      mutated(caller, 'AddTagsToCertificate', certificate.arn);
      return {};
    },
    UpdateCertificateOptions(input, caller) {
      const certificate = find(input.CertificateArn, caller);
      certificates.put(certificate.arn, migrations.begin(certificate, input.Options));
      lifecycle.arm(certificate.arn);
      mutated(caller, 'UpdateCertificateOptions', certificate.arn);
      return {};
    },
    ListCertificateDomainValidations: (input, caller) => listValidations(find(input.CertificateArn, caller), input),
    async ResendValidationEmail(input, caller) {
      resend(input, caller);
      await mails.send();
      return {};
    },
    DeleteCertificate(input, caller) {
      remove(input.CertificateArn, caller);
      return {};
    },
  };

  return {
    service: service({
      name: 'acm',
      module: sdk,
      client: new sdk.ACMClient({ region: REGION }),
      handlers: throttled(handlers, rates),
    }),
    approvals: createApprovals(world, (arn) => certificates.get(arn), lifecycle.decide),
    certificates: {
      find: (arn) => certificates.get(arn),
      material: (arn) => shownByEdges(world, arn) ?? materials.get(arn),
      of,
      attach: associations.attach,
      detach: associations.detach,
    },
    rates,
    spans,
    screen: (domain, reason) => (reason ? screening.put(domain, reason) : screening.delete(domain)),
  };
}

const ratesOf = (perSecond: Record<string, number>): Record<string, Rate> =>
  Object.fromEntries(
    Object.entries(perSecond).map(([operation, rate]) => [operation, { perSecond: rate, burst: rate }]),
  );

/** Refuses what comes faster than the account's rate, before anything else is looked at. */
function throttled(handlers: Handlers<typeof sdk>, rates: Rates): Handlers<typeof sdk> {
  const guarded = Object.entries(handlers).map(([operation, handler]) => [
    operation,
    (input: never, caller: Caller) => {
      if (!rates.take(caller.account, operation))
        throw awsError('ThrottlingException', 'Rate exceeded', {
          throttlingReasons: [{ reason: 'RequestRateExceeded', resource: operation }],
        });
      return (handler as (input: never, caller: Caller) => unknown)(input, caller);
    },
  ]);
  return Object.fromEntries(guarded);
}
