/** `npm start`: the product on this machine, ready to try. Says where everything is, and goes on where it stood. */
import { randomUUID } from 'node:crypto';
import { existsSync, rmdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import color from 'picocolors';
import { saveProfile } from '../cli/profile.ts';
import { forgetWorld, holdsWorld, removeWorld } from './folder.ts';
import { type MainFlags, readMainFlags, USAGE } from './main-flags.ts';
import { requireNode24 } from './node-version.ts';
import { DEFAULT_PORTS } from './ports.ts';
import { type Product, startProduct } from './product.ts';
import { PREFIX, RECEIVER, SITE } from './scenery.ts';

requireNode24();

/** Where state is kept, unless --folder names another one. */
const FOLDER = join(import.meta.dirname, '..', '.local');

await main(flagsOrExit());

async function main({ fresh, speed, anyPorts, folder = FOLDER, help }: MainFlags): Promise<void> {
  if (help) return console.log(USAGE);
  const product = await started(folder, fresh, anyPorts);
  // Whoever opens the page finds it built already. What keeps it from being built, the page itself says.
  void fetch(`http://localhost:${product.ports.console}/`).catch(() => undefined);
  writeProfile(product, folder);
  product.alarms.onRinging(({ name, severity, runbook }) =>
    console.log(color.yellow(`  Alarm  ${name} rings (severity ${severity}): runbooks/${runbook}.md`)),
  );
  console.log(welcome(product, relative(process.cwd(), folder) || '.'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => product.stop().then(() => process.exit(0)));
  }
  await product.world.clock.flow(speed, (error) => console.error(color.red('A background task failed:'), error));
}

function flagsOrExit(): MainFlags {
  try {
    return readMainFlags(process.argv.slice(2));
  } catch (error) {
    console.error(color.red(error instanceof Error ? error.message : String(error)));
    process.exit(2); // as shells have it: the command was used wrongly
  }
}

/** A start that fails leaves no half-made world behind, and one that was there as it was. */
async function started(folder: string, fresh: boolean, anyPorts: boolean): Promise<Product> {
  const wasThere = existsSync(folder);
  let isNew = false;
  try {
    if (fresh) forgetWorld(folder);
    isNew = !holdsWorld(folder);
    // Secrets are drawn from the seed: nobody else's world has the same.
    return await startProduct({ folder, seed: randomUUID(), ...(anyPorts ? {} : { ports: DEFAULT_PORTS }) });
  } catch (error) {
    console.error(explain(error));
    if (isNew) removeWorld(folder);
    if (!wasThere && existsSync(folder)) rmdirSync(folder);
    process.exit(1);
  }
}

/** So that the command line finds the way here. */
function writeProfile({ ports, operator }: Product, folder: string): void {
  const [ca, secretFile] = [join(folder, 'ca.pem'), join(folder, 'secret')];
  const url = `https://localhost:${ports.api}/api`;
  const profile = { url, ca, userKey: operator.userKey, secretFile, bootstrapFunction: 'Bootstrap' };
  try {
    saveProfile(process.env, 'local', profile);
  } catch (error) {
    console.error(color.yellow(`The command line's profile "local" could not be written: ${(error as Error).message}`));
  }
}

function welcome({ ports, resolvers, world }: Product, folder: string): string {
  const alias = `${PREFIX}.www.example.com`;
  return [
    '',
    `  ${color.bold('First-party certificates')}, the whole service on this machine`,
    '',
    `  Open   ${color.cyan(`http://localhost:${ports.console}`)}   in a browser, sign in as Ann; the first page says what to try`,
    '',
    `  World  ${world.clock.now().toISOString()} (world time; the page can move it)`,
    `  CLI    npm run certs -- sites   (profile "local"; its secret is in ${folder}/secret, for you alone)`,
    `  API    curl --cacert ${folder}/ca.pem --netrc-file ${folder}/netrc https://localhost:${ports.api}/api/sites`,
    `  AWS    aws --endpoint-url http://127.0.0.1:${ports.aws} --region us-east-1 acm list-certificates`,
    `  DNS    dig @${resolvers[0]} -p ${ports.dns} ${alias} CNAME`,
    `  Edge   openssl s_client -connect 127.0.0.1:${ports.edgeTls} -servername ${alias}`,
    `  Mail   SMTP on 127.0.0.1:${ports.smtp}; the page shows the mailboxes`,
    `  Hooks  webhooks to https://${RECEIVER}/ arrive at http://localhost:${ports.console}/world/receivers`,
    '',
    `  Try    the customer ${SITE.name} wants the prefix "${PREFIX}" for its five domains, and two of its records are wrong.`,
    `         State is kept in ${folder}; start over with  npm start -- --fresh`,
    '',
  ].join('\n');
}

/** One sentence with the remedy for what a person can mend; a stack for what only we can. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${address} (${doorAt(port)}) is taken: is another one running? Stop it, or take free ports with  npm start -- --any-ports`;
  if (code === 'EADDRNOTAVAIL')
    return `${address} is no address of this machine: add it (on macOS  sudo ifconfig lo0 alias ${address}).`;
  if (error.name === 'StateUnusable') return error.message;
  return error.stack ?? error.message;
}

function doorAt(port: number | undefined): string {
  return Object.entries(DEFAULT_PORTS).find(([, usual]) => usual === port)?.[0] ?? 'unknown';
}
