/**
 * What ACM does with a certificate by itself, one step at a time: ask for approval, look at CNAMEs, check CAA, issue, time out,
 * expire. Each step reads the document, does what is due, writes the document; a step cut off by a crash is simply done again.
 */
import type { FailureReason } from '@aws-sdk/client-acm';
import { parse } from 'tldts';
import type { Cancel } from '../../clock.ts';
import type { World } from '../../world.ts';
import { announceExpired, announceIssued, announceNearEnd } from './announcements.ts';
import { type ApprovalMails, mailboxes, mailDomain } from './approvals.ts';
import { type Certificate, type CertificateName, dueAt, type Material, noticeAt, validity } from './certificates.ts';
import { amazonMayIssue, hasRecord, type Resolver, takesMail } from './lookups.ts';
import { type Migrations, migrationDueAt } from './migration.ts';
import { createRenewal, lapsed } from './renewal.ts';
import type { Spans } from './spans.ts';
import { validationRecord } from './validation-record.ts';

/** The certificate authority of the world. */
export interface Authority {
  issue(request: { names: string[]; keyAlgorithm: string; notBefore: Date; notAfter: Date }): Promise<Material>;
}

export interface Lifecycle {
  /** Sets the timer for what the document says is due next. To be called after every change. */
  arm(arn: string): void;
  /** A name's approval or denial. */
  decide(arn: string, name: string, approved: boolean): void;
}

