/** The house rules that a script can check: who imports whom, what folders and files are called, what documents name. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_VARIABLES, VARIABLES } from '../../core/topology.ts';
import { filesUnder, importsOf, missing, ROOT, read, trackedFiles } from '../support/repository.ts';

/** Which rooms a room may import from, besides itself. Packages: lint says. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: [],
  'lambdas/clients': ['core'],
  'lambdas/records': ['core', 'lambdas/clients'],
  'lambdas/duties': ['core', 'lambdas/clients', 'lambdas/records', 'lambdas/runtime.ts'],
  'lambdas/steps': ['core', 'lambdas/clients', 'lambdas/records', 'lambdas/duties', 'lambdas/runtime.ts'],
  'lambdas/watch': ['core', 'lambdas/clients', 'lambdas/records', 'lambdas/duties', 'lambdas/runtime.ts'],
  'lambdas/authentication': ['core', 'lambdas/clients', 'lambdas/records', 'lambdas/runtime.ts'],
  'lambdas/notify': [
    'core',
    'lambdas/clients',
    'lambdas/records',
    'lambdas/duties',
    'lambdas/authentication',
    'lambdas/runtime.ts',
  ],
  'lambdas/bootstrap': ['core', 'lambdas/clients', 'lambdas/records', 'lambdas/authentication', 'lambdas/runtime.ts'],
  'lambdas/api': [
    'core',
    'lambdas/clients',
    'lambdas/records',
    'lambdas/duties',
    'lambdas/authentication',
    'lambdas/runtime.ts',
  ],
  infra: ['core'],
  cli: ['core'],
  console: ['core'],
  'console/service': ['core'],
  'console/parts': ['core', 'console/service', 'console/place.ts', 'console/texts.ts'],
  local: ['core', 'lambdas', 'infra/permissions.ts', 'cli/profile.ts', 'console/serve.ts'],
};
const ours = (path: string) => /^(core|lambdas|infra|local|console|cli|bench|soak|fidelity|test|scripts)\//.test(path);

it.each(Object.entries(MAY_IMPORT))('imports only downwards: %s', (room, allowed) => {
  const wrong = [...filesUnder(room), ...filesUnder(room, '.tsx')].flatMap((file) =>
    importsOf(file)
      .filter((target) => ours(target) && ![room, ...allowed].some((place) => target.startsWith(place)))
      .map((target) => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

/** Each of these is one thing that is done, looked at or looked after: what several need has a place of its own. */
const APART = ['lambdas/steps', 'lambdas/api/operations', 'lambdas/watch/looks', 'lambdas/watch/caring'];

it.each(APART)('lets none import another: %s', (room) => {
  const wrong = APART.flatMap((place) => filesUnder(place)).filter((file) =>
    importsOf(file).some((target) => target.startsWith(`${room}/`)),
  );
  expect(wrong).toEqual([]);
});

it('keeps AWS, DNS, TLS and mail in lambdas/clients', () => {
  const outside = /^(@aws-sdk\/|node:(dns|dgram|https?)$|dns-packet$|nodemailer$)/;
  const wrong = ['core', 'lambdas']
    .flatMap((room) => filesUnder(room))
    .filter((file) => !file.startsWith('lambdas/clients/'));
  const found = wrong.flatMap((file) =>
    importsOf(file)
      .filter((target) => outside.test(target))
      .map((target) => `${file} imports ${target}`),
  );
  expect(found).toEqual([]);
});

it('reads no clock, chance or environment in core and lambdas but at the edges', () => {
  const forbidden = /Date\.now\(|new Date\(\)|Math\.random|process\.env|randomUUID|isLocal/;
  const edges = ['lambdas/runtime.ts'];
  const files = ['core', 'lambdas'].flatMap((room) => filesUnder(room));
  const wrong = missing(
    files.filter((file) => forbidden.test(read(file))),
    edges,
  );
  expect(wrong).toEqual([]);
});

it('has no room without a name', () => {
  expect(trackedFiles().filter((path) => /(^|\/)(utils?|helpers?|common|shared|misc)(\.|\/)/i.test(path))).toEqual([]);
});

it('lets only local mode set the variables that point at local endpoints', () => {
  const text = filesUnder('infra').map(read).join('\n');
  const named = LOCAL_VARIABLES.filter((variable) => text.includes(variable) && !text.includes('LOCAL_VARIABLES'));
  expect(named).toEqual([]);
});

it('reads in lambdas only variables that topology or AWS sets', () => {
  const text = filesUnder('lambdas').map(read).join('\n');
  const reads = [...text.matchAll(/env\.([A-Z_]+)|requireVariable\(env, '([A-Z_]+)'\)/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  const ofAws = ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  // By LOG_LEVEL tests and local mode silence the log.
  const known: string[] = [...VARIABLES, ...LOCAL_VARIABLES, ...ofAws, 'LOG_LEVEL'];
  expect(missing(reads, known)).toEqual([]);
});

it('cites no label of a document that is not here', () => {
  const label = /\([ACGPRV]\d\b|[*/] [ACGPRV]\d: |\brule [A-Z]\d\b|\bdesign:|\bthe seed(?:, ["`]| documents\b)/;
  const texts = trackedFiles().filter((path) => /\.(tsx?|md|py|asl\.json)$/.test(path) && existsSync(join(ROOT, path)));
  const cited = texts.flatMap((path) => {
    const lines = read(path).split('\n');
    return lines.flatMap((line, index) => (label.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
  });
  expect(cited).toEqual([]);
});

it.each(trackedFiles().filter((path) => path.endsWith('.md')))('names only files that exist: %s', (document) => {
  const named = [
    ...read(document).matchAll(
      /`((?:core|lambdas|state-machines|infra|local|console|cli|runbooks|bench|soak|fidelity|test|docs|scripts)\/[\w./-]*\w)`/g,
    ),
  ];
  const gone = named
    .map((match) => match[1] ?? '')
    .filter((path) => !/YYYY|</.test(path) && !existsSync(join(ROOT, path)));
  expect(gone).toEqual([]);
});
