import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseProfile, configFile, readConfig, saveProfile } from '../../../cli/profile.ts';
import { openSession } from '../../../cli/session.ts';
import type { Terminal } from '../../../cli/terminal.ts';
import { certs, testService } from '../../support/unit/terminal.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'certs-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const LOCAL = { url: 'https://localhost:4543/api', ca: '/tmp/ca.pem' };
const PROD = { url: 'https://certificates.example.com/api', userKey: 'AK1' };

describe('the file', () => {
  it.each([
    [{ XDG_CONFIG_HOME: '/xdg', HOME: '/home/ann' }, '/xdg/certs/config.json'],
    [{ HOME: '/home/ann' }, '/home/ann/.config/certs/config.json'],
    [{ XDG_CONFIG_HOME: '', HOME: '/home/ann' }, '/home/ann/.config/certs/config.json'],
    [{ XDG_CONFIG_HOME: 'relative', HOME: '/home/ann' }, '/home/ann/.config/certs/config.json'],
  ])('lies where XDG says: %j', (env, file) => {
    expect(configFile(env)).toBe(file);
  });

  it('keeps the other profiles, and the current one stays', () => {
    const env = { XDG_CONFIG_HOME: home };
    saveProfile(env, 'local', LOCAL);
    saveProfile(env, 'prod', PROD);
    saveProfile(env, 'local', { ...LOCAL, ca: '/tmp/other.pem' });
    expect(readConfig(env)).toEqual({
      current: 'local',
      profiles: { local: { url: LOCAL.url, ca: '/tmp/other.pem' }, prod: PROD },
    });
    expect(statSync(configFile(env)).mode & 0o777).toBe(0o600);
  });

  it('is named with what is wrong in it', () => {
    const env = { XDG_CONFIG_HOME: home };
    saveProfile(env, 'local', LOCAL);
    writeFileSync(configFile(env), '{"profiles":{"local":{"url":"localhost"}}}');
    expect(() => readConfig(env)).toThrow(/config\.json cannot be read: .*Invalid URL.*profiles\.local\.url/s);
  });
});

describe('the choice', () => {
  const env = () => ({ XDG_CONFIG_HOME: home });
  beforeEach(() => {
    saveProfile(env(), 'local', LOCAL);
    saveProfile(env(), 'prod', PROD);
  });

  it('takes the one named, before that of the environment, before the current one', () => {
    expect(chooseProfile({ ...env(), CERTS_PROFILE: 'prod' }, 'local').name).toBe('local');
    expect(chooseProfile({ ...env(), CERTS_PROFILE: 'prod' }, undefined).name).toBe('prod');
    expect(chooseProfile(env(), undefined)).toEqual({ name: 'local', ...LOCAL });
  });

  it('says what there is when there is no such one', () => {
    expect(() => chooseProfile(env(), 'test')).toThrow('There is no profile "test".');
  });
});

describe('the secret', () => {
  it('comes from the environment, and is never sent over http', async () => {
    const service = await testService({});
    const ran = await certs('sites', { ...service.profile, userKey: 'AK1' }, { env: { CERTS_SECRET: 's3cret' } });
    expect(ran).toMatchObject({ exit: 2, output: '' });
    expect(ran.errors).toBe(
      'Profile "test" has a user key but no https:// address.\nA secret is sent over TLS only.\n',
    );
    expect(service.asked).toEqual([]);
    await service.close();
  });

  it('is asked for where it is not in the environment, and missing where nobody answers', async () => {
    const ran = await certs('sites', PROD);
    expect(ran.asked).toEqual(['Secret of AK1: ']);
    expect(ran).toMatchObject({ exit: 2 });
    expect(ran.errors).toBe('The secret of AK1 is missing.\nSet CERTS_SECRET in the environment.\n');
  });

  it('has no option', async () => {
    expect((await certs('sites --secret s3cret', PROD)).exit).toBe(2);
  });
});

describe('certs profiles', () => {
  it('adds one and shows it', async () => {
    const set = await certs('profiles set prod --url https://certificates.example.com/api --user-key AK1');
    expect(set).toMatchObject({
      exit: 0,
      output: '',
      errors: 'Saved. To see whether it works:  certs doctor --profile prod\n',
    });
    expect((await certs('profiles', PROD)).output).toBe('*  test  https://certificates.example.com/api as AK1\n');
    expect(JSON.parse((await certs('profiles --json', PROD)).output)).toEqual({
      current: 'test',
      profiles: { test: PROD },
    });
  });

  it.each([
    ['', PROD.url],
    [' --url https://other.example/api', 'https://other.example/api'],
  ])('takes address and function from the outputs of a deployment%s', async (more, url) => {
    const file = join(home, 'outputs.json');
    writeFileSync(
      file,
      JSON.stringify({ 'certificates-prod': { ApiUrl: PROD.url, BootstrapFunction: 'Bootstrap-1' } }),
    );
    const env = { XDG_CONFIG_HOME: home };
    await certs(`profiles set prod --outputs ${file}${more}`, undefined, { env });
    expect(readConfig(env).profiles).toEqual({ prod: { url, bootstrapFunction: 'Bootstrap-1' } });
  });

  it.each([
    ['profiles set prod --url certificates.example.com', /^--url takes an address/],
    ['profiles set prod', /^A profile needs the address of the API\.\nGive --url, or --outputs/],
    ['profiles set prod --outputs /no/such/file', /^\/no\/such\/file cannot be read: .*ENOENT/],
    ['profiles use nothing', /^There is no profile "nothing"/],
  ])('refuses %s', async (line, said) => {
    const ran = await certs(line);
    expect(ran.exit).toBe(2);
    expect(ran.errors).toMatch(said);
  });
});

it('holds no secret after a profile with a user key was saved', () => {
  saveProfile({ XDG_CONFIG_HOME: home, CERTS_SECRET: 's3cret' }, 'prod', PROD);
  expect(readFileSync(join(home, 'certs', 'config.json'), 'utf8')).not.toContain('s3cret');
});

it('sends key and secret as RFC 7617 has it, over TLS', async () => {
  const terminal = { env: { XDG_CONFIG_HOME: home, CERTS_SECRET: 's3:cret' } } as unknown as Terminal;
  saveProfile(terminal.env, 'prod', PROD);
  expect((await openSession(terminal, {})).authorization).toBe('Basic QUsxOnMzOmNyZXQ=');
});

describe('the file of a secret', () => {
  const open = () => {
    const terminal = { env: { XDG_CONFIG_HOME: home } } as unknown as Terminal;
    saveProfile(terminal.env, 'local', { ...PROD, secretFile: join(home, 'secret') });
    return openSession(terminal, {});
  };

  it('gives the secret to a profile that names it', async () => {
    writeFileSync(join(home, 'secret'), 's3:cret\n', { mode: 0o600 });
    expect((await open()).authorization).toBe('Basic QUsxOnMzOmNyZXQ=');
  });

  it('is refused where others may read it, and where it is not there', async () => {
    await expect(open()).rejects.toThrow(/^The secret's file .* cannot be read\.$/);
    writeFileSync(join(home, 'secret'), 's3:cret\n', { mode: 0o640 });
    await expect(open()).rejects.toThrow(/^Others may read /);
  });
});
