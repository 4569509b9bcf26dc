/** Certificate requests: `preflight`, `plan`, `generate`, `status`, `history`, and what a person may do about a running one. */
import { type Command, Option } from 'commander';
import { isRunning, isServing } from '../../core/status.ts';
import { withTimes } from '../../core/text.ts';
import type { RequestView } from '../../core/view.ts';
import { EXIT, type ExitCode, Halt } from '../exit.ts';
import { follow, readDuration, type Until } from '../follow.ts';
import { historyInWords, preflightInWords, requestInWords, requestLine, table, when } from '../in-words.ts';
import { migrationsInWords } from '../migrations-in-words.ts';
import { allPages, cursorOption, pageInWords } from '../paging.ts';
import { continuedInWords, planInWords } from '../plan-in-words.ts';
import type { Program } from '../program.ts';
import type { Session } from '../session.ts';

interface WaitOptions {
  wait?: Until;
  timeout?: string;
}

export function addCertificateCommands(program: Program): void {
  addBeginnings(program);
  addReadings(program);
  addActs(program);
  addMigrations(program);
}

function addBeginnings({ command, act, terminal: { color } }: Program): void {
  command
    .command('preflight <site> <prefix>')
    .description('checks everything that can be known before a request, and starts nothing; 3 when names are not ready')
    .addOption(methodOption())
    .action((siteId: string, prefix: string, { method }, self) =>
      act(self, async ({ call, answer }) => {
        const seen = await call('certificates.preflight', { siteId, prefix, method: methodOf(method) });
        answer(seen, preflightInWords(seen, color));
        return seen.clean ? EXIT.done : EXIT.actionRequired;
      }),
    );

  command
    .command('plan <site> [prefix]')
    .description('what generate would change: names added, kept and taken off the air, who must act; starts nothing')
    .addOption(methodOption())
    .addOption(withoutOption())
    .action((siteId: string, prefix: string | undefined, { method, without }, self) =>
      act(self, async ({ call, answer }) => {
        const plan = await call('certificates.plan', { siteId, prefix, method: methodOf(method), without });
        answer(plan, planInWords(plan, color));
        return plan.findings.clean && plan.plan.problems.length === 0 ? EXIT.done : EXIT.actionRequired;
      }),
    );

  withWait(
    command
      .command('generate <site> <prefix>')
      .description(
        'starts a certificate request for all names of the site, which takes the place of the one that serves',
      )
      .addOption(methodOption())
      .addOption(withoutOption())
      .addOption(offAirOption())
      .addOption(
        new Option('--on-findings <what>', 'refuse, or start by itself when they are mended')
          .choices(['refuse', 'wait'])
          .default('refuse'),
      ),
  ).action((siteId: string, prefix: string, { method, onFindings, without, offAir, ...wait }, self) =>
    act(self, async (session) => {
      const input = { siteId, prefix, method: methodOf(method), onFindings, without, offAir };
      const request = await session.call('certificates.generate', input);
      for (const { message, remedy } of session.json ? [] : request.warnings)
        session.terminal.tell(`${color.yellow(message)} ${remedy}`);
      return tellOrFollow(session, request, wait);
    }),
  );
}

function addReadings({ command, act, terminal: { color } }: Program): void {
  withWait(
    command
      .command('status <site> [request]')
      .description('the newest request of a site, or the one named: who must act, until when, every name')
      .option('--all', 'all requests of the site, newest first, a line each, 50 at a time')
      .addOption(cursorOption()),
  ).action((siteId: string, requestId: string | undefined, { all, cursor, ...wait }, self) =>
    act(self, async (session) => {
      const { call, answer } = session;
      if (cursor !== undefined && !all) throw new Halt(EXIT.usage, '--cursor goes with --all.');
      if (!all) return tellOrFollow(session, await requestOf(session, siteId, requestId), wait);
      const page = await call('certificates.list', { siteId, cursor });
      const lines = table(page.certificates.map(requestLine), (cell) => cell);
      return answer(page, pageInWords(self, lines, page.nextCursor, `Site ${siteId} has no certificate request.`));
    }),
  );

  command
    .command('history <site> [request]')
    .description('what happened to the newest request, or the one named, oldest first')
    .action((siteId: string, requestId: string | undefined, _, self) =>
      act(self, async (session) => {
        const { call, answer } = session;
        const id = await requestIdOf(session, siteId, requestId, 'newest');
        const history = await call('certificates.history', { siteId, requestId: id });
        return answer(history, historyInWords(history, color));
      }),
    );
}

