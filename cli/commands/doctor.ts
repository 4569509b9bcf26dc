/** `certs doctor`: is everything between this machine and the service as it should be, and if not, what helps. */
import { diagnose } from '../doctor.ts';
import { EXIT } from '../exit.ts';
import type { Program } from '../program.ts';

export function addDoctor({ command, act, terminal: { color } }: Program): void {
  command
    .command('doctor')
    .description(
      'checks the way to the service, its health, clocks, versions and whether the profile may see sites and tickets',
    )
    .action((_, self) =>
      act(self, async (session) => {
        const checks = await diagnose(session);
        const lines = checks.flatMap(({ name, ok, lacking, found, remedy }) => [
          `${lacking ? '-' : ok ? color.green('✓') : color.red('✗')} ${name}: ${found}`,
          ...(remedy ? [`    ${remedy}`] : []),
        ]);
        session.answer({ checks }, lines);
        return checks.every(({ ok }) => ok) ? EXIT.done : EXIT.failed;
      }),
    );
}
