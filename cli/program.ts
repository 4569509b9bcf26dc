/**
 * The program `certs`: its commands, and what every end of one means. A command returns its exit code, or throws what stopped it;
 * only here is that put into words.
 */
import { Command, CommanderError } from 'commander';
import { Problem, Unreachable } from './client.ts';
import { addAccessCommands } from './commands/access.ts';
import { addBootstrap } from './commands/bootstrap.ts';
import { addCertificateCommands } from './commands/certificates.ts';
import { addDoctor } from './commands/doctor.ts';
import { addOrphans } from './commands/orphans.ts';
import { addProfileCommands } from './commands/profiles.ts';
import { addRenewalCommands } from './commands/renewals.ts';
import { addRequestCommands } from './commands/requests.ts';
import { addRunbook } from './commands/runbook.ts';
import { addSiteCommands } from './commands/sites.ts';
import { addTicketCommands } from './commands/tickets.ts';
import { addWebhookCommands } from './commands/webhooks.ts';
import { EXIT, type ExitCode, Halt } from './exit.ts';
import { problemInWords } from './in-words.ts';
import { asJson, type GlobalOptions, openSession, type Session } from './session.ts';
import type { Terminal } from './terminal.ts';

/** What a command does. */
export type Act = (session: Session) => Promise<ExitCode>;

/** What commands are added to. */
export interface Program {
  command: Command;
  terminal: Terminal;
  /** Runs a command against the deployment of its profile. */
  act(command: Command, act: Act): Promise<void>;
}

const ENDING = `
Exit codes: 0 done, 2 used wrongly, 3 a person must act, 4 failed or refused, 5 not there in time
Environment: CERTS_PROFILE names a profile, CERTS_SECRET holds the secret of its user key, NO_COLOR
More: docs/cli.md`;

/** Never throws: every end is an exit code, and words on the terminal. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exit: ExitCode = EXIT.done;
  const command = new Command('certs')
    .description('Certificates and aliases of first-party domains')
    .option('--profile <name>', 'the deployment to talk to')
    .option('--json', 'answer as JSON')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.tell(text.trimEnd()),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    })
    .addHelpText('after', ENDING)
    .showSuggestionAfterError();
  const act: Program['act'] = async (of, perform) => {
    const session = await openSession(terminal, of.optsWithGlobals<GlobalOptions>());
    exit = await perform(session);
  };
  for (const add of COMMANDS) add({ command, terminal, act });
  try {
    await command.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    return explain(error, terminal, command.opts<GlobalOptions>().json ?? false);
  }
}

const COMMANDS = [
  addSiteCommands,
  addCertificateCommands,
  addRenewalCommands,
  addRequestCommands,
  addTicketCommands,
  addWebhookCommands,
  addAccessCommands,
  addOrphans,
  addRunbook,
  addDoctor,
  addBootstrap,
  addProfileCommands,
];

function explain(error: unknown, terminal: Terminal, json: boolean): ExitCode {
  const { color } = terminal;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage; // commander has told why
  if (error instanceof Problem) {
    if (json) terminal.write(asJson({ status: error.status, ...error.details }));
    else for (const line of problemInWords({ ...error.details, detail: error.message }, color)) terminal.tell(line);
    return exitOf(error);
  }
  if (isOfFile(error))
    return explain(new Halt(EXIT.usage, error.message, 'Correct the file or its rights.'), terminal, json);
  if (!(error instanceof Halt || error instanceof Unreachable)) throw error; // a bug of ours: with its stack
  const remedy = error instanceof Halt ? error.remedy : 'To find out why:  certs doctor';
  if (json) terminal.write(asJson({ detail: error.message, remedy }));
  else for (const line of [color.red(error.message), ...(remedy ? [remedy] : [])]) terminal.tell(line);
  return error instanceof Halt ? error.exit : EXIT.failed;
}

/** The file system refused, and says which file: `EACCES: permission denied, open '/etc/ca.pem'`. */
function isOfFile(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

/** Wrong parameters are a wrong use, findings are somebody's to mend; every other refusal is a failure. */
function exitOf({ status, details }: Problem): ExitCode {
  if (details.code === 'PreflightFailed') return EXIT.actionRequired;
  return status === 400 ? EXIT.usage : EXIT.failed;
}
