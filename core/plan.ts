/** What generate would do, before it does anything: who must click or add which record, and when the certificate would serve. */
import type { Finding } from './condition.ts';
import { APPROVAL_SECONDS } from './wait.ts';

/** The local parts that ACM mails to (user guide, email-validation). */
const MAILBOXES = ['admin', 'administrator', 'hostmaster', 'postmaster', 'webmaster'];

export interface PlannedMails {
  validationDomain: string;
  /** One of them must approve, name by name. */
  addresses: readonly string[];
  aliases: readonly string[];
}

/** By validation domain, in the order of the names; names whose mail goes nowhere are among the findings. `mail`: by alias. */
export function plannedMails(mail: Readonly<Record<string, Finding>>): PlannedMails[] {
  const routed = Object.entries(mail).flatMap(([alias, { reason, facts }]) =>
    reason === 'MailRouteFound' ? [{ alias, domain: facts.validationDomain ?? alias }] : [],
  );
  return [...Map.groupBy(routed, ({ domain }) => domain)].map(([validationDomain, names]) => ({
    validationDomain,
    addresses: MAILBOXES.map((mailbox) => `${mailbox}@${validationDomain}`),
    aliases: names.map(({ alias }) => alias),
  }));
}

/**
 * What machines take when people take no time, in seconds: AWS says within a minute whom it asks, looks at records every few
 * minutes, issues within minutes of the last approval, and CloudFront deploys in 3 to 15 minutes.
 */
const MACHINES_SECONDS = 20 * 60;

/** When it would serve, generated now: with people who act at once, and with people who take all of their 72 hours. */
export function plannedFinish(now: Date): { earliest: string; latest: string } {
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
  return { earliest: after(MACHINES_SECONDS), latest: after(APPROVAL_SECONDS + MACHINES_SECONDS) };
}
