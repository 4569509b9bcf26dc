/** Our letters about a renewal: who must click or add what, until when it is safe, and how it ended. */
import { viewOf } from '../condition.ts';
import { endingInWords } from '../endings.ts';
import { dueBy, type ReminderDays } from '../renewal.ts';
import {
  type CertificateRequest,
  certificateNames,
  type FoundCondition,
  validationDomainOf,
  validationDomainsOf,
} from '../request.ts';
import { EMAIL_SUNSET } from '../sunset.ts';
import { recordLines, type ValidationRecord } from '../validation-record.ts';
import { addressOf, type LetterText, leftOutToo, ownRecordsFirst, paragraphs, prefixOf, wordsOn } from './letter.ts';

/** The window opens, and AWS is about to mail: who will get what, and how long it is safe. */
export function renewalBegins(request: CertificateRequest, notAfter: string, consoleUrl: string): LetterText {
  const { prefix } = request;
  const names = certificateNames(request);
  const lines = validationDomainsOf(request, names).flatMap((domain) => [
    `  mailboxes of ${domain}:`,
    ...names.filter((name) => validationDomainOf(request, name) === domain).map((name) => `    ${name}`),
  ]);
  return {
    subject: `Approve ${count(names.length, 'certificate mail')} again: ${prefixOf(request)} is to be renewed`,
    text: paragraphs(
      [
        `The certificate for the prefix "${prefix}" ends on ${notAfter}. Before AWS renews it, every name must be approved again:`,
      ],
      lines,
      ...leftOutToo(request),
      [
        'From today on Amazon (no-reply@certificates.amazon.com) sends one mail "Certificate request for <name>" for each of them, to admin@, administrator@, hostmaster@, postmaster@ and webmaster@ of the domain named above it. It does so again every three days.',
        'For each name somebody opens the newest mail and presses "I Approve". All names within the same three days: after that AWS asks for every name anew, and earlier approvals no longer count.',
        `The last safe moment is ${dueBy(notAfter, 'EMAIL')}.`,
      ],
      [`Status and "send again": ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** Nothing that AWS would mail about: the certificate comes to its renewal after AWS's last day for that. */
export function renewalImpossible(request: CertificateRequest, notAfter: string, consoleUrl: string): LetterText {
  return {
    subject: `The certificate of ${prefixOf(request)} cannot be renewed: move to DNS validation`,
    text: paragraphs(
      [
        `The certificate for the prefix "${request.prefix}" ends on ${notAfter}. It was validated by e-mail, and AWS renews nothing by e-mail after ${EMAIL_SUNSET.lastRenewals}.`,
      ],
      [
        `Move to DNS validation, or generate a new certificate with the method DNS, by ${dueBy(notAfter, 'DNS')}: each name needs a CNAME that is added once, and later renewals need nobody.`,
      ],
      [`The names: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** AWS cannot renew for want of records: exactly these, and until when. */
export function renewalRecords(
  request: CertificateRequest,
  missing: readonly ValidationRecord[],
  notAfter: string,
  consoleUrl: string,
): LetterText {
  const records = count(missing.length, 'DNS record');
  return {
    subject: `Put back ${records}, or the certificate of ${prefixOf(request)} cannot be renewed`,
    text: paragraphs(
      ...ownRecordsFirst(request, 'approval'),
      [
        `The certificate for the prefix "${request.prefix}" ends on ${notAfter}. AWS renews it by itself as soon as these records stand in the DNS again, as lines of a zone file:`,
      ],
      recordLines(missing).map((line) => `  ${line}`),
      ...leftOutToo(request),
      [`The last safe moment is ${dueBy(notAfter, 'DNS')}. Keep the records after that: each renewal needs them.`],
      [`Which of them are seen: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** Days before the end, names are still open. */
export function renewalReminder(
  request: CertificateRequest,
  { open, days, notAfter }: { open: readonly string[]; days: ReminderDays; notAfter: string },
  consoleUrl: string,
): LetterText {
  const { prefix, method } = request;
  const what = method === 'EMAIL' ? 'still to be approved' : 'without their validation record';
  return {
    subject: `${days} days left: ${open.length} of ${certificateNames(request).length} names ${what}, ${prefixOf(request)}`,
    text: paragraphs(
      [
        `The certificate for the prefix "${prefix}" ends on ${notAfter}. The last safe moment for its renewal is ${dueBy(notAfter, method)}.`,
        'If it ends, browsers refuse all its names, and only a new certificate helps.',
      ],
      ...open.map((alias) => [alias, ...wordsOn(request, alias, 'approval')]),
      ...leftOutToo(request),
      [`Status${method === 'EMAIL' ? ' and "send again"' : ''}: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** AWS itself complains: what we see of it, name by name. */
export function renewalTrouble(
  request: CertificateRequest,
  { trouble, wrong, notAfter }: { trouble: string; wrong: readonly FoundCondition[]; notAfter: string },
  consoleUrl: string,
): LetterText {
  const { prefix, method } = request;
  const seen = wrong.map(({ alias, finding }) => {
    const { message, remedy } = viewOf({ ...finding, lastChange: notAfter });
    return [alias, `  ${message}`, `  ${remedy}`];
  });
  const nothing = [`AWS gives the reason ${trouble}. We see nothing wrong now: AWS tries again by itself.`];
  return {
    subject: `AWS could not renew the certificate of ${prefixOf(request)}`,
    text: paragraphs(
      [`The certificate for the prefix "${prefix}" ends on ${notAfter}, and AWS could not renew it.`],
      ...(seen.length > 0 ? seen : [nothing]),
      [`AWS tries again, at the latest after three days. The last safe moment is ${dueBy(notAfter, method)}.`],
      [`Name by name: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** To whom had been asked: nothing more to do. */
export function renewalDone(request: CertificateRequest, consoleUrl: string): LetterText {
  return {
    subject: `The certificate of ${prefixOf(request)} is renewed`,
    text: paragraphs(
      [
        `The certificate for the prefix "${request.prefix}" is renewed and valid until ${request.notAfter}. Nothing more has to be done.`,
      ],
      [`When the next renewal comes: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** It has ended. To be written after its failure is recorded. */
export function renewalMissed(request: CertificateRequest, consoleUrl: string): LetterText {
  if (!request.failure) throw new Error(`request ${request.requestId} has not failed`);
  const { message, remedy } = endingInWords(request.failure);
  return {
    subject: `The certificate of ${prefixOf(request)} has ended: what happened and what to do`,
    text: paragraphs(
      ['What happened', `  ${message}`],
      ['What to do', `  ${remedy}`],
      [`Name by name: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
