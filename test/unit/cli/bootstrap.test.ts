import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFile, readConfig, saveProfile } from '../../../cli/profile.ts';
import { ServiceError } from '../../../core/errors.ts';
import { createAwsEndpoint } from '../../../local/aws/endpoint.ts';
import { createLambda } from '../../../local/aws/lambda/service.ts';
import { WorldClock } from '../../../local/clock.ts';
import { openStore, type Store } from '../../../local/store.ts';
import { createWorld } from '../../../local/world.ts';
import { certs, type TerminalOptions } from '../../support/unit/terminal.ts';

const MADE = { userKey: '123456789012345678901234', name: 'Platform', secret: 'c2VjcmV0' };
const URL = 'https://certificates.example.com/api';

let home: string;
let store: Store;
let close: () => Promise<void>;
let invocations: number;
let answer: () => unknown;
const before = process.env;

/** An AWS account whose Lambda answers as the test says; the SDK finds it and who calls in the environment. */
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'certs-'));
  store = openStore();
  invocations = 0;
  answer = () => MADE;
  const world = createWorld(new WorldClock(new Date('2026-11-21T10:00:00Z')), store, 'bootstrap');
  const lambdas = {
    async invoke() {
      invocations += 1;
      return answer();
    },
  };
  const endpoint = createAwsEndpoint(world, [createLambda(lambdas, { take: () => undefined }).service]);
  const { port } = await endpoint.listen(0);
  close = () => endpoint.close();
  process.env = {
    ...before,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'on-call',
    AWS_SECRET_ACCESS_KEY: 'simulated',
  };
});
afterEach(async () => {
  process.env = before;
  await close();
  store.close();
  rmSync(home, { recursive: true });
});

const env = () => ({ XDG_CONFIG_HOME: home });
const bootstrap = (line: string, options: TerminalOptions = {}) =>
  certs(`bootstrap ${line}`, undefined, { env: env(), ...options });

function outputs(stacks: object): string {
  const file = join(home, 'outputs.json');
  writeFileSync(file, JSON.stringify(stacks));
  return file;
}

it('prints key and secret of the first application, and keeps nothing where nobody answers', async () => {
  expect(await bootstrap('--function Bootstrap')).toMatchObject({
    exit: 0,
    output: [`user key  ${MADE.userKey}`, 'secret    c2VjcmV0', 'Keep the secret now: it is not shown again.\n'].join(
      '\n',
    ),
    errors: '',
  });
  expect(readConfig(env())).toEqual({ profiles: {} });
});

it('prints the function’s answer with --json', async () => {
  const { output } = await bootstrap('--function Bootstrap --json');
  expect(JSON.parse(output)).toEqual(MADE);
});

it('says clearly that it was made before, and what helps', async () => {
  answer = () => {
    throw new ServiceError('AlreadyBootstrapped', { at: '2026-11-21T09:00:00.000Z', userKey: MADE.userKey });
  };
  expect(await bootstrap('--function Bootstrap')).toEqual({
    exit: 4,
    output: '',
    errors: `The first application was made already, at 2026-11-21T09:00:00.000Z: ${MADE.userKey}.\nUse it to make others. If its secret is lost, rotate it with another application or as a platform member.\n`,
    asked: [],
  });
});

it('invokes once, whatever comes of it', async () => {
  answer = () => {
    throw Object.assign(new Error('The connection was lost'), { name: 'Lambda.SdkClientException' });
  };
  expect(await bootstrap('--function Bootstrap')).toMatchObject({
    exit: 4,
    errors:
      'Bootstrap could not be invoked: The connection was lost\nCall again: it says whether it was made. What to do when its secret was lost: docs/cli.md.\n',
  });
  expect(invocations).toBe(1);
});

it('says when the function failed', async () => {
  answer = () => {
    throw new Error('no table');
  };
  expect(await bootstrap('--function Bootstrap')).toMatchObject({
    exit: 4,
    errors: 'The function failed: Error: no table\nIts log group tells more.\n',
  });
});

