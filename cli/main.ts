#!/usr/bin/env node
/** `certs`: the command line, on this process's terminal. */
import { run } from './program.ts';
import { processTerminal } from './terminal.ts';

/** Whoever reads our output may stop reading: `certs history acme | head`. That is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await run(process.argv.slice(2), processTerminal(process));