/** Re-creates the timers of all certificates. */
export function createLifecycle(
  world: World,
  deps: {
    dns: Resolver;
    authority: Authority;
    mails: ApprovalMails;
    spans: Spans;
    /** Does a resource of AWS use it? Only then is it renewed. */
    isInUse: (arn: string) => boolean;
    migrations: Migrations;
  },
): Lifecycle {
  const { clock, store } = world;
  const certificates = store.collection<Certificate>('acm.certificates');
  const materials = store.collection<Material>('acm.material');
  /** By registrable domain: why ACM refuses it, as data of the world. */
  const screening = store.collection<FailureReason>('acm.screening');
  const timers = new Map<string, Cancel>();
  const renewal = createRenewal(world, deps);

  function arm(arn: string): void {
    timers.get(arn)?.();
    timers.delete(arn);
    const certificate = certificates.get(arn);
    const due = certificate && dueAt(certificate);
    if (due)
      timers.set(
        arn,
        clock.at(due, `certificate ${certificate.commonName}`, () => advance(arn)),
      );
  }

  async function advance(arn: string): Promise<void> {
    const certificate = certificates.get(arn);
    if (!certificate) return;
    if (certificate.status === 'ISSUED') await keep(certificate);
    else if (isDue(certificate.contactsAt)) await findContacts(certificate);
    else if (isDue(certificate.issueAt)) await issue(certificate);
    else if (isDue(certificate.expiresAt)) end(certificate, 'VALIDATION_TIMED_OUT');
    else if (isDue(certificate.checkAt)) checkRecords(certificate);
    arm(arn);
  }

  const isDue = (instant: string | undefined) => instant !== undefined && new Date(instant) <= clock.now();

  /** What happens to an issued certificate: its end, word that it is near, its renewal. */
  async function keep(certificate: Certificate): Promise<void> {
    if (isDue(certificate.notAfter)) {
      certificates.put(certificate.arn, lapsed(certificate));
      announceExpired(world, certificate, deps.isInUse(certificate.arn));
    } else if (isDue(noticeAt(certificate))) {
      certificates.put(certificate.arn, { ...certificate, noticeAt: announceNearEnd(world, certificate, deps) });
    } else if (isDue(migrationDueAt(certificate)))
      certificates.put(certificate.arn, deps.migrations.advance(certificate));
    else await renewal.advance(certificate);
  }

  /** The end without a certificate; what was not validated has failed with it. */
  function end(
    certificate: Certificate,
    status: 'FAILED' | 'VALIDATION_TIMED_OUT',
    failureReason?: FailureReason,
  ): void {
    const names = certificate.names.map((one) =>
      one.status === 'SUCCESS' ? one : { ...one, status: 'FAILED' as const },
    );
    certificates.put(certificate.arn, { ...certificate, names, status, ...(failureReason && { failureReason }) });
  }

  /** Works out whom to ask, and asks; or ends the request, of which one bad name is enough. */
  async function findContacts({ contactsAt: _done, ...certificate }: Certificate): Promise<void> {
    const reason = screen(certificate) ?? noContacts(certificate);
    if (reason) return end(certificate, 'FAILED', reason);
    store.transaction(() => {
      const names = certificate.names.map((name) => withContacts(name, certificate));
      const isDns = certificate.method === 'DNS';
      certificates.put(certificate.arn, {
        ...certificate,
        names,
        ...(isDns && { checkAt: deps.spans.after('recordCheck') }),
      });
      if (!isDns) for (const name of names) deps.mails.write(certificate, name.name, mailDomain(name.validationDomain));
    });
    await deps.mails.send();
  }

  /** What ACM refuses whatever the owner says. */
  function screen({ names }: Certificate): FailureReason | undefined {
    for (const { name } of names) {
      const { domain, isIcann } = parse(name.replace(/^\*\./, ''));
      if (!domain || !isIcann) return 'INVALID_PUBLIC_DOMAIN';
      const reason = screening.get(domain);
      if (reason) return reason;
    }
    return undefined;
  }

  function noContacts({ names, method }: Certificate): FailureReason | undefined {
    const reachable = names.every((one) => takesMail(deps.dns, mailDomain(one.validationDomain)));
    return method === 'DNS' || reachable ? undefined : 'NO_AVAILABLE_CONTACTS';
  }

  function checkRecords(certificate: Certificate): void {
    const seen = certificate.names
      .filter(({ record }) => record && hasRecord(deps.dns, record))
      .map(({ name }) => name);
    certificates.put(certificate.arn, validated({ ...certificate, checkAt: deps.spans.after('recordCheck') }, seen));
  }

  /** Marks the names; when none is left, the way to issuance begins. */
  function validated(certificate: Certificate, seen: string[]): Certificate {
    const names = certificate.names.map((one) =>
      seen.includes(one.name) ? { ...one, status: 'SUCCESS' as const } : one,
    );
    if (names.some((one) => one.status !== 'SUCCESS')) return { ...certificate, names };
    const { checkAt: _done, ...rest } = certificate;
    return { ...rest, names, issueAt: deps.spans.after('issuance') };
  }

  async function issue(asked: Certificate): Promise<void> {
    const names = asked.names.map((one) => one.name);
    if (!names.every((name) => amazonMayIssue(deps.dns, name))) return end(asked, 'FAILED', 'CAA_ERROR');
    const { notBefore, notAfter } = validity(clock.now());
    const material = await deps.authority.issue({ names, keyAlgorithm: asked.keyAlgorithm, notBefore, notAfter });
    const certificate = certificates.get(asked.arn);
    if (!certificate) return; // deleted while it was made
    const { issueAt: _done, ...rest } = certificate;
    const issued: Certificate = {
      ...rest,
      status: 'ISSUED',
      issuedAt: clock.now().toISOString(),
      notBefore: notBefore.toISOString(),
      notAfter: notAfter.toISOString(),
    };
    store.transaction(() => {
      materials.put(issued.arn, material);
      certificates.put(issued.arn, issued);
    });
    announceIssued(world, issued, 'ISSUANCE', false); // nothing can use it before it is issued
  }

  for (const [arn] of certificates.entries()) arm(arn);

  return {
    arm,
    decide(arn, name, approved) {
      const certificate = certificates.get(arn);
      if (certificate?.status === 'ISSUED') renewal.decide(certificate, name, approved);
      if (certificate?.status !== 'PENDING_VALIDATION') return arm(arn);
      if (approved) certificates.put(arn, validated(certificate, [name]));
      else end(certificate, 'FAILED', 'DOMAIN_VALIDATION_DENIED');
      arm(arn);
    },
  };
}

function withContacts(name: CertificateName, { account, method }: Certificate): CertificateName {
  return method === 'DNS'
    ? { ...name, record: validationRecord(account, name.name) }
    : { ...name, emails: mailboxes(mailDomain(name.validationDomain)) };
}
