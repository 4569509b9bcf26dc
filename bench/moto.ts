/** The moto server (https://github.com/getmoto/moto), the peer of the simulated AWS, where it is installed. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type AwsServer, requestCertificate } from './aws-server.ts';

const PROGRAM = 'moto_server';
/** It imports for seconds on a busy machine. */
const START_MS = 60_000;
const POLL_MS = 200;

/** Undefined where it is not installed. */
export async function startMoto(): Promise<AwsServer | undefined> {
  if (spawnSync('sh', ['-c', `command -v ${PROGRAM}`]).status !== 0) return undefined;
  const port = await freePort();
  const child = spawn(PROGRAM, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill();
    await ended;
  };
  try {
    await answering(port);
    return { name: `moto ${version()}`, port, issued: await requestCertificate(port), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answering(port: number): Promise<void> {
  const limit = performance.now() + START_MS;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/moto-api/`).catch(() => undefined);
    await answer?.text();
    if (answer) return;
    if (performance.now() > limit) throw new Error(`${PROGRAM} does not answer on port ${port}`);
    await delay(POLL_MS);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

function version(): string {
  return execFileSync('python3', ['-c', 'import moto; print(moto.__version__)'], { encoding: 'utf8' }).trim();
}
