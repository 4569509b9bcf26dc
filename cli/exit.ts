/** How a command ends: exit codes by meaning, and the one way to end early, with what is wrong and what helps. */

export const EXIT = {
  /** Done: what was asked for is so. */
  done: 0,
  /** The command was used wrongly; nothing was sent, or the service found a parameter wrong. */
  usage: 2,
  /** A person must act before it goes on. */
  actionRequired: 3,
  /** It failed, or was refused. */
  failed: 4,
  /** Nobody has failed; it takes longer than was allowed. */
  timedOut: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command. The message and the remedy are for the person who typed. */
export class Halt extends Error {
  override readonly name = 'Halt';
  readonly exit: ExitCode;
  readonly remedy: string;

  constructor(exit: ExitCode, message: string, remedy = '', cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.exit = exit;
    this.remedy = remedy;
  }
}
