/** A part of a bench in a process of its own, so that it costs the measuring one nothing: a module that serves when it is the main one. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface Child<Told> {
  /** What it has told first. */
  told: Told;
  /** Asks it for what it has to say next. */
  ask<Answer>(question: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** Throws when it ends before it has told anything. */
export async function startChild<Told>(file: string, ...args: string[]): Promise<Child<Told>> {
  const child = fork(file, args);
  const ended = once(child, 'exit');
  const told = await answerOf<Told>(child, file);
  return {
    told,
    ask(question) {
      child.send(question);
      return answerOf(child, file);
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
}

function answerOf<Answer>(child: ChildProcess, file: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const lost = (code: number | null) => reject(new Error(`${file} has ended with ${code}`));
    child.once('exit', lost);
    child.once('message', (message) => {
      child.off('exit', lost);
      resolve(message as Answer);
    });
  });
}
