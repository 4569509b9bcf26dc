/** Has the name been validated? Facts: alias, validationDomain, until. */
import type { Reason } from '../reasons.ts';

const ADD_VALIDATION =
  'Whoever manages the DNS of {zone} adds by {until}, and keeps for the renewals: {record} CNAME {value}';

export const APPROVAL_REASONS = {
  ApprovalPending: {
    condition: 'approval',
    status: 'False',
    blocks: false,
    actor: 'mailbox owner',
    message: 'The approval mail for {alias} waits in the mailboxes of {validationDomain} until {until}.',
    remedy:
      'One of admin@, administrator@, hostmaster@, postmaster@, webmaster@{validationDomain} opens the mail "Certificate request for {alias}" and presses "I Approve". Look in the spam folder too.',
  },
  Approved: {
    condition: 'approval',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: '{alias} is approved.',
    remedy: 'Nothing to do.',
  },

  // The same by DNS. Facts of each: alias, record, value, zone, until.
  RecordMissing: {
    condition: 'approval',
    status: 'False',
    blocks: false,
    actor: 'customer DNS',
    message: 'The validation record {record} of {alias} does not exist yet.',
    remedy: ADD_VALIDATION,
  },
  RecordWrong: {
    condition: 'approval',
    status: 'False',
    blocks: false,
    actor: 'customer DNS',
    message: 'The validation record {record} points to {found}, not to {value}.',
    remedy: 'Whoever manages the DNS of {zone} replaces it by {until}: {record} CNAME {value}',
  },
  // Facts also: expected. A name below which a record stands exists, and no wildcard answers for it (RFC 4592 section 2.2.2).
  RecordUnderWildcard: {
    condition: 'approval',
    status: 'False',
    blocks: false,
    actor: 'customer DNS',
    message:
      'The validation record {record} does not exist yet: a wildcard record answers in its place, as it does for {alias}.',
    remedy:
      'Whoever manages the DNS of {zone} adds two records by {until}, in this order: {alias} CNAME {expected}, then {record} CNAME {value}. With the second alone {alias} would lead here no more, for no wildcard answers for a name that has a record below it.',
  },
  RecordAtDoubledName: {
    condition: 'approval',
    status: 'False',
    blocks: false,
    actor: 'customer DNS',
    message: 'The validation record stands at {found}: the zone name was appended to the record name.',
    remedy:
      'Whoever manages the DNS of {zone} enters only the part before .{zone} as the name of the record, by {until}: {record} CNAME {value}',
  },
  RecordSpreading: {
    condition: 'approval',
    status: 'Unknown',
    blocks: false,
    actor: 'nobody',
    message: 'The name servers of {zone} do not agree yet on the validation record {record}.',
    remedy:
      'Usually nothing to do: a change reaches all name servers within minutes. If it stays so, ask the DNS provider of {zone}.',
  },
  RecordUnknown: {
    condition: 'approval',
    status: 'Unknown',
    blocks: false,
    actor: 'nobody',
    message: 'The validation record {record} of {alias} could not be looked up: {found}.',
    remedy:
      'Usually nothing to do: we look again by ourselves. If it stays so, ask the DNS provider of {zone}. By {until} AWS must see: {record} CNAME {value}',
  },
  RecordSeen: {
    condition: 'approval',
    status: 'False',
    blocks: false,
    actor: 'AWS',
    message: 'We see the validation record of {alias}; AWS has not confirmed it yet.',
    remedy: 'Nothing to do: AWS looks every few minutes. Keep the record, renewals need it: {record} CNAME {value}',
  },
  RenewalPending: {
    condition: 'approval',
    status: 'False',
    blocks: false,
    actor: 'mailbox owner',
    message:
      'The certificate for {alias} ends on {notAfter}, and AWS asks again before it renews it: the mail waits in the mailboxes of {validationDomain}.',
    remedy:
      'By {until} one of admin@, administrator@, hostmaster@, postmaster@, webmaster@{validationDomain} opens the newest mail "Certificate request for {alias}" and presses "I Approve". All names within the same three days: after that AWS asks for every name anew. Look in the spam folder too.',
  },
  RenewalNotApproved: {
    condition: 'approval',
    status: 'False',
    blocks: true,
    actor: 'site admin',
    message: 'Nobody approved {alias} again before its certificate ended on {notAfter}.',
    remedy: 'Generate a new certificate: that is the only cure.',
  },
  ApprovalTimedOut: {
    condition: 'approval',
    status: 'False',
    blocks: true,
    actor: 'site admin',
    message: 'Nobody approved {alias} by {until}.',
    remedy:
      'Make sure that somebody reads admin@, administrator@, hostmaster@, postmaster@ or webmaster@{validationDomain}, and generate again: a new mail is sent.',
  },
  ApprovalDenied: {
    condition: 'approval',
    status: 'False',
    blocks: true,
    actor: 'site admin',
    message: '{alias} was not approved: somebody refused the certificate, for this name or another of the request.',
    remedy: 'Ask those who read the approval mails why, and generate again when they agree.',
  },
  ApprovalFailed: {
    condition: 'approval',
    status: 'False',
    blocks: true,
    actor: 'site admin',
    message: 'AWS ended the request before {alias} was validated.',
    remedy: 'Do what the failure of the request says, and generate again.',
  },
} as const satisfies Record<string, Reason>;
