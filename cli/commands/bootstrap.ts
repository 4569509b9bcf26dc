/**
 * `certs bootstrap`: makes the first application of a deployment, once, with the IAM identity that the AWS SDK finds, and keeps it
 * as a profile if one is named and the person wants so.
 */
import { type Command, Option } from 'commander';
import { type FirstApplication, makeFirstApplication, readOutputs } from '../bootstrap.ts';
import { EXIT, Halt } from '../exit.ts';
import { secretInWords } from '../in-words.ts';
import { chooseProfile, type Profile, readConfig, saveProfile, saveSecret } from '../profile.ts';
import type { Program } from '../program.ts';
import { asJson, type GlobalOptions } from '../session.ts';
import type { Terminal } from '../terminal.ts';

interface Options extends GlobalOptions {
  function?: string;
  outputs?: string;
  stack?: string;
  url?: string;
  save?: boolean;
}

export function addBootstrap({ command, terminal }: Program): void {
  command
    .command('bootstrap')
    .description('makes the first application, once, and prints its secret, which is not shown again')
    .option('--function <name>', 'the function that makes it; without it, the profile’s')
    .addOption(new Option('--outputs <file>', 'what `cdk deploy --outputs-file` wrote').conflicts('function'))
    .option('--stack <name>', 'whose outputs, if there are several')
    .option('--url <url>', 'of the profile to be saved; without it, the outputs’ or the profile’s')
    .option('--save', 'saves the profile that --profile names without asking')
    .action(async (_: object, self: Command) => {
      const options = self.optsWithGlobals<Options>();
      const { functionName, target } = plan(terminal, options);
      const made = await makeFirstApplication(functionName);
      terminal.write(
        options.json
          ? asJson(made)
          : secretInWords(made)
              .map((line) => `${line}\n`)
              .join(''),
      );
      if (target && (await wanted(terminal, options, target.name))) save(terminal, target, made);
    });
}

interface Target {
  name: string;
  profile: Profile;
}

/** Whom to invoke and what to save, before anything is done: afterwards would be too late for a wrong word. */
function plan({ env }: Terminal, options: Options): { functionName: string; target: Target | undefined } {
  const name = options.profile ?? env.CERTS_PROFILE;
  const known = name === undefined ? undefined : readConfig(env).profiles[name];
  const outputs = options.outputs === undefined ? undefined : readOutputs(options.outputs, options.stack);
  const functionName = options.function ?? outputs?.functionName ?? functionOf(env, options.profile);
  const url = options.url ?? outputs?.url ?? known?.url;
  if (options.save && !(name && url))
    throw new Halt(
      EXIT.usage,
      '--save needs a profile and its address.',
      'Give --profile NAME, and --url or --outputs.',
    );
  const profile = url && { ...known, url, bootstrapFunction: functionName };
  return { functionName, target: name && profile ? { name, profile } : undefined };
}

function functionOf(env: Terminal['env'], wantedProfile: string | undefined): string {
  const { name, bootstrapFunction } = chooseProfile(env, wantedProfile);
  if (bootstrapFunction) return bootstrapFunction;
  throw new Halt(
    EXIT.usage,
    `Profile "${name}" names no function that makes the first application.`,
    'Give --function NAME, the stack’s output BootstrapFunction, or --outputs FILE.',
  );
}

async function wanted({ ask }: Terminal, { save, json }: Options, name: string): Promise<boolean> {
  if (save || json) return save ?? false;
  const answer = await ask(`Save it as the profile "${name}", for you alone to read? [y/N] `);
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}

function save({ env, tell }: Terminal, { name, profile }: Target, { userKey, secret }: FirstApplication): void {
  saveProfile(env, name, { ...profile, userKey, secretFile: saveSecret(env, name, secret) });
  tell(`Saved. To see whether it works:  certs doctor --profile ${name}`);
}
