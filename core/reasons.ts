/**
 * The catalogue of condition reasons: the one place where a finding about an alias gets its words, its owner and its weight.
 * Console, API, CLI, mails and docs all read from here. Texts say what was found, the remedy says who does what.
 */

/** Who can act. */
export const ACTORS = ['customer DNS', 'mailbox owner', 'site admin', 'vendor on-call', 'AWS', 'nobody'] as const;
export type Actor = (typeof ACTORS)[number];

type Row = {
  /** Which condition of an alias this is a reason of. */
  condition: 'dns' | 'mail' | 'caa' | 'conflict' | 'approval' | 'attached' | 'serving' | 'migration';
  status: 'True' | 'False' | 'Unknown';
  /** Keeps the request from going on (only a False can; an Unknown never does). */
  blocks: boolean;
  /** Who must act next. */
  actor: Actor;
  message: string;
  remedy: string;
};

const ADD_RECORD = 'Whoever manages the DNS of {zone} adds the record: {alias} CNAME {expected}';
const REPLACE_RECORD = 'Whoever manages the DNS of {zone} replaces the record by: {alias} CNAME {expected}';
const LOOK_AGAIN = 'Nothing to do: we look again by ourselves.';
const ADD_VALIDATION =
  'Whoever manages the DNS of {zone} adds by {until}, and keeps for the renewals: {record} CNAME {value}';

const SELF_HELP =
  'Look by {until} in every AWS account that your company and its agencies have or had: CloudFront distributions, Amplify apps, App Runner services, Cognito domains, API Gateway custom domains. Remove {alias} there; we look again by ourselves and go on.';
const OR_HELP =
  'If you cannot, say so ("I can\'t"): we then ask AWS to hand the name over, which takes a TXT record in its DNS. Without an answer we begin with that on {until}.';
const ADD_PROOF =
  'Whoever manages the DNS of {zone} adds by {until}: {record} TXT "{value}". Then we ask CloudFront, and AWS Support where CloudFront refuses. Removing {alias} from the resource that holds it works at any time too.';