function addActs({ command, act }: Program): void {
  command
    .command('resend <site> [alias]')
    .description('sends the approval mail again, for one name or for all that wait')
    .option('--request <id>', 'not the running request, but this one')
    .action((siteId: string, alias: string | undefined, { request }, self) =>
      act(self, async (session) => {
        const { call, answer } = session;
        const requestId = await requestIdOf(session, siteId, request, 'at work');
        const sent = await call('certificates.resend', { siteId, requestId, alias });
        return answer(
          sent,
          sent.planned.map((each) => `${each.alias}: mailed again at ${when(each.plannedAt)}`),
        );
      }),
    );

  command
    .command('check-again <site> [request]')
    .description(
      'looks now at whatever the running request waits for, else after the names that serve, or at the one named',
    )
    .action((siteId: string, requestId: string | undefined, _, self) =>
      act(self, async (session) => {
        const { call, answer } = session;
        const id = await requestIdOf(session, siteId, requestId, 'at work');
        const { looking } = await call('certificates.checkAgain', { siteId, requestId: id });
        return answer({ looking }, [looking ? 'Looking now.' : 'It waits for nothing that could be looked at.']);
      }),
    );

  command
    .command('cancel <site> <request>')
    .description('cancels a request that is on its way; everything that it did is taken back')
    .action((siteId: string, requestId: string, _, self) =>
      act(self, async ({ call, answer }) => {
        const request = await call('certificates.cancel', { siteId, requestId });
        return answer(request, [
          `${requestId} is canceled as soon as nothing of it is left:  certs status ${siteId} ${requestId}`,
        ]);
      }),
    );

  command
    .command('continue-without <site> [request]')
    .description('ends the running request, or the one named, and goes on without some names; tells which block')
    .addOption(withoutOption())
    .addOption(offAirOption())
    .action((siteId: string, requestId: string | undefined, { without, offAir }, self) =>
      act(self, async (session) => {
        const { call, answer } = session;
        const id = await requestIdOf(session, siteId, requestId, 'at work');
        const request = await call('certificates.continueWithout', { siteId, requestId: id, without, offAir });
        return answer(request, continuedInWords(request));
      }),
    );

  command
    .command('ask-for-help <site> [request]')
    .description(
      'says that the held names of the running request, or of the one named, cannot be released by you: we ask AWS to move their ownership',
    )
    .action((siteId: string, requestId: string | undefined, _, self) =>
      act(self, async (session) => {
        const { call, answer } = session;
        const id = await requestIdOf(session, siteId, requestId, 'at work');
        const request = await call('certificates.askForHelp', { siteId, requestId: id });
        return answer(request, [`We take it from here; what it needs from you is in  certs status ${siteId} ${id}`]);
      }),
    );
}

function addMigrations({ command, act, terminal: { color } }: Program): void {
  command
    .command('migrate-to-dns <site> [request]')
    .description('moves the certificate that serves, or the one named, from e-mail to DNS validation')
    .action((siteId: string, requestId: string | undefined, _, self) =>
      act(self, async (session) => {
        const { call, answer } = session;
        const id = await requestIdOf(session, siteId, requestId, 'serving');
        const request = await call('certificates.migrateToDns', { siteId, requestId: id });
        return answer(request, [
          `The names serve all the while; which records to add is in a minute in  certs status ${siteId} ${id}`,
        ]);
      }),
    );

  command
    .command('migrations')
    .description(
      'certificates that are still validated by e-mail, by the last day on which they can be moved without harm; 50 at a time',
    )
    .addOption(
      new Option('--status <which>', 'still by e-mail, moved to DNS, or both')
        .choices(['open', 'done', 'all'])
        .default('open'),
    )
    .addOption(new Option('--all-pages', 'all of them, not 50 at a time').conflicts('cursor'))
    .addOption(cursorOption())
    .action(({ status, allPages: whole, cursor: from }, self) =>
      act(self, async ({ call, answer }) => {
        const read = (cursor: string | undefined) => call('migrations.list', { status, cursor });
        const pages = whole ? await allPages(read) : [await read(from)];
        const migrations = pages.flatMap((page) => page.migrations);
        const last = pages.at(-1);
        const lines = migrationsInWords(migrations, color);
        const none = 'No certificate that you may see is to be moved.';
        return answer({ ...last, migrations }, pageInWords(self, lines, last?.nextCursor ?? null, none));
      }),
    );
}

