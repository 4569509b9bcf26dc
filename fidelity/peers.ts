/**
 * The independent programs that this machine may have: boto3, the AWS CLI, moto. None is a dependency; each is used where it is there,
 * over loopback only, and what is not there is said.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** How a call ended, as the client tells it. */
export interface Outcome {
  answer?: Readonly<Record<string, unknown>>;
  error?: { code: string; message: string; status: number };
  /** What botocore's model of the service does not allow. */
  breaches?: readonly string[];
  /** Why the client did not send it: it knows no such operation or member. */
  unsent?: string;
}

export interface Call {
  /** As the AWS CLI and boto3 name it: `acm`, `stepfunctions`, `service-quotas` ... */
  service: string;
  operation: string;
  input: object;
}

export type Client = (call: Call) => Promise<Outcome>;

/** An answer as it went over the wire. */
export interface Recorded {
  service: string;
  operation: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  /** BASE64. */
  body: string;
}

export interface Driver {
  client(by: 'boto3' | 'cli', endpoint: string): Client;
  /** Only holds it against botocore's model. */
  judge(answer: Recorded): Promise<Outcome>;
  close(): void;
}

/** Version of what is there, by name. */
export interface Versions {
  boto3?: string;
  awscli?: string;
  moto?: string;
}

export function versions(): Versions {
  const code = `
import importlib, json
found = {}
for name in ("boto3", "awscli", "moto.server"):
    try:
        importlib.import_module(name)
        found[name.split(".")[0]] = importlib.import_module(name.split(".")[0]).__version__
    except ImportError:
        pass
print(json.dumps(found))`;
  const { status, stdout } = spawnSync('python3', ['-c', code], { encoding: 'utf8' });
  return status === 0 ? JSON.parse(stdout) : {};
}

/** Credentials that mean nothing: of this machine's own none may be sent anywhere. */
const ENV = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  AWS_ACCESS_KEY_ID: 'independent',
  AWS_SECRET_ACCESS_KEY: 'client',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_MAX_ATTEMPTS: '1',
  AWS_EC2_METADATA_DISABLED: 'true',
  PYTHONDONTWRITEBYTECODE: '1',
};

/** One Python process that makes the calls one after another. */
export function startDriver(): Driver {
  const python = spawn('python3', [join(import.meta.dirname, 'driver.py')], {
    env: ENV,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  let turn: Promise<unknown> = Promise.resolve();
  async function ask(words: object): Promise<Outcome> {
    python.stdin.write(`${JSON.stringify(words)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the driver has ended: what it said stands above');
    return JSON.parse(value);
  }
  function inTurn(words: object): Promise<Outcome> {
    const outcome = turn.then(() => ask(words));
    turn = outcome.catch(() => undefined); // who asked hears of it
    return outcome;
  }
  return {
    client: (by, endpoint) => (call) => inTurn({ by, endpoint, ...call }),
    judge: (answer) => inTurn({ by: 'model', ...answer }),
    close: () => python.stdin.end(),
  };
}

export interface Moto {
  url: string;
  stop(): void;
}

/** How long moto may take to listen, in tenths of a second: 20 s, on a busy machine. */
const TRIES = 200;

export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const server: ChildProcess = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    env: ENV,
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return { url, stop: () => void server.kill() };
    await pause(100);
  }
  server.kill();
  throw new Error(`moto did not listen on ${url} within ${TRIES / 10} seconds`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
