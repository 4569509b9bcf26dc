/**
 * Managed renewal: under the same ARN, with a new key, for what is in use. By mail in rounds of 72 hours that ask for every name
 * anew, by DNS without anybody while the CNAMEs stand. All of it stands in the certificate's document, as in lifecycle.ts.
 */
import type { World } from '../../world.ts';
import { announceIssued } from './announcements.ts';
import { APPROVAL_MS, type ApprovalMails, mailboxes, mailDomain } from './approvals.ts';
import {
  awaitsApproval,
  type Certificate,
  type CertificateName,
  type Material,
  type Renewal,
  validity,
} from './certificates.ts';
import type { Authority } from './lifecycle.ts';
import { amazonMayIssue, hasRecord, type Resolver, takesMail } from './lookups.ts';
import type { Spans } from './spans.ts';

/**
 * The first instant at which ACM renews nothing by mail any more: it stops on 2027-09-30 (AWS What's New, 2026-08-13). Hour and
 * time zone are not published; we take the end of that day in UTC.
 */
const EMAIL_RENEWALS_END = new Date('2027-10-01T00:00:00Z');

const DAY_MS = 86_400_000;

/** What the edges show until a renewed certificate has reached them. */
interface Shown {
  material: Material;
  until: string;
}

export interface Renewals {
  /** Does what is due for the renewal of an issued certificate. */
  advance(certificate: Certificate): Promise<void>;
  /** A name's approval or denial. */
  decide(certificate: Certificate, name: string, approved: boolean): void;
}

