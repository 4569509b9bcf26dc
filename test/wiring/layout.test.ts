/** The house rules that a script can check: who imports whom, what folders and files are called, what documents name. */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { LOCAL_VARIABLES, VARIABLES } from '../../core/topology.ts';
import { filesUnder, importsOf, missing, ROOT, read, trackedFiles } from '../support/repository.ts';

/** Which rooms a room may import from, besides itself. A room is a folder, but for `lambdas/runtime.ts`. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: [],
  'state-machines': [],
  'lambdas/clients': ['core'],
  'lambdas/runtime.ts': ['core', 'lambdas/clients'],
  'lambdas/records': ['core', 'lambdas/clients'],
  'lambdas/duties': ['core', 'lambdas/clients', 'lambdas/records', 'lambdas/runtime.ts'],
  'lambdas/authentication': ['core', 'lambdas/clients', 'lambdas/records', 'lambdas/runtime.ts'],
  'lambdas/steps': ['core', 'lambdas/clients', 'lambdas/records', 'lambdas/duties', 'lambdas/runtime.ts'],
  'lambdas/watch': ['core', 'lambdas/clients', 'lambdas/records', 'lambdas/duties', 'lambdas/runtime.ts'],
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
  console: ['core', 'state-machines'],
  'console/service': ['core'],
  'console/parts': ['core', 'console/service', 'console/place.ts', 'console/texts.ts'],
  local: ['core', 'lambdas', 'infra/permissions.ts', 'cli/profile.ts', 'console/serve.ts'],
  bench: ['core', 'lambdas', 'infra/bundles.ts', 'local'],
  soak: ['core', 'lambdas/records', 'local'],
  fidelity: ['core', 'local', 'soak/journeys.ts'],
  scripts: ['core', 'local', 'bench', 'soak', 'test/support/browser.ts'],
  test: [
    'core',
    'state-machines',
    'lambdas',
    'infra',
    'cli',
    'console',
    'local',
    'bench',
    'soak',
    'fidelity',
    'scripts',
  ],
  runbooks: [],
  docs: [],
  '.ci': [],
};
/** Folders at the top, and what stands in `lambdas`. */
const PLACES = new Set(trackedFiles().flatMap((path) => placeOf(path) ?? []));

/** Undefined for a file at the top, and for most packages. */
function placeOf(path: string): string | undefined {
  return /^lambdas\/[^/]+|^[^/]+(?=\/)/.exec(path)?.[0];
}

function isOurs(target: string): boolean {
  return PLACES.has(placeOf(target) ?? '');
}

function sourcesOf(room: string): string[] {
  return room.endsWith('.ts') ? [room] : [...filesUnder(room), ...filesUnder(room, '.tsx')];
}

it.each(Object.entries(MAY_IMPORT))('imports only downwards: %s', (room, allowed) => {
  const wrong = sourcesOf(room).flatMap((file) =>
    importsOf(file)
      .filter((target) => isOurs(target) && ![room, ...allowed].some((place) => target.startsWith(place)))
      .map((target) => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

it('has a rule for every folder at the top and of lambdas', () => {
  expect(missing(PLACES, Object.keys(MAY_IMPORT))).toEqual([]);
});

it('has every room in ARCHITECTURE.md, with the same rooms that it may import from', () => {
  const table =
    read('ARCHITECTURE.md')
      .split('\n## ')
      .find((section) => section.startsWith('The rooms')) ?? '';
  const rows = table.matchAll(/^\| `([^`]+)` \| .* \| (.*) \|$/gm);
  const told = [...rows].map(([, room, allowed = '']) => [room, allowed === 'nothing' ? [] : quoted(allowed)]);
  expect(Object.fromEntries(told)).toEqual(MAY_IMPORT);
});

/** What stands in backticks. */
function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, each = '']) => each);
}

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

const DOCUMENTS = trackedFiles().filter((path) => path.endsWith('.md'));
const isThere = (path: string) => existsSync(join(ROOT, path));

it.each(DOCUMENTS)('names only files that exist: %s', (document) => {
  const named = [
    ...read(document).matchAll(
      /`((?:core|lambdas|state-machines|infra|local|console|cli|runbooks|bench|soak|fidelity|test|docs|scripts)\/[\w./-]*)`/g,
    ),
  ].map(([, path = '']) => path);
  expect(named.filter((path) => !/YYYY/.test(path) && !isThere(path))).toEqual([]);
});

it.each(DOCUMENTS)('loops over no variable, which zsh takes for one word: %s', (document) => {
  const blocks = [...read(document).matchAll(/^ *```sh\n(.*?)^ *```/gms)].map(([, block = '']) => block);
  expect(blocks.flatMap((block) => block.match(/\bfor \w+ in \$\w+/g) ?? [])).toEqual([]);
});

it.each(DOCUMENTS)('links only to files that exist: %s', (document) => {
  const linked = [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
  expect(linked.filter((path) => !isThere(posix.join(posix.dirname(document), path)))).toEqual([]);
});
