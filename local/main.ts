/** `npm start`: the product on this machine, ready to try. Says where everything is, and goes on where it stood. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import color from 'picocolors';
import { requireNode24 } from './node-version.ts';
import { type Ports, type Product, startProduct } from './product.ts';
import { PREFIX, SITE } from './scenery.ts';

requireNode24();

const FOLDER = join(import.meta.dirname, '..', '.local');

/** None below 1024 (no privilege needed); 4566 is where others put their AWS endpoint too. */
const DEFAULT_PORTS: Ports = {
  console: 4500,
  api: 4543,
  aws: 4566,
  dns: 5300,
  smtp: 2525,
  edgeTls: 4443,
  edgeHttp: 4480,
};

const USAGE = `npm start -- [options]

  --fresh          start over: forget everything in .local
  --speed N        world seconds per real second (default 1)
  --any-ports      take free ports instead of the usual ones`;

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

async function main(): Promise<void> {
  const { fresh, speed, anyPorts, help } = readFlags();
  if (help) return console.log(USAGE);
  if (fresh) rmSync(FOLDER, { recursive: true, force: true });
  const product = await startProduct({ folder: FOLDER, ...(anyPorts ? {} : { ports: DEFAULT_PORTS }) });
  console.log(welcome(product));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => product.stop().then(() => process.exit(0)));
  }
  await product.world.clock.flow(speed, (error) => console.error(color.red('A background task failed:'), error));
}

function readFlags(): { fresh: boolean; speed: number; anyPorts: boolean; help: boolean } {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      speed: { type: 'string', default: '1' },
      'any-ports': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const speed = Number(values.speed);
  if (!(speed >= 0 && speed <= 86_400))
    throw new Error(`--speed ${values.speed}: give a number from 0 (time stands) to 86400 (a day a second).`);
  return { fresh: values.fresh, speed, anyPorts: values['any-ports'], help: values.help };
}

function welcome({ ports, resolvers, world }: Product): string {
  const alias = `${PREFIX}.www.example.com`;
  return [
    '',
    `  ${color.bold('First-party certificates')}, the whole service on this machine`,
    '',
    `  Open   ${color.cyan(`http://localhost:${ports.console}`)}`,
    '',
    `  World  ${world.clock.now().toISOString()} (world time; the page can move it)`,
    `  API    https://localhost:${ports.api}/api   curl --cacert .local/ca.pem`,
    `  AWS    aws --endpoint-url http://127.0.0.1:${ports.aws} --region us-east-1 acm list-certificates`,
    `  DNS    dig @${resolvers[0]} -p ${ports.dns} ${alias} CNAME`,
    `  Edge   openssl s_client -connect 127.0.0.1:${ports.edgeTls} -servername ${alias}`,
    `  Mail   SMTP on 127.0.0.1:${ports.smtp}; the page shows the mailboxes`,
    '',
    `  Try    the customer ${SITE.name} wants the prefix "${PREFIX}" for its five domains, and two of its records are wrong.`,
    '         State is kept in .local; start over with  npm start -- --fresh',
    '',
  ].join('\n');
}

/** One sentence with the remedy for what a person can mend; a stack for what only we can. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${address} is taken: is another one running? Stop it, or use  npm start -- --any-ports`;
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${error.message}\n\n${USAGE}`;
  if (error.message.startsWith('--') || error.message.includes('--fresh')) return error.message;
  return error.stack ?? error.message;
}
