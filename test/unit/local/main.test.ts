/** `npm start` as a person meets it: what cannot be gets one sentence and the right exit code, and leaves nothing behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../cli/profile.ts';
import { readMainFlags } from '../../../local/main-flags.ts';
import { ROOT } from '../../support/repository.ts';

describe('the flags of npm start', () => {
  it('have defaults', () => {
    expect(readMainFlags([])).toEqual({ fresh: false, speed: 1, anyPorts: false, folder: undefined, help: false });
  });

  it('are read', () => {
    expect(readMainFlags(['--fresh', '--any-ports', '--speed', '0.5', '--folder', '/tmp/w'])).toEqual({
      fresh: true,
      speed: 0.5,
      anyPorts: true,
      folder: '/tmp/w',
      help: false,
    });
  });

  it.each([
    [['--speed', 'x'], '--speed takes a number from 0 (time stands) to 86400 (a day a second); it was given "x".'],
    [['--speed='], '--speed takes a number from 0 (time stands) to 86400 (a day a second); it was given "".'],
    [
      ['--speed', '86401'],
      '--speed takes a number from 0 (time stands) to 86400 (a day a second); it was given "86401".',
    ],
    [['--folder='], '--folder takes the path of a folder, as in --folder /tmp/world.'],
    [['--foo'], "Unknown option '--foo'."],
    [['--fresh=yes'], "Option '--fresh' does not take an argument."],
    [['now'], "Unexpected argument 'now'."],
  ])('are refused in one sentence: %j', (args, sentence) => {
    expect(() => readMainFlags(args)).toThrow(sentence);
  });
});

describe('npm start', () => {
  let root: string;
  let folder: string;
  /** Where the command line's profiles are kept. */
  let config: string;
  const running: ChildProcess[] = [];
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'start-'));
    config = mkdtempSync(join(tmpdir(), 'config-'));
    folder = join(root, 'world');
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(ended));
    for (const each of [root, config]) rmSync(each, { recursive: true, force: true });
  });

  function ended(child: ChildProcess): Promise<void> | undefined {
    if (child.exitCode !== null || child.signalCode !== null) return undefined;
    return new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  }

  /** Starts it; resolves when it has welcomed or ended. */
  function start(...flags: string[]): Promise<{ code: number | null; out: string; err: string; child: ChildProcess }> {
    const args = [join(ROOT, 'local', 'main.ts'), '--folder', folder, ...flags];
    const child = spawn(join(ROOT, 'node_modules', '.bin', 'node'), args, {
      env: { ...process.env, NO_COLOR: '1', XDG_CONFIG_HOME: config },
    });
    running.push(child);
    let [out, err] = ['', ''];
    child.stderr?.on('data', (chunk) => {
      err += chunk;
    });
    return new Promise((resolve) => {
      child.stdout?.on('data', (chunk) => {
        out += chunk;
        if (out.includes('start over with')) resolve({ code: null, out, err, child });
      });
      child.on('close', (code) => resolve({ code, out, err, child }));
    });
  }

  it('ends with 2 when its flags are wrong, and writes nothing', async () => {
    const { code, err } = await start('--speed', 'x');
    expect([code, err.trim()]).toEqual([
      2,
      '--speed takes a number from 0 (time stands) to 86400 (a day a second); it was given "x".',
    ]);
    expect(readdirSync(root)).toEqual([]);
  });

  it('names the port that is taken and the remedy, and leaves no half-made world', async () => {
    const taken = createServer();
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      taken.once('error', resolve).listen(4500, '127.0.0.1', () => resolve(undefined));
    });
    const { code, err } = await start(); // an occupied port stays occupied, whoever has it
    if (!error) taken.close();
    expect(code).toBe(1);
    expect(err.trim()).toMatch(/^Port \d+ on 127\.\S+ \(\w+\) is taken: .* npm start -- --any-ports$/);
    expect(readdirSync(root)).toEqual([]);
  });

  it.each([
    ['a file where the folder should be', () => writeFileSync(folder, 'x'), / is a file, and a world needs a folder: /],
    [
      'a state file of another program',
      () => given({ 'world.db': 'not a database at all', dynamodb: undefined }),
      /world\.db is not a state file of this program, or is damaged: move it away, or start over with --fresh\.$/,
    ],
    [
      'a damaged table',
      () => given({ 'world.db': '', dynamodb: { CURRENT: 'x' } }),
      /dynamodb is not a table of this program, or is damaged: put it back, or start over with --fresh\.$/,
    ],
    [
      'a lost table',
      () => given({ 'world.db': '' }),
      / has lost its dynamodb folder: put it back, or start over with --fresh\.$/,
    ],
  ])('tells %s in one sentence and leaves it as it is', async (_, make, sentence) => {
    make();
    const { code, err } = await start('--any-ports');
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toEqual([expect.stringMatching(sentence)]);
    expect(readdirSync(root)).toEqual(['world']);
  });

  function given(files: Record<string, string | Record<string, string> | undefined>): void {
    mkdirSync(folder);
    for (const [name, content] of Object.entries(files)) {
      if (typeof content === 'string') writeFileSync(join(folder, name), content);
      else mkdirSync(join(folder, name));
      if (typeof content === 'object')
        for (const [inner, text] of Object.entries(content)) writeFileSync(join(folder, name, inner), text);
    }
  }

  it('deletes with --fresh what is its own, and nothing else', async () => {
    given({ 'notes.txt': 'mine' });
    const refused = await start('--fresh', '--any-ports');
    expect([refused.code, refused.err.trim()]).toEqual([
      1,
      `${folder} holds no world, so --fresh deletes nothing there: name another folder with --folder.`,
    ]);
    expect(readdirSync(folder)).toEqual(['notes.txt']);

    given2();
    await start('--fresh', '--any-ports');
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'ca.pem'))).toBe(true);
  }, 20_000);

  function given2(): void {
    writeFileSync(join(folder, 'world.db'), 'of an older program');
  }

  it('is killed by a fault that says so, and meets it once', async () => {
    const fault = { service: 'lambda', operation: 'Api', kind: 'crash', when: 'after', times: 1 };
    const first = await start('--any-ports', '--speed', '0');
    const door = consoleOf(first.out);
    await fetch(`${door}/world/faults`, { method: 'POST', body: JSON.stringify(fault) });
    await expect(fetch(`${door}/api/health`)).rejects.toThrow();
    await ended(first.child);
    expect(first.child.signalCode).toBe('SIGKILL');

    const second = await start('--any-ports', '--speed', '0');
    expect((await fetch(`${consoleOf(second.out)}/api/health`)).status).toBe(200);
  }, 20_000);

  const consoleOf = (out: string) => /http:\/\/localhost:\d+/.exec(out)?.[0];

  it('makes a first application whose secret only its owner can read, and tells the command line', async () => {
    const { out } = await start('--any-ports', '--speed', '0');
    const { profiles } = readConfig({ XDG_CONFIG_HOME: config });
    const { url, ca, userKey = '', secretFile = '' } = profiles.local ?? {};
    expect(url).toMatch(/^https:\/\/localhost:\d+\/api$/);
    expect([ca, secretFile]).toEqual([join(folder, 'ca.pem'), join(folder, 'secret')]);
    expect(['secret', 'netrc'].map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600]);
    const secret = readFileSync(secretFile, 'utf8').trim();
    expect(readFileSync(join(folder, 'netrc'), 'utf8')).toBe(
      `machine localhost\nlogin ${userKey}\npassword ${secret}\n`,
    );
    expect(secret).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(out).not.toContain(secret);
  });

  it('refuses a folder in use, goes on after a kill, and writes the CA file anew', async () => {
    const first = await start('--any-ports', '--speed', '0');
    expect(first.code).toBeNull();
    for (const flags of [[], ['--fresh']]) {
      const second = await start('--any-ports', ...flags);
      expect([second.code, second.err.trim()]).toEqual([
        1,
        `${folder}/world.db is in use: another one is running. Stop it, or name another folder with --folder.`,
      ]);
    }
    await ended(first.child);
    rmSync(join(folder, 'ca.pem'));
    const third = await start('--any-ports');
    expect(third.err).toBe('');
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
  }, 30_000);
});