it('says when there is no such function', async () => {
  expect(await bootstrap('--function Other')).toMatchObject({
    exit: 4,
    errors: expect.stringMatching(
      /^Other could not be invoked: Function not found: .*\nIts name is the output BootstrapFunction/,
    ),
  });
});

describe('the profile', () => {
  it('is offered, and holds the secret in a file that nobody else reads', async () => {
    const file = outputs({
      'certificates-test': { BootstrapFunction: 'Bootstrap', ApiUrl: URL },
    });
    const ran = await bootstrap(`--profile test --outputs ${file}`, { types: 'y' });
    expect(ran.asked).toEqual(['Save it as the profile "test", for you alone to read? [y/N] ']);
    expect(ran.errors).toBe('Saved. To see whether it works:  certs doctor --profile test\n');
    const secretFile = join(home, 'certs', 'test.secret');
    expect(readConfig(env())).toEqual({
      current: 'test',
      profiles: { test: { url: URL, bootstrapFunction: 'Bootstrap', userKey: MADE.userKey, secretFile } },
    });
    expect(readFileSync(secretFile, 'utf8')).toBe('c2VjcmV0\n');
    expect([secretFile, configFile(env())].map((each) => statSync(each).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(readFileSync(configFile(env()), 'utf8')).not.toContain(MADE.secret);
  });

  it('is not written where the person declines', async () => {
    await bootstrap(`--profile test --function Bootstrap --url ${URL}`, { types: '' });
    expect(readConfig(env())).toEqual({ profiles: {} });
  });

  it('is written without asking with --save, and names the function by itself', async () => {
    saveProfile(env(), 'prod', { url: URL, ca: '/ca.pem', bootstrapFunction: 'Bootstrap' });
    expect(await bootstrap('--profile prod --save --json')).toMatchObject({ exit: 0, asked: [] });
    expect(readConfig(env()).profiles.prod).toEqual({
      url: URL,
      ca: '/ca.pem',
      bootstrapFunction: 'Bootstrap',
      userKey: MADE.userKey,
      secretFile: join(home, 'certs', 'prod.secret'),
    });
  });

  it('replaces an older secret whatever its mode was', async () => {
    saveProfile(env(), 'prod', { url: URL });
    const secretFile = join(home, 'certs', 'prod.secret');
    writeFileSync(secretFile, 'old', { mode: 0o644 });
    await bootstrap('--profile prod --function Bootstrap --save');
    expect([readFileSync(secretFile, 'utf8'), statSync(secretFile).mode & 0o777]).toEqual(['c2VjcmV0\n', 0o600]);
  });
});

describe('ends with 2 before it invokes anything', () => {
  beforeEach(() => saveProfile(env(), 'local', { url: URL }));

  it.each([
    ['', /^Profile "local" names no function that makes the first application\./],
    ['--function F --outputs f', /'--outputs <file>' cannot be used with option '--function <name>'/],
    ['--function F --save', /^--save needs a profile and its address\./],
    ['--function F --save --profile new', /^--save needs a profile and its address\./],
    ['--outputs /no/such/file', /^\/no\/such\/file cannot be read: .*ENOENT/],
  ])('%s', async (line, said) => {
    expect(await bootstrap(line)).toMatchObject({ exit: 2, errors: expect.stringMatching(said) });
    expect(invocations).toBe(0);
  });

  it.each([
    [{}, '', /holds no output BootstrapFunction\./],
    [
      { a: { BootstrapFunction: 'A' }, b: { BootstrapFunction: 'B' } },
      '',
      /holds several stacks\.\nName one with --stack: a, b/,
    ],
    [{ a: { BootstrapFunction: 'A' } }, '--stack c', /holds no output BootstrapFunction of c\./],
    [{ a: 'text' }, '', /cannot be read: .*expected record/s],
  ])('outputs %j %s', async (stacks, more, said) => {
    expect(await bootstrap(`--outputs ${outputs(stacks)} ${more}`)).toMatchObject({
      exit: 2,
      errors: expect.stringMatching(said),
    });
    expect(invocations).toBe(0);
  });
});

it('has no option that takes a secret', async () => {
  expect((await bootstrap('--help')).output).not.toMatch(/--secret/);
});