export const REASONS = {
  // dns: does the alias point at the CNAME target (P1-P3)? Facts of every row: alias, expected, zone, and found where it differs.
  CnameCorrect: {
    condition: 'dns',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: '{alias} points to {expected}.',
    remedy: 'Nothing to do.',
  },
  CnameMissing: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: '{alias} has no DNS record.',
    remedy: ADD_RECORD,
  },
  CnameWrongTarget: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: '{alias} points to {found}, not to {expected}.',
    remedy: REPLACE_RECORD,
  },
  CnameOtherSite: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: "{alias} points to {found}, which is another site's target. This site's is {expected}.",
    remedy: REPLACE_RECORD,
  },
  CnameTypo: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: '{alias} points to {found}, which looks like a typing mistake for {expected}.',
    remedy: REPLACE_RECORD,
  },
  CnameDoubledSuffix: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: '{alias} points to {found}: the zone name was appended to the target.',
    remedy: 'Whoever manages the DNS of {zone} writes the target with a dot at its end: {alias} CNAME {expected}.',
  },
  CnameAtDoubledName: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: 'The record stands at {found} instead of {alias}: the zone name was appended to the record name.',
    remedy:
      'Whoever manages the DNS of {zone} enters only the part before .{zone} as the name of the record: {alias} CNAME {expected}',
  },
  AddressInsteadOfCname: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: '{alias} has an address record ({found}) instead of a CNAME.',
    remedy: 'Whoever manages the DNS of {zone} removes it and adds: {alias} CNAME {expected}',
  },
  CnameFlattened: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message:
      '{alias} answers with addresses instead of its CNAME ({found}): a proxy or a flattening DNS provider hides it.',
    remedy:
      'Whoever manages the DNS of {zone} turns the proxy off for this record ("DNS only") or replaces the ALIAS or ANAME record, so that {alias} CNAME {expected} is visible.',
  },
  AliasIsApex: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'site admin',
    message: '{alias} is a DNS zone of its own, and a CNAME cannot stand at the top of a zone.',
    remedy: 'Choose another prefix.',
  },
  CnameLoop: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: 'The CNAMEs of {alias} lead in a circle: {found}.',
    remedy: REPLACE_RECORD,
  },
  CnameChainTooLong: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: '{alias} leads through more than {limit} CNAMEs: {found}.',
    remedy: REPLACE_RECORD,
  },
  WildcardAnswer: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: '{alias} has no record of its own: a wildcard record of {zone} answers with {found}.',
    remedy: ADD_RECORD,
  },
  CnameNotPropagated: {
    condition: 'dns',
    status: 'Unknown',
    blocks: true,
    actor: 'nobody',
    message: '{alias} is right at its name servers; some caches still answer "{found}" until {until}.',
    remedy: LOOK_AGAIN,
  },
  ServersDisagree: {
    condition: 'dns',
    status: 'Unknown',
    blocks: true,
    actor: 'nobody',
    message: 'The name servers of {zone} do not agree yet: {found}.',
    remedy:
      'Usually nothing to do: a change reaches all name servers within minutes. If it stays so, ask the DNS provider of {zone}.',
  },
  DnsUnreachable: {
    condition: 'dns',
    status: 'Unknown',
    blocks: true,
    actor: 'nobody',
    message: 'The DNS gives no answer for {zone}: {found}.',
    remedy: 'Usually nothing to do: we look again by ourselves. If it stays so, ask the DNS provider of {zone}.',
  },
  LameDelegation: {
    condition: 'dns',
    status: 'Unknown',
    blocks: true,
    actor: 'customer DNS',
    message: 'The name servers of {zone} answer that they are not responsible for it: {found}.',
    remedy:
      'Ask the DNS provider of {zone} to correct the delegation: the NS records at the registrar must name servers that serve the zone.',
  },
  DnssecBogus: {
    condition: 'dns',
    status: 'Unknown',
    blocks: true,
    actor: 'customer DNS',
    message: 'DNSSEC of {zone} (the signatures of its records) is broken: resolvers that check it refuse its answers.',
    remedy: 'Ask the DNS provider of {zone} to correct its DNSSEC signatures or its DS record.',
  },
  DomainNotDelegated: {
    condition: 'dns',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: 'The domain of {alias} does not exist in the DNS.',
    remedy: 'Check the spelling of the trusted site URL, or register and delegate the domain.',
  },

  // mail: which domain's five mailboxes get the approval mail (P4)? Facts: alias, validationDomain or found.
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
    remedy: LOOK_AGAIN,
  },
  MailNotNeeded: {
    condition: 'mail',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: '{alias} is validated by DNS; no mail is sent.',
    remedy: 'Nothing to do.',
  },

  // caa: may Amazon issue for the alias (P5, RFC 8659)? Facts: alias, at (the name where CAA records stand), found.
  CaaAllows: {
    condition: 'caa',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: 'Amazon may issue a certificate for {alias} (CAA: {found}).',
    remedy: 'Nothing to do.',
  },
  CaaForbids: {
    condition: 'caa',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message:
      'The CAA records at {at} say who may issue certificates, and do not allow Amazon to issue for {alias}: {found}.',
    remedy: 'Whoever manages the DNS of {at} adds: {at} CAA 0 issue "amazon.com"',
  },
  // Of a certificate that serves. Facts also: renewal (when AWS begins to renew), notAfter, since.
  CaaForbidsRenewal: {
    condition: 'caa',
    status: 'False',
    blocks: false,
    actor: 'customer DNS',
    message:
      'CAA forbids Amazon to issue for {alias} (at {at}: {found}): AWS cannot renew the certificate, which it tries from {renewal} on.',
    remedy:
      'Whoever manages the DNS of {at} adds: {at} CAA 0 issue "amazon.com". Best before {renewal}; after that AWS tries again by itself. The present certificate serves until {notAfter}.',
  },
  CaaCriticalUnknown: {
    condition: 'caa',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message:
      'The CAA records at {at} hold a critical property that authorities do not know, which forbids all of them to issue for {alias}: {found}.',
    remedy: 'Whoever manages the DNS of {at} removes that record, or sets its flags to 0.',
  },
  CaaUnknown: {
    condition: 'caa',
    status: 'Unknown',
    blocks: true,
    actor: 'nobody',
    message: 'The CAA records for {alias} could not be looked up: {found}.',
    remedy:
      'Usually nothing to do: we look again by ourselves. If it stays so, ask the DNS provider: certificate authorities must not issue while CAA lookups fail.',
  },

  // conflict: does somebody else hold the alias (P0 by our claims, P7 early and advisory, C1 with authority)? Facts: alias, evidence or holder.
  // Those that keep a name off say until when somebody has time; names that nobody holds serve meanwhile.
  NoHolderSeen: {
    condition: 'conflict',
    status: 'Unknown',
    blocks: false,
    actor: 'nobody',
    message:
      'No CloudFront edge serves {alias} now. Only after the certificate is issued can AWS say for certain that nobody holds it.',
    remedy: LOOK_AGAIN,
  },
  HolderSeen: {
    condition: 'conflict',
    status: 'Unknown',
    blocks: false,
    actor: 'site admin',
    message:
      'A CloudFront edge already serves {alias} for somebody else ({evidence}). It must be released before it can be attached here.',
    remedy:
      'Look for {alias} in your own CloudFront distributions, Amplify apps, App Runner services, Cognito domains and API Gateway custom domains, and remove it there.',
  },
  ProbeUnknown: {
    condition: 'conflict',
    status: 'Unknown',
    blocks: false,
    actor: 'nobody',
    message: 'Whether another CloudFront resource serves {alias} could not be seen ({evidence}).',
    remedy: LOOK_AGAIN,
  },
  ServedByUs: {
    condition: 'conflict',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: '{alias} is served by this site already.',
    remedy: 'Nothing to do.',
  },
  NoConflict: {
    condition: 'conflict',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: 'AWS confirms that no other CloudFront resource holds {alias}.',
    remedy: 'Nothing to do.',
  },
  WildcardOverlap: {
    condition: 'conflict',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: 'Another CloudFront resource ({holder}) holds the wildcard {overlap}. {alias} is more specific and wins.',
    remedy: 'Nothing to do; traffic for {alias} will come here.',
  },
  WildcardHeld: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'site admin',
    message: 'Identity already exists: another CloudFront resource ({holder}) holds {overlap}, which covers {alias}.',
    remedy:
      'Look by {until} for {overlap} in the CloudFront distributions of every AWS account that your company and its agencies have or had, and remove it there; we look again by ourselves and go on. If it must stay, tell us: our on-call can allow the overlap. On {until} the request ends.',
  },
  AliasHeld: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'site admin',
    message:
      'Identity already exists: a CloudFront resource in another AWS account holds {alias} ({holder}; AWS shows no more of it).',
    remedy: `${SELF_HELP} ${OR_HELP}`,
  },
  HeldByAwsService: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'site admin',
    message:
      'Identity already exists: {alias} is a custom domain in {service}, which serves it from an account of AWS ({holder}).',
    remedy: `Remove {alias} by {until} in {where}; it is not in your list of distributions. We look again by ourselves and go on. ${OR_HELP}`,
  },
  HeldInOurAccount: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'vendor on-call',
    message: 'Identity already exists: something in our own AWS account holds {alias} ({holder}).',
    remedy:
      'Nothing for you to do now: we open a ticket for our on-call, who has the name moved. On {until} at the latest you hear of us again.',
  },
  ConflictHandedBack: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'site admin',
    message:
      'Identity already exists: our on-call looked into {alias} and says: "{note}". It is still held by {holder}.',
    remedy: `Do what our on-call says by {until}; we look again by ourselves and go on. ${OR_HELP}`,
  },
  AliasHeldByOtherSite: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'site admin',
    message: '{alias} belongs to another site of this service.',
    remedy: 'Remove its domain from the trusted site URLs of one of the two sites, or choose another prefix.',
  },
  DnsPointsElsewhere: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: 'CloudFront refuses {alias}: its DNS leads to another CloudFront distribution ({found}).',
    remedy:
      'Whoever manages its DNS points {alias} to {expected} by {until}; a wildcard record that answers for it counts too. We look again by ourselves and go on; on {until} the request ends.',
  },

  // The same while the ownership of a held alias moves (C4-C7). Facts of each: alias, holder, record, value, zone, until.
  OwnershipTxtMissing: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message:
      'Identity already exists: {alias} is held by {holder}. AWS moves it here when a TXT record proves whose name it is; {record} does not exist yet.',
    remedy: ADD_PROOF,
  },
  OwnershipTxtWrong: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message:
      'Identity already exists: {alias} is held by {holder}. The TXT record {record} that proves to AWS whose name it is says {found} instead of "{value}".',
    remedy:
      'Whoever manages the DNS of {zone} replaces it by {until}: {record} TXT "{value}" (one string, without a dot at its end). Then we ask CloudFront, and AWS Support where CloudFront refuses.',
  },
  OwnershipTxtAtDoubledName: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message:
      'Identity already exists: {alias} is held by {holder}. The TXT record that proves to AWS whose name it is stands at {found}: the zone name was appended to its name.',
    remedy:
      'Whoever manages the DNS of {zone} enters only the part before .{zone} as the name of the record, by {until}: {record} TXT "{value}"',
  },
  OwnershipTxtSpreading: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'nobody',
    message:
      'Identity already exists: {alias} is held by {holder}. The name servers of {zone} do not agree yet on the TXT record {record}.',
    remedy:
      'Usually nothing to do: we look again by ourselves, and a change reaches all name servers within minutes. If it stays so, ask the DNS provider of {zone}.',
  },
  OwnershipTxtUnknown: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'nobody',
    message:
      'Identity already exists: {alias} is held by {holder}. The TXT record {record} could not be looked up: {found}.',
    remedy:
      'Usually nothing to do: we look again by ourselves. If it stays so, ask the DNS provider of {zone}. By {until} this must stand there: {record} TXT "{value}"',
  },
  OwnershipTxtSeen: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'nobody',
    message:
      'Identity already exists: {alias} is held by {holder}. Its TXT record stands at every name server that answers.',
    remedy:
      'Nothing to do: when the records of all held names stand, we ask CloudFront by ourselves, and AWS Support where CloudFront refuses. Keep the record until {alias} serves here: {record} TXT "{value}"',
  },
  OwnershipAtSupport: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'vendor on-call',
    message:
      'Identity already exists: {alias} is held by {holder}. CloudFront did not hand it over ("{refusal}"), so AWS Support is asked to.',
    remedy:
      'Nothing to do but to keep the record {record} TXT "{value}". AWS Support takes days; the request goes on by itself when they have acted, and ends if they have not by {until}. Removing {alias} from the resource that holds it is faster.',
  },

  // approval: has the name been validated (V2)? Facts: alias, validationDomain, until.
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
      'The certificate that serves {alias} ends on {notAfter}, and AWS asks again before it renews it: the mail waits in the mailboxes of {validationDomain}.',
    remedy:
      'By {until} one of admin@, administrator@, hostmaster@, postmaster@, webmaster@{validationDomain} opens the newest mail "Certificate request for {alias}" and presses "I Approve". All names within the same three days: then AWS asks for all of them anew. Look in the spam folder too.',
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

  // attached: is the alias on the site's distribution? Facts: alias, distribution.
  AliasAttached: {
    condition: 'attached',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: '{alias} is attached to {distribution}.',
    remedy: 'Nothing to do.',
  },
  AliasDetached: {
    condition: 'attached',
    status: 'False',
    blocks: false,
    actor: 'site admin',
    message: '{alias} was taken off {distribution} when the request ended.',
    remedy: 'Generate again to attach {alias}.',
  },

  // serving: does a handshake on the alias prove our certificate (A2)? Facts: alias, and what was seen.
  Serves: {
    condition: 'serving',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: '{alias} serves the certificate {fingerprint}, valid until {notAfter}.',
    remedy: 'Nothing to do.',
  },
  DoesNotServe: {
    condition: 'serving',
    status: 'False',
    blocks: true,
    actor: 'nobody',
    message: '{alias} does not serve the certificate yet: {found}.',
    remedy: LOOK_AGAIN,
  },
  // Before READY. Facts also: expected, zone, until.
  MisledByDns: {
    condition: 'serving',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: '{alias} does not serve, because its DNS does not lead to {expected} any more: {found}.',
    remedy:
      'Whoever manages the DNS of {zone} puts the record back by {until}: {alias} CNAME {expected}. We look again by ourselves and go on; after {until} the request ends.',
  },
  // Of a request that was READY. Facts also: since, and fingerprint, what it served last.
  ServingLost: {
    condition: 'serving',
    status: 'False',
    blocks: false,
    actor: 'vendor on-call',
    message:
      '{alias} has stopped serving its certificate, although its DNS record is right: {found}. Seen first on {since}.',
    remedy: 'Nothing for you to do: our on-call has been told. We look again by ourselves, every hour at least.',
  },
  ServingLostByDns: {
    condition: 'serving',
    status: 'False',
    blocks: false,
    actor: 'customer DNS',
    message:
      '{alias} has stopped serving its certificate, because its DNS does not lead to {expected}: {found}. Seen first on {since}.',
    remedy:
      'Whoever manages the DNS of {zone} puts the record back: {alias} CNAME {expected}. The name serves again as soon as caches have forgotten the wrong answer.',
  },
  ServingRetired: {
    condition: 'serving',
    status: 'False',
    blocks: false,
    actor: 'nobody',
    message: '{alias} was taken off the air when its site was retired.',
    remedy: 'Nothing to do: we have taken it off by ourselves, after its DNS record had gone.',
  },
  ServesNoMore: {
    condition: 'serving',
    status: 'False',
    blocks: false,
    actor: 'site admin',
    message: '{alias} was taken off the air when the request ended.',
    remedy: 'Generate again to have {alias} serve.',
  },
  TakenOffAir: {
    condition: 'serving',
    status: 'False',
    blocks: false,
    actor: 'site admin',
    message:
      '{alias} is off the air, as was consented to when request {requestId} was made, whose certificate does not name it.',
    remedy: 'If {alias} is to serve again, have its domain among the trusted site URLs and generate again.',
  },

  // migration: is the certificate validated by DNS? While it waits, the findings about validation records above. Facts of every row: alias, record, value.
  MigratedToDns: {
    condition: 'migration',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: 'AWS validates {alias} by its DNS record now.',
    remedy: 'Nothing to do. Keep the record, renewals need it: {record} CNAME {value}',
  },
  MigrationNotDone: {
    condition: 'migration',
    status: 'False',
    blocks: false,
    actor: 'site admin',
    message: 'The migration to DNS validation ended before AWS had confirmed {alias}; it is still validated by e-mail.',
    remedy: 'Start the migration again when the record stands: {record} CNAME {value}',
  },
} as const satisfies Record<string, Row>;

export type ReasonCode = keyof typeof REASONS;