/** A command that may wait for the end of a request. */
function withWait(command: Command): Command {
  return command
    .addOption(
      new Option('--wait [until]', 'wait until it is ready or a person must act; "ready": also while a person acts')
        .choices(['action', 'ready'])
        .preset('action'),
    )
    .option('--timeout <time>', 'wait no longer than this, as in 90s, 10m, 2h');
}

/** Without --wait the request is told as it is, which is done; with it, the exit code says what has become of it. */
async function tellOrFollow(session: Session, request: RequestView, options: WaitOptions): Promise<ExitCode> {
  const { terminal, json, answer, call } = session;
  const { wait: until, timeout } = options;
  if (timeout !== undefined && until === undefined) throw new Halt(EXIT.usage, '--timeout goes with --wait.');
  if (until === undefined) {
    return answer(request, requestInWords(request, terminal.color));
  }
  const timeoutMs = timeout === undefined ? undefined : readDuration(timeout);
  const { requestId } = request;
  const { request: last, exit, missed } = await follow({ call, terminal, request, until, timeoutMs, silent: json });
  if (json || !terminal.isTty || missed) answer(last, requestInWords(last, terminal.color));
  if (exit === EXIT.timedOut)
    terminal.tell(
      missed
        ? `${requestId} was ${last.status} when it was last seen: ${withTimes(missed.message)}`
        : `${requestId} is still ${last.status} after ${timeout}; it goes on without us.`,
    );
  return exit;
}

async function requestOf(session: Session, siteId: string, requestId: string | undefined): Promise<RequestView> {
  return session.call('certificates.get', {
    siteId,
    requestId: await requestIdOf(session, siteId, requestId, 'newest'),
  });
}

/**
 * Which request a command is about where none is named, by what comes first. An act is for what is on its way, or else for what serves: the
 * newest may be neither, as where an attempt to replace a certificate has failed.
 */
const MEANT = {
  newest: [() => true],
  'at work': [isRunning, isServing, () => true],
  serving: [isServing],
} as const satisfies Record<string, readonly ((request: RequestView) => boolean)[]>;

/** The request that is named, or the one that is meant; tells when that is not the newest. Throws Halt when the site has none. */
export async function requestIdOf(
  { call, terminal }: Session,
  siteId: string,
  requestId: string | undefined,
  meant: keyof typeof MEANT,
): Promise<string> {
  if (requestId !== undefined) return requestId;
  const read = (cursor: string | undefined) => call('certificates.list', { siteId, cursor });
  const pages = meant === 'newest' ? [await read(undefined)] : await allPages(read);
  const requests = pages.flatMap((page) => page.certificates);
  const [newest] = requests;
  if (!newest)
    throw new Halt(
      EXIT.failed,
      `Site ${siteId} has no certificate request.`,
      `Start one:  certs generate ${siteId} PREFIX`,
    );
  for (const isMeant of MEANT[meant]) {
    const found = requests.find(isMeant);
    if (found && found !== newest)
      terminal.tell(
        `This is about ${found.requestId} (${found.status}), not about the newest, ${newest.requestId} (${newest.status}).`,
      );
    if (found) return found.requestId;
  }
  throw new Halt(
    EXIT.failed,
    `Site ${siteId} has no certificate that serves: its newest request, ${newest.requestId}, is ${newest.status}.`,
    `All of them:  certs status ${siteId} --all`,
  );
}

function withoutOption(): Option {
  return new Option('--without <names...>', 'names of the site to leave out');
}

function offAirOption(): Option {
  return new Option('--off-air <names...>', 'names that serve now and may go off the air: each is to be named');
}

function methodOption(): Option {
  return new Option(
    '--method <method>',
    'how AWS makes sure of each name: a mail to approve, or a record to add',
  ).choices(['email', 'dns']);
}

function methodOf(method: 'email' | 'dns' | undefined): 'EMAIL' | 'DNS' | undefined {
  return method && (method === 'dns' ? 'DNS' : 'EMAIL');
}
