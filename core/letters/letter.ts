/** Our own letters to a site's contacts: what happened, who must do what, until when. Plain text, ready to forward. */
import { blocks, viewOf } from '../condition.ts';
import { endingInWords } from '../endings.ts';
import { ownershipLines } from '../ownership-record.ts';
import { type CertificateRequest, certificateNames, validationDomainOf } from '../request.ts';
import { list, withTimes } from '../text.ts';
import { recordLines, type ValidationRecord } from '../validation-record.ts';

/** Each goes out once in the life of a request. */
export type LetterName =
  | 'records'
  | 'records reminder'
  | 'instructions'
  | 'reminder after 24 h'
  | 'reminder after 60 h'
  | 'conflict'
  /** By the move that came to nothing. */
  | `conflict handed back by ${string}`
  /** By the time from which it is waited for: once mended, records may be lost again. */
  | `misled since ${string}`
  /** By the move that asks for them. */
  | `ownership records of ${string}`
  | 'freed'
  | 'ready'
  | 'migration invitation'
  | `migration reminder ${number} days before ${string}`
  | `migration ${number} records`
  | `migration ${number} ended`
  | 'failure'
  /** By the time of the last change: each change is told. */
  | `domains changed at ${string}`
  // Of one renewal; forgotten when the next begins.
  | `renewal ${string}`
  // Of a request that serves: one for the troubles that began together.
  | `trouble since ${string}`
  // Of the site's end, by the execution that works at it.
  | `retirement ${'asked' | 'overdue' | 'done'} ${string}`;

export interface LetterText {
  subject: string;
  text: string;
}

