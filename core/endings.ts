/**
 * Why a request ended without a certificate that serves, in words: what happened, who must act now, and what its cure is.
 * Every cure ends in a new request; none has a time limit, for names that served before go on serving as before.
 */

import type { Actor } from './actor.ts';
import type { Facts } from './condition.ts';
import type { EndReason } from './request.ts';
import { NAMES_STILL_POINT } from './retirement.ts';
import { few, fill } from './text.ts';

type Row = {
  /** Who must act next. */
  actor: Actor;
  text: string;
  remedy: string;
  /** What our on-call has to do, where the customer is told that we do something: a ticket says so (ending-ticket.ts). */
  onCall?: string;
};

const MAILBOXES = 'admin@, administrator@, hostmaster@, postmaster@ or webmaster@';
const NEW_MAILS = 'Every name then gets a new mail, also those that were approved before.';
const NEW_VALIDATION = 'With e-mail validation every name then gets a new mail, also those that were approved before.';

export const ENDINGS = {
  // Before AWS is asked
  PreflightGivenUp: {
    actor: 'customer DNS',
    text: 'These names were still not ready after 14 days: {names}.',
    remedy:
      'Whoever manages their DNS corrects the records as the findings of each name say. Generate again when that is done; there is no time limit.',
  },
  AliasClaimed: {
    actor: 'site admin',
    text: '{alias} belongs to another site of this service, and a name can belong to one site only.',
    remedy:
      'Remove its domain from the trusted site URLs of one of the two sites, or choose another prefix, and generate again.',
  },
  RequestRefused: {
    actor: 'site admin',
    text: 'AWS refused the names: {found}',
    remedy: 'Correct the trusted site URLs and generate again; there is no time limit.',
  },

  // What ACM says of a certificate that it will not issue. Facts: names (those concerned, as far as known), domains (whose mailboxes).
  NoAvailableContacts: {
    actor: 'customer DNS',
    text: 'AWS found no mail server for the approval mails, and sent none. {found}',
    remedy: `Whoever manages the DNS of {domains} makes sure that there is an MX record (it names the mail server) and a mailbox that somebody reads: ${MAILBOXES}. Generate again when mail arrives there; there is no time limit.`,
  },
  AdditionalVerificationRequired: {
    actor: 'vendor on-call',
    text: 'AWS wants to check by hand before it issues a certificate for {names}; it does so with well-known domains, against fraud.',
    remedy:
      'Nothing for you to do now: we ask AWS Support to clear the domain and tell you when that is done. Then generate again. AWS names no time for it.',
    onCall:
      'Ask AWS Support to clear the domain: service ACM, "additional verification required". When they have, tell the contacts to generate again.',
  },
  DomainNotAllowed: {
    actor: 'site admin',
    text: 'AWS issues no certificate for {names}, because the domain is on a list of unsafe or blocked domains.',
    remedy:
      'Look the domain up at virustotal.com and ask those who list it to take it off; generate again when they have. Or remove the domain from the trusted site URLs and generate again at once.',
  },
  InvalidPublicDomain: {
    actor: 'site admin',
    text: 'AWS says that this is no public domain name: {names}.',
    remedy:
      'Correct the domain in the trusted site URLs (it must end in a public ending such as .com), or remove it, and generate again.',
  },
  DomainValidationDenied: {
    actor: 'site admin',
    text: 'Somebody who got an approval mail refused the certificate. Not approved until then: {names}.',
    remedy: `Ask the people who read ${MAILBOXES} of {domains} why, and come to an agreement. Then generate again. ${NEW_MAILS}`,
  },
  CaaError: {
    actor: 'customer DNS',
    text: 'A CAA record forbids Amazon to issue the certificate (CAA records in the DNS say who may issue). {found}',
    remedy: `Whoever manages the DNS adds this record at {at}: CAA 0 issue "amazon.com". Generate again when it is there; there is no time limit. ${NEW_VALIDATION}`,
  },
  OtherFailure: {
    actor: 'site admin',
    text: 'AWS refused the certificate for {names} without giving a reason. Most often a name is misspelled.',
    remedy:
      'Check the spelling of each domain in the trusted site URLs, correct or remove what is wrong, and generate again. If all are right, generate again once; if that fails too, tell us.',
  },
  ValidationFailed: {
    actor: 'vendor on-call',
    text: 'AWS did not issue the certificate, for a reason that we have no advice for: {found}.',
    remedy: 'Nothing for you to do now: we look into it and tell you what can be done. Then generate again.',
    onCall:
      'Look the reason up in the ACM user guide, or ask AWS Support, and tell the contacts what can be done. Then give it words of its own in `core/endings.ts`.',
  },

  // What did not come in time
  ValidationTimedOut: {
    actor: 'site admin',
    text: 'The 72 hours for approval are over. Not approved: {names}.',
    remedy: `Make sure that somebody reads one of the mailboxes ${MAILBOXES} of {domains}, and generate again; there is no time limit. ${NEW_MAILS}`,
  },
  RecordsTimedOut: {
    actor: 'customer DNS',
    text: 'The validation records were not all in place within 72 hours; without one were: {names}.',
    remedy:
      'Whoever manages the DNS adds the validation records that this request shows; they stay the same for the next one. Generate again when they are there.',
  },
  EmailValidationEnded: {
    actor: 'site admin',
    text: 'The request was still waiting when AWS stopped taking new certificates by e-mail validation; {lastDay} was the last day.',
    remedy: 'Generate again with the method DNS: each name is validated by a CNAME that is added once.',
  },
  IssuanceTimedOut: {
    actor: 'vendor on-call',
    text: 'All names were approved, but AWS has not issued the certificate within 96 hours.',
    remedy: `Nothing you did was wrong: we ask AWS. Generate again whenever you like. ${NEW_VALIDATION}`,
    onCall: 'Ask AWS Support why the certificate was not issued, and tell the contacts what they say.',
  },
  CertificateGone: {
    actor: 'site admin',
    text: 'The certificate was deleted at AWS before it was issued. You did nothing wrong.',
    remedy: `Generate again. ${NEW_VALIDATION} We find out who deleted it.`,
    onCall:
      'Find out in CloudTrail who deleted the certificate (event DeleteCertificate), and see that it is not done again.',
  },

  // After the certificate
  AliasOfOtherSite: {
    actor: 'site admin',
    text: 'Other sites of this service serve {names} already, and a name can be served for one site only. It is never taken from a site.',
    remedy:
      'Remove the domain from the trusted site URLs of one of the two sites, or choose another prefix, and generate again. If you know of no other site, tell us: our on-call has been told too.',
    onCall: 'Find out whose the names are, and have the other site give them up where they are not its own.',
  },
  TxtRecordsGivenUp: {
    actor: 'customer DNS',
    text: 'Identity already exists: CloudFront resources of somebody else hold {names}, and the TXT records that would have let AWS move them were not there after 14 days.',
    remedy:
      'Remove the names from the resource that holds them and generate again. Or add the TXT records that the findings of each name show, generate again, and ask for help when the names are found held: then AWS is asked at once. There is no time limit.',
  },
  OwnershipGivenUp: {
    actor: 'site admin',
    text: 'Identity already exists: the ownership of {names} could not be moved. Our on-call says: {why}',
    remedy: 'Do what our on-call says, or remove the names from the resource that holds them, and generate again.',
  },
  SupportTimedOut: {
    actor: 'vendor on-call',
    text: 'Identity already exists: AWS Support has not moved the ownership of {names} within 30 days.',
    remedy:
      'Our on-call takes it up with AWS and tells you what they say. You can end it at once by removing the names from the resource that holds them; generate again when that is done. There is no time limit.',
    onCall:
      'Ask AWS Support what became of the case that the ticket of the move names, and tell the contacts what they say.',
  },
  WildcardNotReleased: {
    actor: 'site admin',
    text: 'Identity already exists: wildcard names of another CloudFront resource cover {names}, and were not released within 7 days.',
    remedy:
      'Have the wildcard removed from the resource that holds it, or tell us that it must stay: our on-call can allow the overlap. Generate again when either is done; there is no time limit.',
  },
  DnsPointsElsewhere: {
    actor: 'customer DNS',
    text: 'CloudFront refused {names}: after 7 days the DNS still led to another CloudFront distribution.',
    remedy:
      "Point each of them at this site's CNAME target only (a wildcard record counts too), wait until caches have forgotten the old answer (the time to live of the old record, often an hour), and generate again.",
  },
  ServingGivenUp: {
    actor: 'customer DNS',
    text: 'The certificate was issued, but after 14 days the DNS of these names still did not lead to the CNAME target: {names}. What this request had put on the air is off again; what served before it goes on serving.',
    remedy:
      'Whoever manages their DNS puts back the records that the findings of each name show. Generate again when that is done, or without these names; there is no time limit.',
  },
  OffAirWithoutConsent: {
    actor: 'site admin',
    text: 'The new certificate was not put on. On the air now, not in it, and without consent to go off the air: {names}. Everything serves as before.',
    remedy:
      'Generate again: with the domains of these names among the trusted site URLs, or with each of them named in offAir.',
  },
  SwappedBack: {
    actor: 'site admin',
    text: 'With the new certificate {names} did not serve any more: {found}. So the certificate that served before is back, and the names with it.',
    remedy:
      'Check that the DNS record of each still points to the CNAME target, and generate again. If it is right, tell us: our on-call finds out why the name did not serve.',
  },
  Superseded: {
    actor: 'nobody',
    text: 'The request {requestId} goes on in its place, without {names}.',
    remedy: 'Nothing to do here: follow the other request.',
  },
  RenewalMissed: {
    actor: 'site admin',
    text: 'The certificate ended on {notAfter} and was not renewed: {why}. Browsers refuse {names} now.',
    remedy:
      'Generate a new certificate {how}. It is the only cure, for AWS does not renew what has ended; the names serve again as soon as it is issued and attached.',
  },
  Canceled: { actor: 'nobody', text: 'The request was canceled.', remedy: 'Generate again whenever you like.' },
} as const satisfies Record<EndReason, Row>;

