/**
 * A case for AWS Support, ready to paste: everything that they ask for in the first answer, so that there is one answer less.
 * It is drafted and never filed by the service: the Support API needs a support plan of its own, and a person stands behind a case.
 */
import { holderInWords } from './holder.ts';
import { heldNames, type MovingAlias, type OwnershipMove, ownershipRecord } from './move.ts';

export interface SupportCase {
  /** What the form of the Support Center asks for besides the text. */
  service: string;
  category: string;
  severity: string;
  subject: string;
  body: string;
}

/** What the target is, as AWS Support looks it up. */
export interface Target {
  account: string;
  certificateArn: string;
}

/** One case for all names that are still held. */
export function supportCase(move: OwnershipMove, { account, certificateArn }: Target): SupportCase {
  const { distribution } = move;
  const names = heldNames(move);
  return {
    service: 'CloudFront',
    category: 'Distribution settings: alternate domain names',
    severity: 'Production system impaired',
    subject: `Move ${names.length === 1 ? 'an alternate domain name' : `${names.length} alternate domain names`} to distribution ${distribution.id}`,
    body: [
      'Please move the alternate domain names below to our distribution. Each name has the TXT record that the CloudFront Developer Guide asks for as proof ("Move an alternate domain name"). We cannot log in where they are held.',
      [
        'Target',
        `  Account: ${account}`,
        `  Distribution: ${distribution.id} (${distribution.domainName})`,
        `  Certificate on it, issued, covering every name below: ${certificateArn}`,
      ].join('\n'),
      [
        'Names, who holds each by ListDomainConflicts, and the TXT record that is live',
        ...names.flatMap((name) => lineOf(name, move)),
      ].join('\n'),
      ['What we tried', ...triedLines(move, names)].join('\n'),
      'Should a name be held by a service of AWS whose owner must remove it there, please say which service it is.',
    ].join('\n\n'),
  };
}

function lineOf(name: string, { aliases, distribution }: OwnershipMove): string[] {
  const moving = aliases[name];
  if (!moving) return [];
  const { name: record, value } = ownershipRecord(name, distribution);
  return [
    `  ${name}`,
    `    held by ${holderInWords(moving.holder)}`,
    `    ${record} TXT "${value}"${txtWords(moving)}`,
  ];
}

/** The case says of each record what is true: Support looks too. */
function txtWords({ txt }: MovingAlias): string {
  return txt === 'seen' ? '' : ` (not seen by us at present: ${txt})`;
}

/** Names that got the same answer share a line. */
function triedLines({ aliases }: OwnershipMove, names: readonly string[]): string[] {
  const byAnswer = new Map<string, { at: string; names: string[] }>();
  for (const name of names) {
    const refusal = aliases[name]?.refusal;
    if (!refusal) continue;
    const same = byAnswer.get(refusal.text) ?? { at: refusal.at, names: [] };
    byAnswer.set(refusal.text, { ...same, names: [...same.names, name] });
  }
  if (byAnswer.size === 0) return ['  Nothing by API yet.'];
  return [...byAnswer].map(
    ([text, { at, names: refused }]) =>
      `  UpdateDomainAssociation at ${at}: "${text}" for ${refused.length === names.length ? 'every name' : refused.join(', ')}`,
  );
}
