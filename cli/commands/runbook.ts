/** `certs runbook <name>`: the runbooks that a machine can walk. The others are read: runbooks/README.md. */
import { Argument } from 'commander';
import type { Program } from '../program.ts';
import { moveCnameOwnership } from '../runbooks/move-cname-ownership.ts';
import { workflowStopped } from '../runbooks/workflow-stopped.ts';

const WALKS = { 'move-cname-ownership': moveCnameOwnership, 'workflow-stopped': workflowStopped };

export function addRunbook({ command, act }: Program): void {
  command
    .command('runbook')
    .description(
      'walks a runbook: shows each step with its check, does the safe thing, notes what it saw; 3 until it is over',
    )
    .addArgument(new Argument('<name>').choices(Object.keys(WALKS)))
    .option(
      '--request <id>',
      'the certificate request that it is about; workflow-stopped without it: all that stands still',
    )
    .option('--dry-run', 'changes nothing, says what it would do', false)
    .option('--case-id <id>', 'the case at AWS Support that you filed; asked for when it is missing')
    .action((name: keyof typeof WALKS, { request: requestId, dryRun, caseId }, self) =>
      act(self, (session) => WALKS[name](session, { requestId, dryRun, caseId })),
    );
}
