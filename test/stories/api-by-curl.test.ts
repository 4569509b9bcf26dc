/** docs/api-by-curl.md does as it says: its blocks in their order, in one shell with curl, on a started product. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { netrcOf } from '../../local/operator.ts';
import { SITE } from '../../local/scenery.ts';
import { read } from '../support/repository.ts';
import { approveAll, mendAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { blocksOf, lacking } from '../support/stories/runbook.ts';

let story: Story;
let folder: string;
beforeEach(async () => {
  story = await beginStory();
  folder = mkdtempSync(join(tmpdir(), 'curl-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await story.stop();
});

async function present(): Promise<string> {
  const { certificates } = await story.call<{ certificates: { requestId: string }[] }>(
    'GET',
    `/sites/${SITE.siteId}/certificates`,
  );
  return certificates[0]?.requestId ?? '';
}

const WORLD: Record<string, () => Promise<unknown>> = {
  async 'the records are put right'() {
    mendAll(story);
    await story.hours(1);
  },
  'the mails are out': async () => story.until(await present(), ({ step }) => step === 'AwaitValidation'),
  async 'everybody approves'() {
    const requestId = await present();
    await approveAll(story, (await story.read(requestId)).certificateArn);
    await story.until(requestId, ({ status }) => status === 'READY');
  },
};

/** Variables and functions stay from block to block, as in the shell of a person. */
function run(commands: string): Promise<{ exit: number; output: string }> {
  const kept = join(folder, '.kept');
  const script = `. '${kept}'\n${commands}\n{ declare -p | grep -v '^declare -[a-z]*r' || true; declare -f; } > '${kept}'`;
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-e', '-u', '-o', 'pipefail', '-c', script], {
      cwd: folder,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [shell.stdout, shell.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
      });
    shell.on('error', reject);
    shell.on('close', (exit) => resolve({ exit: exit ?? 1, output }));
  });
}

function environment(): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    HOME: folder,
    API: `https://localhost:${story.ports.api}`,
    CURL_CA_BUNDLE: join(folder, 'ca.pem'),
    NETRC: join(folder, 'netrc'),
  };
}

it('leads from the first key to a certificate that serves, and to a signed call', async () => {
  writeFileSync(join(folder, 'ca.pem'), story.rootPem);
  writeFileSync(join(folder, 'netrc'), netrcOf(story.operator));
  writeFileSync(join(folder, '.kept'), '');
  const blocks = blocksOf(read('docs/api-by-curl.md'));
  expect(blocks.length).toBeGreaterThan(10);
  for (const { commands, exit, prints, world } of blocks) {
    if (world) await WORLD[world]?.();
    const ran = await run(commands);
    const lacks = lacking(ran.output, prints);
    if (ran.exit !== exit || lacks)
      throw new Error(`${commands}\nended with ${ran.exit}, lacks "${lacks}":\n${ran.output}`);
  }
  expect(blocks.flatMap(({ world }) => world ?? [])).toEqual(Object.keys(WORLD));
});
