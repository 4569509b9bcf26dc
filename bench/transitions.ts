/**
 * B1: what a provisioning costs in state transitions, as AWS bills them: every state entered and every retry, of the execution and of
 * those that it started. The number of names must not show (no Map over names), nor how long people take (no poll).
 */

import type { TicketRow, TicketView } from '../core/ticket.ts';
import type { StateMachineName } from '../core/topology.ts';
import { readHistory, transitionsOf } from '../local/history.ts';
import { addProof, fileCase } from '../local/people.ts';
import { type Product, startProduct } from '../local/product.ts';
import { PREFIX } from '../local/scenery.ts';
import type { Curve, Figure, Form, Measured } from './figure.ts';
import { BEGINS, depart, reach, type Traveller, travel, travelToApproval, until } from './travel.ts';

const ALIASES = [1, 5, 100] as const;
/** As many as an ordinary site has. */
const ORDINARY = 5;

/** A workflow that polls every five minutes, for comparison: three states a round through three days of approval. */
const POLLER = 3 * ((72 * 60) / 5);

/** The longest way takes most of the time, and its story counts it too: CI's form leaves it out. */
export function measureTransitions({ short }: Form): Promise<Measured> {
  return inWorld(async (product) => {
    // Conflicts first: what is READY is looked after from then on, which costs time, but no transitions.
    const moved = short ? [] : [figureOf('a conflict, a move by AWS Support', await movedBySupport(product), 45)];
    moved.unshift(figureOf('a conflict, a move by the API', await movedByApi(product), 45));
    const straight: [number, number][] = [];
    for (const aliases of ALIASES) straight.push([aliases, await straightPath(product, aliases)]);
    const figures = [
      ...straight.map(([aliases, count]) => figureOf(aliases === 1 ? '1 alias' : `${aliases} aliases`, count, 25)),
      ...moved,
      { id: 'B1', what: 'for comparison: a poll every five minutes for 72 h', value: POLLER, unit: '' },
    ];
    return { figures, curves: [curveOf(straight)] };
  });
}

function figureOf(way: string, value: number, budget: number): Figure {
  return { id: 'B1', what: `state transitions with one wait for the DNS, ${way}`, value, unit: '', budget };
}

/** Of one provisioning of an ordinary site: what its costs are reckoned by. */
export function countTransitions(): Promise<number> {
  return inWorld((product) => straightPath(product, ORDINARY));
}

async function inWorld<T>(work: (product: Product) => Promise<T>): Promise<T> {
  const product = await startProduct({ start: BEGINS, seed: 'bench', deterministic: true });
  try {
    return await work(product);
  } finally {
    await product.stop();
  }
}

function curveOf(straight: readonly [number, number][]): Curve {
  const lines = [{ name: 'straight path', points: straight }];
  return {
    name: 'growth-transitions',
    title: 'State transitions of a provisioning',
    across: 'aliases',
    up: 'transitions',
    lines,
  };
}

async function straightPath(product: Product, aliases: number): Promise<number> {
  const { requestId } = await travel(product, `straight-${aliases}`, aliases);
  return transitions(product, 'provision-certificate', requestId);
}

/** The holder has disabled what holds the name: CloudFront itself moves it on proof. */
async function movedByApi(product: Product): Promise<number> {
  const traveller = await meetHolder(product, 'moved-by-api', false);
  await prove(product, traveller);
  return withMoves(product, traveller);
}

/** The holder serves the name still: CloudFront refuses, on-call files a case, AWS Support moves the name days later. */
async function movedBySupport(product: Product): Promise<number> {
  const traveller = await meetHolder(product, 'moved-by-support', true);
  await prove(product, traveller);
  await reach(product, traveller, ({ waitingOn }) => waitingOn === 'vendor on-call');
  await fileCase(product, await ticketOf(product, traveller));
  return withMoves(product, traveller);
}

async function meetHolder(product: Product, siteId: string, enabled: boolean): Promise<Traveller> {
  await product.foreign.holdElsewhere({ alias: `${PREFIX}.${siteId}-1.example.com`, enabled });
  const traveller = await depart(product, siteId, ORDINARY);
  await travelToApproval(product, traveller);
  await reach(product, traveller, ({ step }) => step === 'AwaitRelease');
  return traveller;
}

/** "I can't": the owner of the DNS then writes the record that AWS wants as proof. */
async function prove(product: Product, traveller: Traveller): Promise<void> {
  await product.call('POST', `/sites/${traveller.siteId}/certificates/${traveller.requestId}/ask-for-help`);
  await reach(product, traveller, ({ aliases }) =>
    aliases.some(({ conditions }) => conditions.conflict?.reason === 'OwnershipTxtMissing'),
  );
  const { aliases } = await ticketOf(product, traveller);
  for (const { record } of aliases) addProof(product, record);
}

/** Played to its end: the move closes its ticket an hour after the request is READY. */
async function withMoves(product: Product, traveller: Traveller): Promise<number> {
  await reach(product, traveller, ({ status }) => status === 'READY');
  await until(product, async () => (await movesOf(product, traveller)).every(({ status }) => status === 'closed'));
  const counts = [await transitions(product, 'provision-certificate', traveller.requestId)];
  for (const { moveId } of await movesOf(product, traveller))
    counts.push(await transitions(product, 'move-ownership', moveId));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A move is told by its ticket. */
async function movesOf({ call }: Product, { requestId }: Traveller): Promise<(TicketRow & { moveId: string })[]> {
  const { tickets } = await call<{ tickets: TicketRow[] }>('GET', '/tickets?status=all');
  return tickets.flatMap((row) => {
    const { moveId } = row;
    return moveId?.startsWith(`${requestId}-move-`) ? [{ ...row, moveId }] : [];
  });
}

async function ticketOf(product: Product, traveller: Traveller): Promise<TicketView> {
  const [row] = await movesOf(product, traveller);
  if (!row) throw new Error(`request ${traveller.requestId} has no ticket`);
  return product.call('GET', `/tickets/${row.ticketId}`);
}

async function transitions(product: Product, machine: StateMachineName, execution: string): Promise<number> {
  const arn = `${product.stateMachineArn(machine).replace(':stateMachine:', ':execution:')}:${execution}`;
  return transitionsOf(await readHistory(`http://127.0.0.1:${product.ports.aws}`, arn));
}