/** The end of a request that wants names of another site of ours. */
export function otherSitesEnding(names: readonly string[]) {
  return { reason: 'AliasOfOtherSite', facts: { names: few(names) } } as const;
}

/** The end of a request with whose certificate these names did not serve any more. `failed`: what was seen instead. */
export function swappedBack(names: readonly string[], failed: readonly { alias: string; found: string }[]) {
  const found = failed.find(({ alias }) => names.includes(alias))?.found ?? 'no answer';
  return { reason: 'SwappedBack', facts: { names: few(names), found } } as const;
}

export function isEndReason(reason: string | undefined): reason is EndReason {
  return reason !== undefined && Object.hasOwn(ENDINGS, reason);
}

/** An ending as every face shows it. Throws when a fact is missing that its words need. */
export function endingInWords({ reason, facts }: { reason: EndReason; facts: Facts }): {
  actor: Actor;
  message: string;
  remedy: string;
} {
  const { actor, text, remedy } = ENDINGS[reason];
  return { actor, message: fill(text, facts), remedy: fill(remedy, facts) };
}

/**
 * Has a technical failure stopped that execution? A Fail state that has ended it names the ending of a request or a retirement: that was told
 * when it was recorded, and rings nothing.
 */
export function standsStill({ status, error }: { status: string; error?: string | null | undefined }): boolean {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return false;
  const isMeant = isEndReason(error ?? undefined) || error === NAMES_STILL_POINT;
  return status !== 'FAILED' || !isMeant;
}
