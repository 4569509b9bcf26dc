/** The picture of a state machine, and the same as a list for whoever does not see it. */
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { type ReactNode, useId, useMemo } from 'react';
import type { StateMachineName } from '../../core/topology.ts';
import { Indicator } from '../parts/states.tsx';
import { When } from '../parts/text.tsx';
import { T } from '../texts.ts';
import { type Edge, graphOf, type Machine, type Node, walkOf } from './graph.ts';
import './workflow-graph.css';

interface Props {
  name: StateMachineName;
  machine: Machine;
  /** States that it was seen in, in order. */
  seen: readonly string[];
  /** Where it stands; none when it is over. */
  current: string | undefined;
  /** When each was entered, where that is known. */
  times?: ReadonlyMap<string, string>;
}

const BOX = { width: 190, height: 40 };
const STEP = { x: 270, y: 66 };
const MARGIN = 12;
/** How far a way back swings out to the right of its column. */
const LOOP = 44;

/** The height of a label. */
const LETTERS = 12;

const left = ({ column }: Node) => MARGIN + column * STEP.x;
const top = ({ row }: Node) => MARGIN + row * STEP.y;

type Mark = 'now' | 'past' | 'later';

export function WorkflowGraph({ name: of, machine, seen, current, times }: Props) {
  const arrow = useId();
  const graph = useMemo(() => graphOf(machine), [machine]);
  const walk = walkOf(graph, machine, current ? [...seen, current] : seen);
  const past = new Set(walk);
  const isTaken = ({ from, to }: Edge) => walk.some((name, at) => name === to && walk[at - 1] === from);
  const markOf = (name: string): Mark => (name === current ? 'now' : past.has(name) ? 'past' : 'later');
  const node = new Map(graph.nodes.map((each) => [each.name, each]));
  /** Their labels begin at the same place. */
  const isBeside = (one: Edge, other: Edge) => {
    const turn = ({ from, to }: Edge) => Math.sign((node.get(to)?.column ?? 0) - (node.get(from)?.column ?? 0));
    return one.from === other.from && isNamed(one) && turn(one) !== 0 && turn(one) === turn(other);
  };
  const columns = Math.max(...graph.nodes.map(({ column }) => column)) + 1;
  const width = MARGIN * 2 + (columns - 1) * STEP.x + BOX.width + LOOP;
  const height = MARGIN * 2 + (graph.rows - 1) * STEP.y + BOX.height + LETTERS;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="workflow" tabIndex={0} aria-label={T.workflow.picture(of)}>
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={saying(current)}>
          <defs>
            <marker
              id={arrow}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 0 L8 4 L0 8 z" />
            </marker>
          </defs>
          {graph.edges.map((edge, at) => {
            const [from, to] = [node.get(edge.from), node.get(edge.to)];
            if (!from || !to) return null;
            return (
              <Line
                key={`${edge.from} ${edge.to} ${edge.label}`}
                edge={edge}
                from={from}
                to={to}
                taken={isTaken(edge)}
                arrow={arrow}
                rank={graph.edges.slice(0, at).filter((other) => isBeside(other, edge)).length}
              />
            );
          })}
          {graph.nodes.map((each) => (
            <g key={each.name} className={`state ${markOf(each.name)}`}>
              <title>{each.comment}</title>
              <rect x={left(each)} y={top(each)} width={BOX.width} height={BOX.height} rx="8" />
              <text x={left(each) + BOX.width / 2} y={top(each) + (each.inner.length > 0 ? 17 : 24)}>
                {each.name}
              </text>
              {each.inner.length > 0 && (
                <text className="inner" x={left(each) + BOX.width / 2} y={top(each) + 32}>
                  {T.workflow.atOnce(each.inner.length)}
                </text>
              )}
            </g>
          ))}
        </svg>
      </section>
      <ExpandableSection headerText={T.workflow.asList}>
        <ul className="plain">
          {graph.nodes.map(({ name, comment }) => (
            <li key={name}>
              <Marked mark={markOf(name)}>
                <b>{name}</b>
              </Marked>{' '}
              {comment}{' '}
              {times?.get(name) && (
                <span className="quiet">
                  <When iso={times.get(name) ?? ''} form="exact" />
                </span>
              )}
            </li>
          ))}
        </ul>
      </ExpandableSection>
    </>
  );
}

const saying = (current: string | undefined) => (current ? T.workflow.standsAt(current) : T.workflow.over);

const TONES = { now: 'in-progress', past: 'success', later: 'stopped' } as const;

function Marked({ mark, children }: { mark: Mark; children: ReactNode }) {
  return (
    <Indicator type={TONES[mark]} iconAriaLabel={T.workflow.marks[mark]}>
      {children}
    </Indicator>
  );
}

const isNamed = ({ label }: Edge): boolean => label !== 'otherwise' && label !== '';

interface LineProps {
  edge: Edge;
  from: Node;
  to: Node;
  taken: boolean;
  /** Id of the marker at its end. */
  arrow: string;
  /** How many labels stand where this one's would. */
  rank: number;
}

function Line({ edge, from, to, taken, arrow, rank }: LineProps) {
  const { path, label } = wayOf(from, to);
  const aside = label.anchor === 'end' ? rank : -rank;
  return (
    <g className={`way${taken ? ' taken' : ''}${edge.label === 'otherwise' ? ' aside' : ''}`}>
      <path d={path} markerEnd={`url(#${arrow})`} />
      {isNamed(edge) && (
        <text x={label.x} y={label.y + aside * LETTERS} textAnchor={label.anchor}>
          {edge.label}
        </text>
      )}
    </g>
  );
}

type Label = { x: number; y: number; anchor: 'start' | 'end' };

/** Down a column straight; to the right from side to side; back to the left likewise; upwards in the column around its left. */
function wayOf(from: Node, to: Node): { path: string; label: Label } {
  const middle = (node: Node) => top(node) + BOX.height / 2;
  if (from.column === to.column && to.row === from.row + 1) {
    const x = left(from) + BOX.width / 2;
    const y = top(from) + BOX.height;
    return { path: `M${x} ${y} V${top(to)}`, label: { x: x + 6, y: y + 16, anchor: 'start' } };
  }
  if (from.column === to.column) {
    const x = left(from);
    const bend = x + BOX.width + Math.min(LOOP, 16 * (1 + Math.abs(to.row - from.row)));
    const path = `M${x + BOX.width} ${middle(from)} C${bend} ${middle(from)} ${bend} ${middle(to)} ${x + BOX.width} ${middle(to)}`;
    const y = (middle(from) + middle(to)) / 2 + 4;
    return { path, label: { x: bend - 4, y, anchor: 'start' } };
  }
  const forward = to.column > from.column;
  const start = forward ? left(from) + BOX.width : left(from);
  const end = forward ? left(to) : left(to) + BOX.width;
  const [a, b] = forward ? [middle(from) - 6, middle(to) - 6] : [middle(from) + 8, middle(to) + 8];
  const pull = (end - start) / 2;
  return {
    path: `M${start} ${a} C${start + pull} ${a} ${end - pull} ${b} ${end} ${b}`,
    label: { x: start + (forward ? 8 : -8), y: a + (forward ? -5 : 14), anchor: forward ? 'start' : 'end' },
  };
}
