/** B9: from `node local/main.ts` to the first page, over a folder that has been used before. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figure.ts';

export async function measureStart(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    await firstPage(folder); // makes the state, and warms the file cache up
    const seconds = await firstPage(folder);
    return [{ id: 'B9', what: 'from start to the first page, warm', value: seconds, unit: 's', budget: 1.5 }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstPage(folder: string): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['local/main.ts', '--any-ports', '--folder', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const page = await fetch(await addressFrom(child.stdout));
    if (!page.ok) throw new Error(`the first page answered ${page.status}`);
    await page.text();
    return (performance.now() - began) / 1000;
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

async function addressFrom(output: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += chunk;
    const address = /http:\/\/localhost:\d+/.exec(text)?.[0];
    if (address) return address;
  }
  throw new Error(`no address in: ${text}`);
}
