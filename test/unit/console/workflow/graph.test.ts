/** The picture of each state machine: every state in a place of its own, every way drawn, and the walk that a history tells. */
import { graphOf, type Machine, standsAt, stepsIn, walkOf } from '../../../../console/workflow/graph.ts';
import migrateValidation from '../../../../state-machines/migrate-validation.asl.json' with { type: 'json' };
import moveOwnership from '../../../../state-machines/move-ownership.asl.json' with { type: 'json' };
import provisionCertificate from '../../../../state-machines/provision-certificate.asl.json' with { type: 'json' };
import renewCertificate from '../../../../state-machines/renew-certificate.asl.json' with { type: 'json' };

const MACHINES: [string, Machine][] = [
  ['provision-certificate', provisionCertificate],
  ['move-ownership', moveOwnership],
  ['renew-certificate', renewCertificate],
  ['migrate-validation', migrateValidation],
];

it.each(MACHINES)('gives every state of %s a place of its own', (_, machine) => {
  const { nodes } = graphOf(machine);
  const states = Object.entries(machine.States).filter(([, { Type }]) => Type !== 'Choice');
  expect(nodes.map(({ name }) => name).sort()).toEqual(states.map(([name]) => name).sort());
  expect(new Set(nodes.map(({ column, row }) => `${column} ${row}`)).size).toBe(nodes.length);
});

it.each(MACHINES)('leads from every state of %s to another one that is drawn', (_, machine) => {
  const { nodes, edges } = graphOf(machine);
  const drawn = new Set(nodes.map(({ name }) => name));
  expect(edges.filter(({ from, to }) => !drawn.has(from) || !drawn.has(to))).toEqual([]);
});

it('names the verdict that leads through a choice', () => {
  const { edges } = graphOf(provisionCertificate);
  expect(edges.filter(({ from }) => from === 'AddAliases')).toEqual([
    { from: 'AddAliases', to: 'AwaitDeployment', label: 'added' },
    { from: 'AddAliases', to: 'AwaitRelease', label: 'held' },
    { from: 'AddAliases', to: 'DetachAliases', label: 'otherwise' },
  ]);
});

it('draws the way of an error that is caught, and puts its wait beside where it was thrown', () => {
  const { nodes, edges } = graphOf(provisionCertificate);
  const rowOf = (wanted: string) => nodes.find(({ name }) => name === wanted)?.row ?? 0;
  expect(edges.filter(({ from }) => from === 'VerifyServing')).toEqual([
    { from: 'VerifyServing', to: 'FinishRequest', label: 'serves' },
    { from: 'VerifyServing', to: 'FinishReplacement', label: 'replaces' },
    { from: 'VerifyServing', to: 'DetachAliases', label: 'otherwise' },
    { from: 'VerifyServing', to: 'AwaitServing', label: 'AliasMisled' },
  ]);
  expect(rowOf('AwaitServing') - rowOf('VerifyServing')).toBe(1);
});

it('walks the shortest way between the states that a history names', () => {
  const event = (seq: number, step?: string) => ({
    seq,
    at: `2026-11-21T09:0${seq}:00.000Z`,
    type: 'Parked' as const,
    by: 'service',
    text: '',
    ...(step ? { set: { step } } : {}),
  });
  const events = [event(1), event(2, 'AwaitPreflightFix'), event(3, 'AwaitPreflightFix'), event(4, 'AwaitValidation')];
  const steps = stepsIn(events).map(({ step }) => step);
  expect(steps).toEqual(['AwaitPreflightFix', 'AwaitValidation']);
  expect(walkOf(graphOf(provisionCertificate), provisionCertificate, steps)).toEqual([
    'EnsureTarget',
    'Preflight',
    'AwaitPreflightFix',
    'ClaimAliases',
    'RequestCertificate',
    'AwaitValidationRecords',
    'AwaitValidation',
  ]);
});

it.each([
  ['that failed', 'AttachCertificate', 'AttachCertificate'],
  ['around the one that failed', 'CheckCaa', 'Preflight'],
  ['where it was seen, when another machine has failed', 'MoveAliases', 'AwaitValidation'],
  ['where it was seen, when none has failed', undefined, 'AwaitValidation'],
] as const)('stands at the state %s', (_, failed, box) => {
  expect(standsAt(provisionCertificate, failed, 'AwaitValidation')).toBe(box);
});