/** The approval mails are out: who must click. */
export function instructions(request: CertificateRequest, until: string, consoleUrl: string): LetterText {
  const lines = request.aliases.map((alias) => `  ${alias}: mailboxes of ${validationDomainOf(request, alias)}`);
  return {
    subject: `Approve ${request.aliases.length} certificate mails for ${prefixOf(request)}`,
    text: paragraphs(
      ['Amazon has sent one approval mail for each of these names:', ...lines],
      [
        'Each went to admin@, administrator@, hostmaster@, postmaster@ and webmaster@ of the domain named beside it.',
        'For each name, one of these mailboxes must open the mail "Certificate request for <name>" and press "I Approve".',
        `All of them until ${until}. One name that is not approved blocks the others.`,
      ],
      ...heldAlready(request),
      [`Status and "send again": ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** AWS waits for records: who must add which. `missing`: those that we do not see yet, exactly as they must stand. */
export function recordInstructions(
  request: CertificateRequest,
  missing: readonly ValidationRecord[],
  until: string,
  consoleUrl: string,
): LetterText {
  const records = missing.length === 1 ? '1 DNS record' : `${missing.length} DNS records`;
  return {
    subject: `Add ${records} for the certificate of ${prefixOf(request)}`,
    text: paragraphs(
      ['Amazon issues the certificate when these records stand in the DNS, as lines of a zone file:'],
      recordLines(missing).map((line) => `  ${line}`),
      [
        'Both names of each record begin with an underscore. Where a form takes the name of a record without the zone, leave the zone out.',
        `All of them until ${until}. One that is missing blocks the others.`,
        'They stay the same for ever. Keep them: each renewal needs them, and nobody has to do anything then.',
      ],
      ...heldAlready(request),
      [`Which of them are seen: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** Names are still to be validated: which, by whom, until when. */
export function reminder(
  request: CertificateRequest,
  missing: readonly string[],
  until: string,
  consoleUrl: string,
): LetterText {
  const [total, open] = [request.aliases.length, missing.length];
  return {
    subject: `${open} of ${total} names still to be ${request.method === 'EMAIL' ? 'approved' : 'validated'} for ${prefixOf(request)}`,
    text: paragraphs(
      [
        `The certificate for the prefix "${request.prefix}" waits for ${open} of ${total} names. All of them must be ready until ${until}.`,
        'After that the request fails and every name has to be done again, also those that are ready now.',
      ],
      ...missing.map((alias) => [alias, ...wordsOn(request, alias)]),
      [`Status${request.method === 'EMAIL' ? ' and "send again"' : ''}: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** The certificate is there, but CloudFront does not give us some of its names: what holds each, and what to do about it. */
export function conflict(request: CertificateRequest, until: string, consoleUrl: string): LetterText {
  const off = request.aliases.flatMap((alias) => {
    const finding = request.conditions[alias]?.conflict;
    return finding && blocks(finding) ? [{ alias, ...viewOf(finding) }] : [];
  });
  const [total, kept] = [request.aliases.length, off.length];
  const rest = kept < total ? ' The rest goes on the air meanwhile.' : '';
  return {
    subject: `${kept} of ${total} names are taken elsewhere for ${prefixOf(request)}: please have them released`,
    text: paragraphs(
      [
        `The certificate for the prefix "${request.prefix}" is issued, but CloudFront does not let us serve ${kept} of its ${total} names.${rest}`,
      ],
      ...off.map(({ alias, message, remedy }) => [alias, `  ${message}`, `  ${remedy}`]),
      [
        `You have time until ${until}. We look by ourselves, every few minutes at first and then every hour, and go on as soon as the names are free.`,
      ],
      [`Status, "check again" and "I can't": ${addressOf(request, consoleUrl)}/conflict`],
    ),
  };
}

/** The request has ended: why, and what its cure is. To be written after the failure is recorded. */
export function failure(request: CertificateRequest, consoleUrl: string): LetterText {
  if (!request.failure) throw new Error(`request ${request.requestId} has not failed`);
  const { message, remedy } = endingInWords(request.failure);
  return {
    subject: `No certificate for ${prefixOf(request)}: what happened and what to do`,
    text: paragraphs(
      [
        `The certificate request for the prefix "${request.prefix}" of site ${request.siteId} has ended without a certificate.`,
      ],
      ['What happened', `  ${message}`],
      ['What to do', `  ${remedy}`],
      ['Names that served before go on serving as before.'],
      [`Name by name: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** An early warning, where an edge was seen to serve names for somebody else: there is time to have them released. */
function heldAlready({ aliases, conditions }: CertificateRequest): string[][] {
  const held = aliases.filter((alias) => conditions[alias]?.conflict?.reason === 'HolderSeen');
  if (held.length === 0) return [];
  return [
    [
      `Another CloudFront resource serves ${list(held)} already. Remove ${held.length === 1 ? 'the name' : 'these names'} there, best before the certificate is issued, or we must wait for it then.`,
      'Look in every AWS account that your company and its agencies have or had: CloudFront distributions, Amplify apps, App Runner services, Cognito domains, API Gateway custom domains.',
    ],
  ];
}

/** AWS moves names on proof: the TXT records to add. `missing`: the names whose record we do not see yet. */
export function ownershipRecords(
  request: CertificateRequest,
  missing: readonly string[],
  { distribution, until }: { distribution: { id: string; domainName: string }; until: string },
  consoleUrl: string,
): LetterText {
  const records = missing.length === 1 ? '1 TXT record' : `${missing.length} TXT records`;
  return {
    subject: `Add ${records} so that AWS hands over held names of ${prefixOf(request)}`,
    text: paragraphs(
      [
        "Identity already exists: CloudFront gives a name to one distribution only, and somebody else's holds these names:",
        ...missing.map(
          (alias) =>
            `  ${alias}: ${request.conditions[alias]?.conflict?.facts.holder ?? 'another CloudFront resource'}`,
        ),
      ],
      ['AWS moves them on proof that whoever manages their DNS wants it. The proof, as lines of a zone file:'],
      ownershipLines(missing, distribution).map((line) => `  ${line}`),
      [
        'The name of each record begins with an underscore. Where a form takes the name of a record without the zone, leave the zone out. The value has no dot at its end.',
        `All of them until ${until}; otherwise the request ends.`,
      ],
      [
        'We look by ourselves. When all of them stand, we ask CloudFront, and AWS Support where CloudFront refuses; AWS Support takes days.',
        'Removing a name from the resource that holds it works at any time too, and is faster.',
      ],
      [`Which of them are seen: ${addressOf(request, consoleUrl)}/conflict`],
    ),
  };
}

/** AWS has moved the names after the request had ended: nobody holds them any more, and a new request gets them. */
export function freed(request: CertificateRequest, names: readonly string[], consoleUrl: string): LetterText {
  return {
    subject: `Names of ${prefixOf(request)} are free: generate again`,
    text: paragraphs(
      ['AWS has taken these names from the resource that held them:', ...names.map((name) => `  ${name}`)],
      [
        'The certificate request that they were wanted for had ended by then, so we have set them free: nobody holds them now.',
        'Generate the certificate again to have them serve, soon: whoever has a certificate for a free name can take it.',
      ],
      ['The TXT records that proved whose names they are can be removed.'],
      [`The request that had ended: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** The letter with a link for whoever has no account: added at its end, so that the rest reads the same without it. */
export function forwardable({ subject, text }: LetterText, url: string, until: string): LetterText {
  const link = paragraphs([
    `To forward to whoever manages the DNS or reads the mailboxes: what there is to do and what is seen of it, without an account, until ${until}:`,
    url,
  ]);
  return { subject, text: `${text}\n\n${link}` };
}

/** The page behind a link. What stands after # stays in the browser: no server in between sees the token. */
export function addressOfLink(token: string, consoleUrl: string): string {
  return `${consoleUrl}/#/instructions/${token}`;
}

/** By which readers sort our letters: one list a site (RFC 2919). */
export function listIdOf(siteId: string, consoleUrl: string): string {
  return `<${siteId}.certificates.${new URL(consoleUrl).hostname}>`;
}

/** What is open for a name, and what to do about it, indented. */
export function wordsOn({ conditions }: CertificateRequest, alias: string): string[] {
  const approval = conditions[alias]?.approval;
  if (!approval) return [];
  const { message, remedy } = viewOf(approval);
  return [`  ${message}`, `  ${remedy}`];
}

/** Of a certificate that names more than the request: why AWS asks for those too, and the way out for whoever cannot answer for them. */
export function leftOutToo(request: CertificateRequest): string[][] {
  const names = certificateNames(request).slice(request.aliases.length);
  if (names.length === 0) return [];
  const [it, they] = names.length === 1 ? ['it was', 'it'] : ['they were', 'them'];
  return [
    [
      `AWS asks for ${list(names)} as well: the certificate names ${they} still, though ${it} left out. One name that is not answered for blocks the others; if nobody can, generate a new certificate without ${they}.`,
    ],
  ];
}

/** What a subject names: who looks after several sites has letters of all of them, and prefixes are often the same. */
export function prefixOf({ prefix, siteId }: Pick<CertificateRequest, 'prefix' | 'siteId'>): string {
  return `prefix "${prefix}" of site ${siteId}`;
}

export function addressOf({ siteId, requestId }: CertificateRequest, consoleUrl: string): string {
  return `${consoleUrl}/#/sites/${siteId}/requests/${requestId}`;
}

export function paragraphs(...lines: readonly (readonly string[])[]): string {
  return withTimes(lines.map((paragraph) => paragraph.join('\n')).join('\n\n'));
}