export function createRenewal(
  world: World,
  deps: {
    dns: Resolver;
    authority: Authority;
    mails: ApprovalMails;
    spans: Spans;
    isInUse: (arn: string) => boolean;
  },
): Renewals {
  const { clock, store } = world;
  const certificates = store.collection<Certificate>('acm.certificates');
  const materials = store.collection<Material>('acm.material');
  const shown = store.collection<Shown>('acm.shown');
  const inMs = (ms: number) => new Date(clock.now().getTime() + ms).toISOString();
  const updatedAt = () => clock.now().toISOString();

  /** Not in use, or not renewable by mail any more: both may change. */
  function lookTomorrow(certificate: Certificate): void {
    certificates.put(certificate.arn, { ...certificate, renewAt: inMs(DAY_MS) });
  }

  async function askAll(certificate: Certificate): Promise<void> {
    const { arn, renewal } = certificate;
    if (clock.now() >= EMAIL_RENEWALS_END)
      return lookTomorrow(renewal && isOpen(renewal) ? { ...certificate, renewal: failed(renewal) } : certificate);
    const asked = certificate.names.map((name) => afresh(name));
    const reachable = asked.every((one) => takesMail(deps.dns, mailDomain(one.validationDomain)));
    const roundEndsAt = inMs(APPROVAL_MS);
    store.transaction(() => {
      const round: Renewal = { status: 'PENDING_VALIDATION', names: asked, updatedAt: updatedAt(), roundEndsAt };
      if (!reachable) round.reason = 'NO_AVAILABLE_CONTACTS';
      certificates.put(arn, { ...certificate, renewal: round, renewAt: roundEndsAt });
      if (reachable) for (const one of asked) deps.mails.write(certificate, one.name, mailDomain(one.validationDomain));
    });
    await deps.mails.send();
  }

  function lookAtRecords(certificate: Certificate): void {
    const names = certificate.names.map((one) => {
      const isThere = one.record && hasRecord(deps.dns, one.record);
      return { ...one, status: isThere ? ('SUCCESS' as const) : ('PENDING_VALIDATION' as const) };
    });
    const { status, names: before } = certificate.renewal ?? {};
    const same = status === 'PENDING_VALIDATION' && JSON.stringify(before) === JSON.stringify(names);
    const renewal: Renewal = {
      status: 'PENDING_VALIDATION',
      names,
      updatedAt: same ? (certificate.renewal?.updatedAt ?? '') : updatedAt(),
    };
    certificates.put(certificate.arn, validated(certificate, renewal, deps.spans.after('renewalCheck')));
  }

  /** When no name is left, the way to issuance begins; else ACM looks again, or asks again, at that instant. */
  function validated(certificate: Certificate, renewal: Renewal, again: string | undefined): Certificate {
    if (renewal.names.some((one) => one.status !== 'SUCCESS'))
      return { ...certificate, renewal, ...(again && { renewAt: again }) };
    const issueAt = deps.spans.after('issuance');
    return { ...certificate, renewal: { ...renewal, status: 'PENDING_AUTO_RENEWAL', issueAt }, renewAt: issueAt };
  }

  async function issue(asked: Certificate, { issueAt: _done, ...renewal }: Renewal): Promise<void> {
    const names = asked.names.map((one) => one.name);
    if (!names.every((name) => amazonMayIssue(deps.dns, name))) return refuse(asked, renewal);
    const { notBefore, notAfter } = validity(clock.now());
    const material = await deps.authority.issue({ names, keyAlgorithm: asked.keyAlgorithm, notBefore, notAfter });
    const certificate = certificates.get(asked.arn);
    if (certificate?.status !== 'ISSUED') return; // deleted or expired while it was made
    const { renewAt: _asked, noticeAt: _told, ...rest } = certificate;
    const renewed: Certificate = {
      ...rest,
      issuedAt: clock.now().toISOString(),
      notBefore: notBefore.toISOString(),
      notAfter: notAfter.toISOString(),
      renewal: { status: 'SUCCESS', names: renewal.names, updatedAt: updatedAt() },
    };
    store.transaction(() => {
      const before = materials.get(renewed.arn);
      if (before) shown.put(renewed.arn, { material: before, until: deps.spans.after('edges') });
      materials.put(renewed.arn, material);
      certificates.put(renewed.arn, renewed);
    });
    announceIssued(world, renewed, 'RENEWAL', deps.isInUse(renewed.arn));
  }

  /** A CAA record forbids it: the round ends as one that nobody answered. */
  function refuse(certificate: Certificate, renewal: Renewal): void {
    const again = renewal.roundEndsAt ?? deps.spans.after('renewalCheck');
    const refused = { ...renewal, status: 'PENDING_VALIDATION', reason: 'CAA_ERROR', updatedAt: updatedAt() } as const;
    certificates.put(certificate.arn, { ...certificate, renewal: refused, renewAt: again });
  }

  return {
    async advance(certificate) {
      const { arn, method, renewal } = certificate;
      if (renewal?.issueAt) return issue(certificate, renewal);
      if (!deps.isInUse(arn)) return lookTomorrow(certificate);
      return method === 'DNS' ? lookAtRecords(certificate) : askAll(certificate);
    },
    decide(certificate, name, approved) {
      const { renewal } = certificate;
      if (!renewal || !awaitsApproval(certificate)) return;
      const status = approved ? ('SUCCESS' as const) : ('FAILED' as const);
      const names = renewal.names.map((one) => (one.name === name ? { ...one, status } : one));
      const denied = approved ? {} : { reason: 'DOMAIN_VALIDATION_DENIED' as const };
      const decided = { ...renewal, names, updatedAt: updatedAt(), ...denied };
      certificates.put(certificate.arn, validated(certificate, decided, undefined));
    },
  };
}

/** At its end; a renewal that has not come by then has failed. */
export function lapsed(certificate: Certificate): Certificate {
  const { renewal } = certificate;
  return { ...certificate, status: 'EXPIRED', ...(renewal && isOpen(renewal) && { renewal: failed(renewal) }) };
}

/** Until a renewed certificate has reached the edges, the one before it. */
export function shownByEdges({ clock, store }: World, arn: string): Material | undefined {
  const before = store.collection<Shown>('acm.shown').get(arn);
  return before && clock.now() < new Date(before.until) ? before.material : undefined;
}

function isOpen({ status }: Renewal): boolean {
  return status === 'PENDING_VALIDATION' || status === 'PENDING_AUTO_RENEWAL';
}

function failed({ issueAt: _given, ...renewal }: Renewal): Renewal {
  const names = renewal.names.map((one) => (one.status === 'SUCCESS' ? one : { ...one, status: 'FAILED' as const }));
  return { ...renewal, names, status: 'FAILED' };
}

function afresh(name: CertificateName): CertificateName {
  return { ...name, status: 'PENDING_VALIDATION', emails: mailboxes(mailDomain(name.validationDomain)) };
}
