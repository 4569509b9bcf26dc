/** `certs profiles …`: which deployments this machine knows. Needs none of them. */
import type { Command } from 'commander';
import * as z from 'zod';
import { readOutputs } from '../bootstrap.ts';
import { EXIT, Halt } from '../exit.ts';
import { table } from '../in-words.ts';
import { configFile, type Profile, readConfig, saveConfig, saveProfile } from '../profile.ts';
import type { Program } from '../program.ts';
import { asJson, type GlobalOptions } from '../session.ts';

interface Options extends Partial<Profile> {
  outputs?: string;
  stack?: string;
}

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
    .option('--url <url>', 'base of the API, as in https://certificates.example.com/api; without it, the outputs’')
    .option(
      '--outputs <file>',
      'what `cdk deploy --outputs-file` wrote: address, and function of the first application',
    )
    .option('--stack <name>', 'whose outputs, if there are several')
    .option('--ca <file>', 'PEM file of a certificate authority to trust besides the usual ones')
    .option('--user-key <key>', 'key of the application that calls; its secret is never kept')
    .option('--secret-file <file>', 'file that holds its secret, readable by you alone')
    .option('--bootstrap-function <name>', 'makes the first application: the stack’s output BootstrapFunction')
    .action((name: string, options: Options) => {
      saveProfile(terminal.env, name, profileOf(options));
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

/** What is given goes before what the outputs say. */
function profileOf({ outputs: file, stack, ca, userKey, secretFile, ...given }: Options): Profile {
  const outputs = file === undefined ? undefined : readOutputs(file, stack);
  const url = given.url ?? outputs?.url;
  if (!z.url({ protocol: /^https?$/ }).safeParse(url).success || url === undefined)
    throw new Halt(
      EXIT.usage,
      url === undefined
        ? 'A profile needs the address of the API.'
        : `--url takes an address, as in https://certificates.example.com/api; it was given "${url}".`,
      'Give --url, or --outputs with the file that cdk deploy wrote.',
    );
  const bootstrapFunction = given.bootstrapFunction ?? outputs?.functionName;
  const others = Object.entries({ ca, userKey, secretFile, bootstrapFunction }).filter(([, value]) => value);
  return { url, ...Object.fromEntries(others) };
}
