/**
 * The steps of the runbook `move-cname-ownership`, each judged by what the service has seen: so that a command or a page can
 * walk them, and nobody ticks off what is not true.
 */
import { holderInWords } from './holder.ts';
import { heldNames, type OwnershipMove } from './move.ts';
import { type OwnershipPath, ownershipPath } from './ownership-path.ts';
import { few } from './text.ts';

export interface TicketStep {
  id:
    | 'open-ticket'
    | 'see-holders'
    | 'txt-records'
    | 'ask-cloudfront'
    | 'file-case'
    | 'confirm-moved'
    | 'resume-or-free'
    | 'close-ticket';
  title: string;
  /** open: the service is at it, or waits for somebody else. manual: on-call must act. blocked: an earlier step comes first. */
  state: 'done' | 'open' | 'manual' | 'blocked';
  /** What the state was told by; of a manual step what to do. */
  evidence: string;
}

type Judged = Pick<TicketStep, 'state' | 'evidence'>;

/** In the order in which they are walked. */
export function ticketSteps(move: OwnershipMove, now: Date): TicketStep[] {
  const step = (id: TicketStep['id'], title: string, judged: Judged): TicketStep => ({ id, title, ...judged });
  return [
    step('open-ticket', 'One ticket for the site is open', opened(move)),
    step('see-holders', 'AWS says who holds each name', holders(move)),
    step('txt-records', 'The TXT record of each name stands at every name server', txtRecords(move)),
    step('ask-cloudfront', 'CloudFront is asked to hand each name over', asked(move, now)),
    step('file-case', 'AWS Support is asked for what CloudFront refused', filed(move)),
    step('confirm-moved', 'AWS says that nobody else holds a name any more', confirmed(move)),
    step('resume-or-free', 'The request goes on, or the names are set free', resumed(move)),
    step('close-ticket', 'The ticket is closed with its outcome', closed(move)),
  ];
}

function opened({ ticketId, startedAt }: OwnershipMove): Judged {
  return ticketId === null
    ? { state: 'open', evidence: 'The service opens it.' }
    : { state: 'done', evidence: `${ticketId}; the move began at ${startedAt}.` };
}

function holders({ aliases }: OwnershipMove): Judged {
  const words = Object.entries(aliases).map(([alias, { holder }]) => `${alias}: ${holderInWords(holder)}`);
  return { state: 'done', evidence: `${few(words)}.` };
}

function txtRecords(move: OwnershipMove): Judged {
  const open = heldNames(move).filter((alias) => move.aliases[alias]?.txt !== 'seen');
  if (open.length === 0) return { state: 'done', evidence: 'Every name that is still held has its record.' };
  const words = open.map((alias) => `${alias} (${move.aliases[alias]?.txt})`);
  return waitsOr(move, { state: 'open', evidence: `Not yet: ${few(words)}. The customer has been told what to add.` });
}

function asked(move: OwnershipMove, now: Date): Judged {
  const paths = heldNames(move).map((alias) => [alias, pathOf(move, alias, now)] as const);
  const open = paths.filter(([, { kind }]) => kind === 'txt' || kind === 'wait' || kind === 'api');
  if (paths.length === 0) return { state: 'done', evidence: 'Nothing is held any more.' };
  if (open.length === 0) {
    const refusals = new Set(paths.map(([alias]) => move.aliases[alias]?.refusal?.text ?? 'never asked'));
    return {
      state: 'done',
      evidence: `Refused for ${few(paths.map(([alias]) => alias))}: ${[...refusals].join('; ')}.`,
    };
  }
  const waiting = open.some(([, { kind }]) => kind === 'txt');
  const evidence = few(open.map(([alias, { plan }]) => `${alias}: ${plan}`));
  return waitsOr(move, { state: waiting ? 'blocked' : 'open', evidence });
}

function filed(move: OwnershipMove): Judged {
  if (move.supportCaseId) return { state: 'done', evidence: `Case ${move.supportCaseId}.` };
  if (heldNames(move).length === 0) return { state: 'done', evidence: 'Not needed: nothing is held any more.' };
  if (move.phase !== 'SUPPORT')
    return waitsOr(move, { state: 'blocked', evidence: 'Not before CloudFront has refused.' });
  return {
    state: 'manual',
    evidence: 'Paste the case of this ticket into the Support Center of the account, and note its id here.',
  };
}

function confirmed(move: OwnershipMove): Judged {
  const held = heldNames(move);
  if (held.length === 0) return { state: 'done', evidence: 'ListDomainConflicts names no other holder.' };
  const evidence = `Still held by others: ${few(held)}.`;
  return waitsOr(move, { state: move.phase === 'SUPPORT' && move.supportCaseId ? 'open' : 'blocked', evidence });
}

function resumed(move: OwnershipMove): Judged {
  if (move.phase === 'ENDED') return { state: 'done', evidence: `Outcome: ${move.outcome}.` };
  return heldNames(move).length === 0
    ? { state: 'open', evidence: 'The service is at it.' }
    : { state: 'blocked', evidence: 'Not before the names are moved.' };
}

function closed({ phase, outcome, endedAt }: OwnershipMove): Judged {
  return phase === 'ENDED'
    ? { state: 'done', evidence: `${outcome}, at ${endedAt}.` }
    : { state: 'blocked', evidence: 'The service closes it when the move has ended.' };
}

/** Nothing is waited for when the move has ended. */
function waitsOr({ phase, outcome }: OwnershipMove, judged: Judged): Judged {
  return phase === 'ENDED'
    ? { state: 'blocked', evidence: `The move has ended: ${outcome}. ${judged.evidence}` }
    : judged;
}

/** The path of one of its names. Certificates of ours name no wildcard today: an alias is `<prefix>.<domain>`. */
export function pathOf(move: OwnershipMove, alias: string, now: Date): OwnershipPath {
  const moving = move.aliases[alias];
  if (!moving) throw new Error(`${alias} is no name of ${move.moveId}`);
  return ownershipPath({ alias, moving, certified: Object.keys(move.aliases), now });
}
