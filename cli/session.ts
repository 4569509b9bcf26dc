/** One command's connection and its way to answer: the chosen profile, its client, and output as JSON or in words. */
import { readFileSync, statSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { printable } from '../core/text.ts';
import { type Client, createClient } from './client.ts';
import { EXIT, type ExitCode, Halt } from './exit.ts';
import { type ChosenProfile, chooseProfile } from './profile.ts';
import type { Terminal } from './terminal.ts';

/** Options of every command. */
export interface GlobalOptions {
  profile?: string;
  json?: boolean;
}

export interface Session {
  terminal: Terminal;
  profile: ChosenProfile;
  /** Of the Authorization header; undefined where calls need none. */
  authorization: string | undefined;
  call: Client;
  json: boolean;
  /** The one answer of a command, as JSON when asked for, otherwise in words; which is done. */
  answer(value: unknown, lines: readonly string[]): ExitCode;
}

export async function openSession(
  terminal: Terminal,
  { profile: wanted, json = false }: GlobalOptions,
): Promise<Session> {
  const profile = chooseProfile(terminal.env, wanted);
  if (profile.ca) trust(profile.ca);
  const authorization = await authorizationOf(profile, terminal);
  return {
    terminal,
    profile,
    authorization,
    call: createClient({ url: profile.url, authorization, asSent: json }),
    json,
    answer(value, lines) {
      terminal.write(json ? asJson(value) : lines.map((line) => `${line}\n`).join(''));
      return EXIT.done;
    },
  };
}

/** The value as it is. JSON escapes but some of what commands a terminal; the rest is escaped here. */
export function asJson(value: unknown): string {
  return `${printable(JSON.stringify(value, undefined, 2), escaped)}\n`;
}

/** `\u202e`. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Besides what is trusted already, for this process. */
function trust(file: string): void {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Halt(
      EXIT.usage,
      `The profile's CA file ${file} cannot be read.`,
      'Start the product, or set the profile anew.',
      cause,
    );
  }
  setDefaultCACertificates([...new Set([...getCACertificates('default'), pem])]);
}

/** Application key and secret over TLS (RFC 7617). */
async function authorizationOf(
  { name, url, userKey, secretFile }: ChosenProfile,
  terminal: Terminal,
): Promise<string | undefined> {
  if (userKey === undefined) return undefined;
  if (!url.startsWith('https:'))
    throw new Halt(
      EXIT.usage,
      `Profile "${name}" has a user key but no https:// address.`,
      'A secret is sent over TLS only.',
    );
  const kept = terminal.env.CERTS_SECRET || (secretFile && secretIn(secretFile));
  const secret = kept || (await terminal.ask(`Secret of ${userKey}: `, { secret: true }));
  if (!secret)
    throw new Halt(EXIT.usage, `The secret of ${userKey} is missing.`, 'Set CERTS_SECRET in the environment.');
  return `Basic ${Buffer.from(`${userKey}:${secret}`).toString('base64')}`;
}

/** Others of this machine may not read it: then it is no secret any more. Windows knows no modes. */
function secretIn(file: string): string {
  const othersToo = (mode: number) => process.platform !== 'win32' && (mode & 0o077) !== 0;
  try {
    if (othersToo(statSync(file).mode))
      throw new Halt(EXIT.usage, `Others may read ${file}.`, `Make it yours alone:  chmod 600 ${file}`);
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Halt) throw error;
    throw new Halt(
      EXIT.usage,
      `The secret's file ${file} cannot be read.`,
      'Start the product, or set CERTS_SECRET.',
      error,
    );
  }
}
