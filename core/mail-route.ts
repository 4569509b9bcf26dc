/**
 * Which domain's five mailboxes get the approval mail of an alias? The nearest domain above it that can receive mail.
 * The rule kept here: no 72 hours are started on a mailbox that cannot exist, and no stranger's mailbox is ever asked.
 */
import { getDomain } from 'tldts';
import type { Finding } from './condition.ts';
import { type Answer, type DnsRecord, outcomes, recordsOf, says } from './dns.ts';
import { parentOf } from './domain-name.ts';
import { list } from './text.ts';

/**
 * The domains that may be the validation domain of an alias, nearest first: from its trusted domain up to the registrable one.
 * Private suffixes count: `shop.github.io` is one customer's, the mailboxes of `github.io` belong to GitHub.
 */
export function validationDomainCandidates(trustedDomain: string): string[] {
  const top = getDomain(trustedDomain, { allowPrivateDomains: true }) ?? trustedDomain;
  return trustedDomain === top ? [top] : [trustedDomain, ...validationDomainCandidates(parentOf(trustedDomain))];
}

/**
 * One finding of the `mail` condition. `answers`: the MX answers of `validationDomainCandidates`, in that order.
 * An MX record is required; an address record alone is not taken for one, since ACM does not say that it does (RFC 5321 section 5.1 would).
 */
export function routeMail(alias: string, answers: readonly Answer[]): Finding {
  for (const answer of answers) {
    // A nearer domain that could not be asked might be the one: the next look must not come to another result.
    if (!says(answer))
      return {
        reason: 'MailRouteUnknown',
        facts: { alias, found: `${answer.name} MX: ${outcomes([answer])}` },
      };
    if (receivesMail(answer)) return { reason: 'MailRouteFound', facts: { alias, validationDomain: answer.name } };
  }
  const found = answers.map((answer) => `${answer.name} has ${mxOf(answer).length > 0 ? NULL_MX : 'no MX record'}`);
  const registrableDomain = answers.at(-1)?.name ?? alias;
  return { reason: 'MailRouteMissing', facts: { alias, found: list(found), registrableDomain } };
}

/** Can the domain that ACM mails for this alias still receive it? Of a request that has its certificate; `answer`: the MX answer. */
export function judgeValidationDomain(alias: string, answer: Answer): Finding {
  const validationDomain = answer.name;
  if (!says(answer))
    return {
      reason: 'MailRouteUnknown',
      facts: { alias, validationDomain, found: `${validationDomain} MX: ${outcomes([answer])}` },
    };
  if (receivesMail(answer)) return { reason: 'MailRouteFound', facts: { alias, validationDomain } };
  const found = mxOf(answer).length > 0 ? NULL_MX : 'no MX record';
  return { reason: 'MailRouteGone', facts: { alias, validationDomain, found } };
}

const NULL_MX = 'a null MX record (it refuses all mail)';

/** `0 .` is the null MX: this domain accepts no mail (RFC 7505). */
function receivesMail(answer: Answer): boolean {
  return mxOf(answer).some(({ value }) => !value.endsWith(' .'));
}

/** Its own: what a CNAME leads to is another name's, whose mail host need not know this one (RFC 1034 section 3.6.2). */
function mxOf(answer: Answer): DnsRecord[] {
  return recordsOf(answer, 'MX').filter(({ name }) => name === answer.name);
}
