/** Which domain's five mailboxes get the approval mail? Facts: alias, validationDomain or found. */
import type { Reason } from '../reasons.ts';

export const MAIL_REASONS = {
  MailRouteFound: {
    condition: 'mail',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message:
      'Approval mails for {alias} go to admin@, administrator@, hostmaster@, postmaster@ and webmaster@{validationDomain}.',
    remedy: 'Nothing to do.',
  },
  MailRouteMissing: {
    condition: 'mail',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: 'No domain above {alias} can receive mail: {found}.',
    remedy:
      'Whoever manages the DNS of {registrableDomain} adds an MX record that names a mail server, with at least one of the mailboxes admin@, administrator@, hostmaster@, postmaster@, webmaster@; or use DNS validation.',
  },

  // Facts also: renewal (when AWS begins to renew), notAfter, since.
  MailRouteGone: {
    condition: 'mail',
    status: 'False',
    blocks: false,
    actor: 'customer DNS',
    message:
      '{validationDomain} can receive no mail any more (it has {found}): the approval mails for the renewal of {alias}, which AWS sends from {renewal} on, reach nobody.',
    remedy:
      'Whoever manages the DNS of {validationDomain} puts its MX record back, best before {renewal}, with at least one of the mailboxes admin@, administrator@, hostmaster@, postmaster@, webmaster@. The present certificate serves until {notAfter}.',
  },
  MailRouteUnknown: {
    condition: 'mail',
    status: 'Unknown',
    blocks: true,
    actor: 'nobody',
    message: 'The mail servers for {alias} could not be looked up: {found}.',
    remedy: 'Nothing to do: we look again by ourselves.',
  },
  MailNotNeeded: {
    condition: 'mail',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: '{alias} is validated by DNS; no mail is sent.',
    remedy: 'Nothing to do.',
  },
} as const satisfies Record<string, Reason>;
