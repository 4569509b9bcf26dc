/**
 * Does somebody else hold the alias? Our claims say so of our own sites, the edges early and as advice, CloudFront with authority. Facts:
 * alias, evidence or holder. Those that keep a name off say until when somebody has time; names that nobody holds serve meanwhile.
 */
import type { Reason } from '../reasons.ts';

const SELF_HELP =
  'Look by {until} in every AWS account that your company and its agencies have or had: CloudFront distributions, Amplify apps, App Runner services, Cognito domains, API Gateway custom domains. Remove {alias} there; we look again by ourselves and go on.';
const OR_HELP =
  'If you cannot, say so ("I can\'t"): we then ask AWS to hand the name over, which takes a TXT record in its DNS. Without an answer we begin with that on {until}.';
const ADD_PROOF =
  'Whoever manages the DNS of {zone} adds by {until}: {record} TXT "{value}". Then we ask CloudFront, and AWS Support where CloudFront refuses. Removing {alias} from the resource that holds it works at any time too.';

export const CONFLICT_REASONS = {
  NoHolderSeen: {
    condition: 'conflict',
    status: 'Unknown',
    blocks: false,
    actor: 'nobody',
    message:
      'No CloudFront edge serves {alias} now. Only after the certificate is issued can AWS say for certain that nobody holds it.',
    remedy: 'Nothing to do: we look again by ourselves.',
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
    remedy: 'Nothing to do: we look again by ourselves.',
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
  NotFreeYet: {
    condition: 'conflict',
    status: 'False',
    blocks: true,
    actor: 'AWS',
    message:
      'CloudFront refuses {alias}, or a name that came with it, as associated with another resource, and shows none: whoever held it has let go of it minutes ago.',
    remedy:
      'Nothing to do: it is free when that change has reached every edge, and we look again by ourselves. On {until} the request ends.',
  },

  // The same while the ownership of a held alias moves. Facts of each: alias, holder, record, value, zone, until.
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
      'Whoever manages the DNS of {zone} adds by {until}: {record} TXT "{value}" (one string, without a dot at its end), in place of any other TXT record at exactly that name. Then we ask CloudFront, and AWS Support where CloudFront refuses.',
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
      'Nothing for you to do but to keep the record {record} TXT "{value}". AWS Support takes days; the request goes on by itself when they have acted, and ends if they have not by {until}. Removing {alias} from the resource that holds it is faster.',
  },
} as const satisfies Record<string, Reason>;
