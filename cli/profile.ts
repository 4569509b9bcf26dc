/**
 * Profiles: which deployment a command talks to, and as whom. Kept in one JSON file where the XDG base directory specification
 * says; it holds no secret.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { EXIT, Halt } from './exit.ts';

const Profile = z.strictObject({
  /** Base of the REST face, without a slash at its end: `https://certificates.example.com/api`. */
  url: z.url({ protocol: /^https?$/ }),
  /** PEM file of a certificate authority that is trusted besides the usual ones. */
  ca: z.string().optional(),
  /** Key of the application that calls. Its secret comes from CERTS_SECRET, from `secretFile`, or is asked for. */
  userKey: z.string().optional(),
  /** File that holds the secret and nothing else, readable by its owner alone. */
  secretFile: z.string().optional(),
  /** Name or ARN of the function that makes the first application: the stack's output BootstrapFunction. */
  bootstrapFunction: z.string().optional(),
});
export type Profile = z.output<typeof Profile>;

const Config = z.strictObject({
  /** The profile of commands that name none. */
  current: z.string().optional(),
  profiles: z.record(z.string(), Profile).default({}),
});
export type Config = z.output<typeof Config>;

type Env = Readonly<Record<string, string | undefined>>;

export function configFile({ XDG_CONFIG_HOME: base, HOME }: Env): string {
  const home = base && isAbsolute(base) ? base : join(HOME ?? homedir(), '.config'); // a relative one is ignored: basedir-spec
  return join(home, 'certs', 'config.json');
}

/** No file is no profiles. Throws Halt when there is one that cannot be read. */
export function readConfig(env: Env): Config {
  const file = configFile(env);
  try {
    return Config.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { profiles: {} };
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Halt(EXIT.usage, `${file} cannot be read: ${why}`, 'Correct the file, or move it away.', error);
  }
}

/**
 * Adds or replaces a profile; the first one becomes the current one. `npm start` writes `local` so. Throws what the file system
 * throws, or Halt when the present file cannot be read.
 */
export function saveProfile(env: Env, name: string, profile: Profile): void {
  const { current = name, profiles } = readConfig(env);
  saveConfig(env, { current, profiles: { ...profiles, [name]: profile } });
}

/** Keeps a profile's secret beside the profiles, for nobody else to read. Answers its file. */
export function saveSecret(env: Env, name: string, secret: string): string {
  const folder = dirname(configFile(env));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${encodeURIComponent(name)}.secret`);
  rmSync(file, { force: true }); // one that is there keeps its mode
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return file;
}

/** Whole or not at all: a reader never sees half a file. */
export function saveConfig(env: Env, config: Config): void {
  const file = configFile(env);
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, `${JSON.stringify(config, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(partial, file);
}

export interface ChosenProfile extends Profile {
  name: string;
}

/** The profile named by the command, by CERTS_PROFILE, or the current one. Throws Halt when there is none. */
export function chooseProfile(env: Env, wanted: string | undefined): ChosenProfile {
  const { current, profiles } = readConfig(env);
  const name = wanted ?? env.CERTS_PROFILE ?? current;
  const profile = name === undefined ? undefined : profiles[name];
  if (name !== undefined && profile) return { name, ...profile };
  const known = Object.keys(profiles);
  throw new Halt(
    EXIT.usage,
    name === undefined ? 'No deployment is known yet.' : `There is no profile "${name}".`,
    known.length > 0
      ? `There is ${known.join(', ')}: name one with --profile, or choose it with  certs profiles use NAME`
      : '`npm start` writes the profile "local". For another deployment:  certs profiles set NAME --url https://HOST/api',
  );
}
