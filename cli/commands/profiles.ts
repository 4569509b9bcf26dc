/** `certs profiles …`: which deployments this machine knows. Needs none of them. */
import type { Command } from 'commander';
import * as z from 'zod';
import { EXIT, Halt } from '../exit.ts';
import { table } from '../in-words.ts';
import { configFile, type Profile, readConfig, saveConfig, saveProfile } from '../profile.ts';
import type { Program } from '../program.ts';
import { asJson, type GlobalOptions } from '../session.ts';

export function addProfileCommands({ command, terminal }: Program): void {
  const profiles = command.command('profiles').description('the deployments that this machine knows');

  profiles
    .command('list', { isDefault: true })
    .description('all profiles; the current one has a star')
    .action((_: object, self: Command) => {
      const config = readConfig(terminal.env);
      if (self.optsWithGlobals<GlobalOptions>().json) return terminal.write(asJson(config));
      const rows = Object.entries(config.profiles).map(([name, { url, userKey }]) => [
        name === config.current ? '*' : '',
        name,
        `${url}${userKey ? ` as ${userKey}` : ''}`,
      ]);
      terminal.write(`${table(rows, (cell) => cell).join('\n') || `None in ${configFile(terminal.env)}.`}\n`);
    });

  profiles
    .command('set <name>')
    .description('adds or replaces a profile')
    .requiredOption('--url <url>', 'base of the API, as in https://certificates.example.com/api')
    .option('--ca <file>', 'PEM file of a certificate authority to trust besides the usual ones')
    .option('--user-key <key>', 'key of the application that calls; its secret is never kept')
    .option('--secret-file <file>', 'file that holds its secret, readable by you alone')
    .option('--bootstrap-function <name>', 'makes the first application: the stack’s output BootstrapFunction')
    .action((name: string, { url, ca, userKey, secretFile, bootstrapFunction }: Profile) => {
      if (!z.url({ protocol: /^https?$/ }).safeParse(url).success)
        throw new Halt(
          EXIT.usage,
          `--url takes an address, as in https://certificates.example.com/api; it was given "${url}".`,
        );
      const given = Object.entries({ ca, userKey, secretFile, bootstrapFunction }).filter(([, value]) => value);
      const profile = { url, ...Object.fromEntries(given) };
      saveProfile(terminal.env, name, profile);
      terminal.tell(`Saved. To see whether it works:  certs doctor --profile ${name}`);
    });

  profiles
    .command('use <name>')
    .description('makes it the profile of commands that name none')
    .action((name: string) => {
      const config = readConfig(terminal.env);
      if (!config.profiles[name]) throw new Halt(EXIT.usage, `There is no profile "${name}".`);
      saveConfig(terminal.env, { ...config, current: name });
    });
}
