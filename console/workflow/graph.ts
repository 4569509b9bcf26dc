/**
 * A state machine as a picture: read from its ASL, laid out in three columns (the straight path, the waits beside it, the ends),
 * with what a workflow has passed. Choices are lines and not boxes: a reader asks where it stands, not how it is branched.
 */
import type { HistoryAnswer } from '../../core/api/answers-certificates.ts';

export interface Machine {
  StartAt: string;
  States: Readonly<Record<string, State>>;
}

interface State {
  Type: string;
  Comment?: string;
  Next?: string;
  Default?: string;
  Catch?: readonly { ErrorEquals: readonly string[]; Next: string }[];
  Choices?: readonly { Condition?: string; Next: string }[];
  Branches?: readonly Machine[];
}

export interface Node {
  name: string;
  comment: string;
  /** States that run at once inside of it. */
  inner: readonly string[];
  column: number;
  row: number;
}

export interface Edge {
  from: string;
  to: string;
  /** The verdict that leads this way, or the error. */
  label: string;
}

export interface Graph {
  nodes: readonly Node[];
  edges: readonly Edge[];
  rows: number;
}

export function graphOf(machine: Machine): Graph {
  const boxes = Object.entries(machine.States).filter(([, { Type }]) => Type !== 'Choice');
  const edges = boxes.flatMap(([from]) => waysFrom(machine, from));
  const spine = spineOf(machine, edges);
  const returning = boxes.map(([name]) => name).filter((name) => !spine.includes(name) && leadsTo(edges, name, spine));
  const ends = boxes.map(([name]) => name).filter((name) => !spine.includes(name) && !returning.includes(name));
  const places = new Map<string, { column: number; row: number }>();
  spine.forEach((name, row) => {
    places.set(name, { column: 0, row });
  });
  const taken = new Set<number>();
  for (const name of returning) {
    const before = edges.find(({ from, to }) => to === name && places.has(from))?.from;
    const beside = before ? places.get(before) : undefined;
    let row = (beside?.row ?? 0) + (beside?.column === 1 ? 1 : 0);
    while (taken.has(row)) row++;
    taken.add(row);
    places.set(name, { column: 1, row });
  }
  const rows = Math.max(spine.length, ...[...taken].map((row) => row + 1), ends.length);
  ends.forEach((name, at) => {
    places.set(name, { column: 2, row: rows - ends.length + at });
  });
  const nodes = boxes.map(([name, { Comment = '', Branches = [] }]) => ({
    name,
    comment: Comment,
    inner: Branches.flatMap(({ States }) => Object.keys(States)),
    ...(places.get(name) ?? { column: 0, row: 0 }),
  }));
  return { nodes, edges, rows };
}

/** Where a state leads, through the choices after it; last, where an error of it does. One that leads back to itself shows nothing. */
function waysFrom(machine: Machine, from: string): Edge[] {
  const caught = (machine.States[from]?.Catch ?? []).map(({ ErrorEquals, Next }) => ({
    from,
    to: Next,
    label: ErrorEquals.join(', '),
  }));
  return [...waysOn(machine, from), ...caught].filter(({ to }) => to !== from);
}

function waysOn({ States }: Machine, from: string): Edge[] {
  const next = States[from]?.Next;
  if (next === undefined) return [];
  const choice = States[next];
  if (choice?.Type !== 'Choice') return [{ from, to: next, label: '' }];
  const ways = (choice.Choices ?? []).map(({ Condition = '', Next }) => ({
    from,
    to: Next,
    label: /= '(\w+)'/.exec(Condition)?.[1] ?? '',
  }));
  return choice.Default ? [...ways, { from, to: choice.Default, label: 'otherwise' }] : ways;
}

/** The first way on at each state. */
function spineOf({ StartAt }: Machine, edges: readonly Edge[]): string[] {
  const spine: string[] = [];
  let name: string | undefined = StartAt;
  while (name !== undefined && !spine.includes(name)) {
    spine.push(name);
    const here: string = name;
    name = edges.find(({ from }) => from === here)?.to;
  }
  return spine;
}

function leadsTo(edges: readonly Edge[], start: string, goals: readonly string[]): boolean {
  return goals.some((goal) => wayBetween(edges, start, goal).length > 0);
}

/** The states from one to the other, both included; none when there is no way. */
function wayBetween(edges: readonly Edge[], start: string, goal: string): string[] {
  const ways: string[][] = [[start]];
  const seen = new Set([start]);
  for (const way of ways) {
    const here = way.at(-1) ?? start;
    if (here === goal) return way;
    for (const { from, to } of edges) {
      if (from !== here || seen.has(to)) continue;
      seen.add(to);
      ways.push([...way, to]);
    }
  }
  return [];
}

/** The states that a workflow has walked through, in order; between two that it was seen in it went the shortest way. */
export function walkOf(graph: Graph, machine: Machine, seen: readonly string[]): string[] {
  const walk = [machine.StartAt];
  for (const name of seen) {
    if (!graph.nodes.some((node) => node.name === name)) continue;
    walk.push(...wayBetween(graph.edges, walk.at(-1) ?? name, name).slice(1));
  }
  return walk;
}

/** Where it stands: at the box of the state that failed, where that is one of this machine's; else at the state that it was seen at last. */
export function standsAt<Seen extends string | undefined>(
  machine: Machine,
  failed: string | undefined,
  seen: Seen,
): string | Seen {
  const isIn = ([name, { Branches = [] }]: [string, State]) =>
    name === failed || Branches.some(({ States }) => Object.hasOwn(States, failed ?? ''));
  return Object.entries(machine.States).find(isIn)?.[0] ?? seen;
}

/** Each step that the history of a request names, in order, and when it began. */
export function stepsIn(events: HistoryAnswer['events']): { step: string; at: string }[] {
  const named = events.flatMap(({ at, set }) => (typeof set?.step === 'string' ? [{ step: set.step, at }] : []));
  return named.filter(({ step }, at) => step !== named[at - 1]?.step);
}
