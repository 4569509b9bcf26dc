import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FUNCTIONS } from '../../../core/topology.ts';
import { bundleFunctions } from '../../../infra/bundles.ts';

/** What Lambda and topology set together; none of it is used to make a handler. */
const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  TABLE_NAME: 'table',
  DATA_CENTERS: JSON.stringify({
    us1: { host: 'us1.example.com', zoneId: 'Z1' },
    eu1: { host: 'eu1.example.com', zoneId: 'Z2' },
    au1: { host: 'au1.example.com', zoneId: 'Z3' },
  }),
  WILDCARD_OVERLAP: 'warn',
  MOVE_OWNERSHIP_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:move-ownership',
  RETIRE_SITE_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:retire-site',
  PROVISION_CERTIFICATE_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:example',
  MAIL_FROM: 'certificates@example.com',
  CONSOLE_URL: 'https://console.example.com',
  CONSOLE_API_KEY: '3_ConsoleKey',
  KEY_ARN: 'arn:aws:kms:us-east-1:111122223333:key/example',
  API_DOMAINS: 'certificates.example.com',
  CALLS_PER_MINUTE: '1200',
};

/** Bytes: 1.25 MiB, for the API, which speaks to nine services of AWS. Lambda reads and compiles all of it before the first answer. */
const LARGEST = 1.25 * 1024 * 1024;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  bundleFunctions(join(folder, 'functions'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NAMES = Object.keys(FUNCTIONS);
const bundleOf = (name: string, out = 'functions') => join(folder, out, name, 'index.mjs');

describe('a bundle', () => {
  it('is there for every function, and small', () => {
    expect(NAMES.filter((name) => statSync(bundleOf(name)).size > LARGEST)).toEqual([]);
  });

  it('is loaded by Node alone and exports a handler', () => {
    const load = `for (const file of ${JSON.stringify(NAMES.map((name) => pathToFileURL(bundleOf(name)).href))})
      console.log(typeof (await import(file)).handler)`;
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', load], {
      env: ENVIRONMENT,
      encoding: 'utf8',
    });
    expect(told.trim().split('\n')).toEqual(NAMES.map(() => 'function'));
  });

  it('has the same bytes wherever and whenever it is made', () => {
    bundleFunctions(join(folder, 'elsewhere/again'));
    for (const name of NAMES) {
      expect(readFileSync(bundleOf(name, 'elsewhere/again')).equals(readFileSync(bundleOf(name)))).toBe(true);
    }
  });
});
