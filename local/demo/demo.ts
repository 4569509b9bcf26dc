/**
 * `npm run demo`: a journey told in the terminal, from a prefix to a certificate that serves and a prefix that is active. Every
 * name is proven by a real handshake at the end, whatever the story was.
 */
import { connect } from 'node:tls';
import color from 'picocolors';
import type { TicketRow } from '../../core/ticket.ts';
import type { StateMachineName } from '../../core/topology.ts';
import type { RequestView } from '../../core/view.ts';
import { readHistory, transitionsOf } from '../history.ts';
import { requireNode24 } from '../node-version.ts';
import { type Product, startProduct } from '../product.ts';
import { PREFIX, SITE } from '../scenery.ts';
import { tellConflict, ticketsOf } from './conflict.ts';
import { type DemoFlags, type DemoStory, readDemoFlags } from './flags.ts';
import { bold, createStage, HOUR_MS, type Stage } from './stage.ts';
import { tellStraight } from './straight.ts';

requireNode24();

interface Proof {
  alias: string;
  fingerprint256: string;
  names: string[];
  issuer: string;
  notAfter: string;
}

const STORIES: Record<DemoStory, (stage: Stage) => Promise<RequestView>> = {
  straight: tellStraight,
  conflict: tellConflict,
};

const flags = flagsOrExit();
const started = performance.now();
const product = await startProduct({ seed: 'demo' });
const begin = product.world.clock.now();
try {
  const stage = createStage(product, flags);
  const { requestId, aliases } = await STORIES[flags.story](stage);
  const proofs = await Promise.all(aliases.map(({ alias }) => prove(product, alias)));
  await product.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  await tellEnd(stage, await stage.read(requestId), proofs);
} finally {
  if (!flags.keep) await product.stop();
}

/** A handshake of the demo's own, as any browser makes it. */
function prove({ ports, rootPem }: Product, alias: string): Promise<Proof> {
  return new Promise((resolve, reject) => {
    // Dates are world time and the journey ends in the machine's future: the service judges them; here the chain and the name count.
    const socket = connect(
      { host: '127.0.0.1', port: ports.edgeTls, servername: alias, ca: rootPem, rejectUnauthorized: false },
      () => {
        const { fingerprint256, subjectaltname = '', issuer, valid_to } = socket.getPeerCertificate();
        const names = subjectaltname.split(', ').map((name) => name.replace('DNS:', ''));
        socket.destroy();
        if (!names.includes(alias)) reject(new Error(`${alias} is answered with a certificate for ${names}`));
        resolve({
          alias,
          fingerprint256,
          names,
          issuer: String(issuer.CN),
          notAfter: new Date(valid_to).toISOString(),
        });
      },
    );
    socket.once('error', reject);
  });
}

async function tellEnd(stage: Stage, request: RequestView, proofs: readonly Proof[]): Promise<void> {
  const tickets = await ticketsOf(stage);
  const transitions = await transitionsOfAll(request, tickets);
  const virtualHours = Math.round(((product.world.clock.now().getTime() - begin.getTime()) / HOUR_MS) * 10) / 10;
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const edge = `127.0.0.1:${product.ports.edgeTls}`;
  for (const { ticketId, status, outcome } of tickets)
    stage.say(`Ticket ${ticketId} is ${status}:`, bold(`${outcome}`));
  stage.say(
    'Prefix activated:',
    bold(request.status),
    `after ${virtualHours} h of world time, ${transitions} state transitions, ${seconds} s here.`,
  );
  stage.tellNames(proofs, ({ alias, fingerprint256 }) => `${alias} ${color.dim(fingerprint256)}`);
  if (flags.keep)
    stage.say(
      'The edge stays up:',
      bold(`openssl s_client -connect ${edge} -servername ${proofs[0]?.alias}`),
      '(Ctrl-C ends)',
    );
  if (flags.json) {
    const { requestId, status, certificateArn } = request;
    console.log(
      JSON.stringify({
        status,
        requestId,
        certificateArn,
        aliases: proofs,
        tickets,
        transitions,
        virtualHours,
        seconds,
        ...(flags.keep ? { edge } : {}),
      }),
    );
  }
}

/** Of the request's execution and of its ownership move's. */
async function transitionsOfAll({ requestId }: RequestView, tickets: readonly TicketRow[]): Promise<number> {
  const executions: [StateMachineName, string][] = [
    ['provision-certificate', requestId],
    ...tickets.flatMap(({ moveId }): [StateMachineName, string][] => (moveId ? [['move-ownership', moveId]] : [])),
  ];
  const histories = await Promise.all(
    executions.map(([machine, name]) => {
      const arn = `${product.stateMachineArn(machine).replace(':stateMachine:', ':execution:')}:${name}`;
      return readHistory(`http://127.0.0.1:${product.ports.aws}`, arn);
    }),
  );
  return histories.map(transitionsOf).reduce((sum, count) => sum + count, 0);
}

function flagsOrExit(): DemoFlags {
  try {
    return readDemoFlags(process.argv.slice(2));
  } catch (error) {
    console.error(color.red(error instanceof Error ? error.message : String(error)));
    process.exit(2); // as shells have it: the command was used wrongly
  }
}
