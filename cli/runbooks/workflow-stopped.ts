/**
 * Walks runbooks/workflow-stopped.md: what stands still, at all sites, by what it met, and where to look for the cause. When that is mended,
 * it has one go on and says what becomes of it. Step Functions knows how each stands, so this may be run any number of times.
 */
import type { Answers } from '../../core/api/operations.ts';
import { whatStopped } from '../../core/what-stopped.ts';
import { EXIT, type ExitCode, Halt } from '../exit.ts';
import { when } from '../in-words.ts';
import { allPages } from '../paging.ts';
import type { Session } from '../session.ts';
import type { Walk } from '../walk.ts';

type Row = Answers['requests.list']['requests'][number];
type Retirement = Answers['requests.list']['retirements'][number];
type Stop = Row['stops'][number];

interface Standing {
  stop: Stop;
  /** `acme req-20261121-0123456789`; of a retirement the site alone. */
  of: string;
  /** Has it go on, while AWS redrives it; null where this walk does. */
  command: string | null;
}

export async function workflowStopped(session: Session, { requestId, dryRun }: Walk): Promise<ExitCode> {
  const { terminal, json } = session;
  const all = await stoppedOnes(session);
  const row = all.requests.find((each) => each.requestId === requestId);
  if (requestId !== undefined && !row)
    throw new Halt(
      EXIT.failed,
      `Nothing of request ${requestId} stands still.`,
      'What does:  certs requests --stopped',
    );
  const seen = row ? { requests: [row], retirements: [] } : all;
  const lines = causesOf(seen);
  if (!json && lines.length > 0) terminal.write(`${lines.join('\n')}\n\n`);
  const left = row && !dryRun ? await setGoing(session, row) : seen;
  const end = row ? endOf(row, left, { dryRun, now: terminal.now() }) : lookedAt(seen);
  if (json) session.answer({ ...left, dryRun }, []);
  else terminal.write(`${end.words}\n`);
  return end.exit;
}

interface Stopped {
  requests: readonly Row[];
  retirements: readonly Retirement[];
}

async function stoppedOnes({ call }: Session): Promise<Stopped> {
  const pages = await allPages((cursor) => call('requests.list', { state: 'stopped', cursor }));
  return {
    requests: pages.flatMap(({ requests }) => requests),
    retirements: pages.flatMap(({ retirements }) => retirements),
  };
}

/** What each met, and below it whom: one cause is often that of many. */
function causesOf({ requests, retirements }: Stopped): string[] {
  const standing: Standing[] = [
    ...requests.flatMap(({ siteId, requestId, stops }) =>
      stops.map((stop) => ({ stop, of: `${siteId} ${requestId}`, command: null })),
    ),
    ...retirements.map(({ siteId, stop }) => ({ stop, of: siteId, command: `certs sites retire ${siteId}` })),
  ];
  const causes = Map.groupBy(standing, ({ stop }) => whatStopped(stop));
  return [...causes].flatMap(([cause, met]) => [
    `${cause}: ${met.length === 1 ? 'one workflow stands still' : `${met.length} workflows stand still`}`,
    `  ${WHERE_TO_LOOK[met[0]?.stop.error ?? ''] ?? A_BUG}`,
    ...met.flatMap(({ stop, of, command }) => [
      `  ${of}: ${stop.execution}, since ${when(stop.since)}, to be redriven until ${when(stop.until)}`,
      ...(command ? [`      when it is mended:  ${command}`] : []),
    ]),
  ]);
}

const LOST =
  'The step was lost, time and again: its log group says whether it lacks memory or time, or AWS is in trouble.';

/** By what was met; as the runbook says under Diagnosis. */
const WHERE_TO_LOOK: Readonly<Record<string, string>> = {
  AccessDenied: 'The role of the step lacks a right, or somebody changed it: its row in infra/permissions.ts.',
  CertificateQuotaExceeded: 'AWS has no more for this account: runbooks/quota-nearly-used.md.',
  DistributionQuotaExceeded: 'AWS has no more for this account: runbooks/quota-nearly-used.md.',
  AliasNotServing: 'The DNS leads here, and edges do not show the certificate: look at the distribution in CloudFront.',
  'Runtime.ExitError': LOST,
  'Runtime.OutOfMemory': LOST,
  'Sandbox.Timedout': LOST,
  'Lambda.Unknown': LOST,
  'States.Timeout': 'The step took longer than its time: its log group says at what.',
};
const A_BUG = 'Unforeseen: the log of the step has it with its stack, by the id of the request.';

/** Milliseconds. Step Functions tells within a second or two that an execution runs again, or has stopped again. */
const TOLD_MS = 5000;

/** What still stands after it was set going. */
async function setGoing(session: Session, { siteId, requestId }: Row): Promise<Stopped> {
  await session.call('certificates.checkAgain', { siteId, requestId });
  await session.terminal.sleep(TOLD_MS);
  const { requests } = await stoppedOnes(session);
  return { requests: requests.filter((each) => each.requestId === requestId), retirements: [] };
}

interface End {
  words: string;
  exit: ExitCode;
}

function endOf(
  { siteId, requestId, stops }: Row,
  { requests: [left] }: Stopped,
  { dryRun, now }: { dryRun: boolean; now: Date },
): End {
  if (dryRun) return { words: 'Would have it go on. Dry run: nothing was changed.', exit: EXIT.actionRequired };
  if (!left) return { words: `It goes on. What becomes of it:  certs status ${siteId} ${requestId}`, exit: EXIT.done };
  const isAsBefore = left.stops.every(({ execution, since }) =>
    stops.some((before) => before.execution === execution && before.since === since),
  );
  // What can begin anew after its time would have done so: left is the request's own way.
  if (isAsBefore && left.stops.every(({ until }) => new Date(until) < now))
    return { words: `AWS lets it go on no more. The way on:  certs cancel ${siteId} ${requestId}`, exit: EXIT.failed };
  if (isAsBefore)
    return {
      words: 'It was set going, and is not seen to go on yet: run this again in a minute.',
      exit: EXIT.actionRequired,
    };
  return { words: 'It has stopped again: mend the cause first.', exit: EXIT.failed };
}

function lookedAt({ requests, retirements }: Stopped): End {
  const [first] = requests;
  if (!first && retirements.length === 0) return { words: 'Nothing stands still.', exit: EXIT.done };
  const next = first
    ? `When the cause is mended, one after the other:  certs runbook workflow-stopped --request ${first.requestId}`
    : 'When the cause is mended, retire again.';
  return { words: next, exit: EXIT.actionRequired };
}
