/** States, steps, topology and tests bear one name. Each failure says which file or row is missing. */
import StateMachineValidator from 'asl-validator';
import { CLEAN_UP, PHASES } from '../../console/request/words.ts';
import { ERRORS } from '../../core/errors.ts';
import { arnPlaceholder, FORMERLY_NAMED, FUNCTIONS, kebab, STATE_MACHINES, STEPS } from '../../core/topology.ts';
import { WAITS } from '../../core/wait.ts';
import type { Retrier } from '../../local/aws/states/definition.ts';
import { lint } from '../../local/aws/states/lint.ts';
import { readMachine } from '../../local/state-machine-files.ts';
import { filesUnder, missing, read } from '../support/repository.ts';

interface State {
  Type: string;
  Comment?: string;
  Resource?: string;
  Arguments?: { FunctionName: string };
  TimeoutSeconds?: number;
  Retry?: Retrier[];
  Catch?: { ErrorEquals: string[] }[];
  Branches?: { States: Record<string, State> }[];
}

const machines = filesUnder('state-machines', '.asl.json').map((file) => ({
  name: file.replace(/^state-machines\/|\.asl\.json$/g, ''),
  text: read(file),
  states: statesOf(JSON.parse(read(file)).States),
}));
const states = machines.flatMap((machine) => machine.states);
const tasks = states.filter(([, { Type }]) => Type === 'Task');
/** Of machines as they are, and of older ones whose executions may still run. */
const steps: readonly string[] = [...tasks.map(([name]) => name), ...Object.values(FORMERLY_NAMED).flat()];

function statesOf(flow: Record<string, State>): [string, State][] {
  return Object.entries(flow).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.Branches ?? []).flatMap((branch) => statesOf(branch.States)),
  ]);
}

const formerlyOf = (machine: string): readonly string[] => FORMERLY_NAMED[machine as keyof typeof FORMERLY_NAMED] ?? [];

const isOfLambda = (error: string) => /^(Lambda|Runtime|Sandbox)\./.test(error);

const stepFiles = (names: Iterable<string>) => [...names].map((name) => `lambdas/steps/${kebab(name)}.ts`);

it('has a file in state-machines for every machine of topology, and no other', () => {
  expect(
    missing(
      Object.keys(STATE_MACHINES),
      machines.map(({ name }) => name),
    ),
  ).toEqual([]);
  expect(
    missing(
      machines.map(({ name }) => name),
      Object.keys(STATE_MACHINES),
    ),
  ).toEqual([]);
});

it('has a row in STEPS of core/topology.ts for every Task state that there is, or was formerly, and no other', () => {
  expect(missing(steps, Object.keys(STEPS))).toEqual([]);
  expect(missing(Object.keys(STEPS), steps)).toEqual([]);
});

it('calls formerly named only what its machine names no more', () => {
  const still = machines.flatMap(({ name, states: own }) =>
    own.map(([state]) => state).filter((state) => formerlyOf(name).includes(state)),
  );
  expect(still).toEqual([]);
});

it('has a file in lambdas/steps for every such state, and no other', () => {
  const expected = stepFiles(steps);
  expect(missing(expected, filesUnder('lambdas/steps'))).toEqual([]);
  expect(missing(filesUnder('lambdas/steps'), expected)).toEqual([]);
});

it('has a unit test for every step', () => {
  const expected = steps.map((name) => `test/unit/lambdas/steps/${kebab(name)}.test.ts`);
  expect(missing(expected, filesUnder('test/unit/lambdas/steps'))).toEqual([]);
});

it('has a look in lambdas/watch/looks for every wait, and a wait for every Await state', () => {
  const present = tasks.filter(([, { Resource }]) => Resource?.endsWith('.waitForTaskToken')).map(([name]) => name);
  const parked = [...present, ...steps.filter((name) => name.startsWith('Await'))];
  expect(missing(parked, Object.keys(WAITS))).toEqual([]);
  expect(missing(Object.keys(WAITS), parked)).toEqual([]);
  expect(
    missing(
      parked.map((name) => `lambdas/watch/looks/${kebab(name)}.ts`),
      filesUnder('lambdas/watch/looks'),
    ),
  ).toEqual([]);
});

it('has each state of a request that works or waits in one phase of console/request/words.ts', () => {
  const own = machines.filter(({ name }) => name === 'provision-certificate').flatMap((machine) => machine.states);
  const atWork = own.filter(([, { Type }]) => !['Choice', 'Pass', 'Fail'].includes(Type)).map(([name]) => name);
  expect([...PHASES, CLEAN_UP].flatMap(({ steps }) => steps).sort()).toEqual(atWork.sort());
});

it('names in every placeholder a function of topology', () => {
  const placeholders = machines.flatMap(({ text }) =>
    [...text.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? ''),
  );
  const known = Object.keys(FUNCTIONS).map((name) => arnPlaceholder(name as keyof typeof FUNCTIONS));
  expect(missing(placeholders, known)).toEqual([]);
});

it.each(tasks)('calls the function of its own name: %s', (name, { Arguments }) => {
  expect(Arguments?.FunctionName).toBe(`\${${name}Arn}`);
});

it.each(states)('says why it exists: %s', (_, { Comment }) => {
  expect(Comment).toMatch(/\S{2,}.*[.?]$/);
});

it.each(tasks)('ends its tries in time: %s', (name, { Resource, TimeoutSeconds }) => {
  const HOUR = 3600;
  const parked = Resource?.endsWith('.waitForTaskToken');
  const expected = parked
    ? WAITS[name as keyof typeof WAITS].deadline + HOUR
    : STEPS[name as keyof typeof STEPS].timeout + 5;
  expect(TimeoutSeconds).toBe(expected);
});

it('has a request wait for its ownership move as long as its execution lives: the move has deadlines of its own', () => {
  const lives: number = JSON.parse(read('state-machines/provision-certificate.asl.json')).TimeoutSeconds;
  expect(WAITS.AwaitOwnershipMove.deadline).toBeGreaterThanOrEqual(lives);
});

/**
 * What is said of a function that never ran, or was lost while it ran: by Lambda itself, by its runtime (older ones say only `Unknown`).
 * Source: Step Functions guide, "Handle Lambda service exceptions"; Lambda guide, function errors.
 */
const LOST_FUNCTION = {
  ErrorEquals: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.Unknown',
    'Runtime.ExitError',
    'Runtime.OutOfMemory',
    'Sandbox.Timedout',
  ],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 6,
  JitterStrategy: 'FULL',
};

it.each(tasks)('runs again when its function was lost, as every other does: %s', (_, { Retry = [] }) => {
  expect(Retry.filter(({ ErrorEquals }) => ErrorEquals.includes('Runtime.ExitError'))).toEqual([LOST_FUNCTION]);
});

it.each(tasks)('retries exactly the errors that are worth it: %s', (_, { Retry = [] }) => {
  const retried = Retry.flatMap(({ ErrorEquals }) => ErrorEquals).filter((name) => !isOfLambda(name));
  const unknown = missing(retried, Object.keys(ERRORS));
  const hopeless = retried.filter((name) => !ERRORS[name as keyof typeof ERRORS]?.retry);
  const everywhere = missing(
    ['AwsThrottled', 'AwsUnavailable', 'ChangedMeanwhile', 'WriterBusy'],
    Retry.flatMap(({ ErrorEquals }) => ErrorEquals),
  );
  expect({ unknown, hopeless, everywhere }).toEqual({ unknown: [], hopeless: [], everywhere: [] });
});

/**
 * Of a thousand requests at once CloudFront takes one write in two seconds: the last has its turn after 35 minutes, and who draws badly
 * tries for two and a half hours at most. What is broken, not crowded, is told to on-call after two minutes.
 */
const IN_TURN = {
  ErrorEquals: ['AwsThrottled', 'Lambda.TooManyRequestsException', 'WriterBusy'],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 60,
  MaxDelaySeconds: 300,
  JitterStrategy: 'FULL',
};

it.each(tasks)('waits its turn where AWS, Lambda or the lease take only so many: %s', (_, { Retry = [] }) => {
  expect(Retry.filter(({ ErrorEquals }) => ErrorEquals.includes('AwsThrottled'))).toEqual([IN_TURN]);
});

it('tries for as long as a move may take to end, its last wait and the hour behind that', () => {
  const [, { Retry = [] }] = tasks.find(([name]) => name === 'StartOwnershipMove') ?? ['', { Type: '' }];
  // The first that names an error is the one that counts.
  const retrier = Retry.find(({ ErrorEquals }) => ErrorEquals.includes('WriterBusy'));
  const { IntervalSeconds = 0, BackoffRate = 1, MaxAttempts = 0, MaxDelaySeconds = 0, JitterStrategy } = retrier ?? {};
  const delays = Array.from({ length: MaxAttempts }, (_, tried) =>
    Math.min(IntervalSeconds * BackoffRate ** tried, MaxDelaySeconds),
  );
  expect(JitterStrategy).toBeUndefined(); // half of these times would not do
  expect(delays.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(WAITS.AwaitFreed.deadline + 3600);
});

it.each(tasks)('catches only what is known and not worth another try: %s', (_, { Catch = [] }) => {
  const caught = Catch.flatMap(({ ErrorEquals }) => ErrorEquals);
  const retried = caught.filter((name) => ERRORS[name as keyof typeof ERRORS]?.retry);
  expect({ unknown: missing(caught, Object.keys(ERRORS)), retried }).toEqual({ unknown: [], retried: [] });
});

it('retries every error that the catalogue calls worth it somewhere', () => {
  const retried = tasks.flatMap(([, { Retry = [] }]) => Retry.flatMap(({ ErrorEquals }) => ErrorEquals));
  const worth = Object.entries(ERRORS).filter(([, { retry }]) => retry);
  expect(
    missing(
      worth.map(([code]) => code),
      retried,
    ),
  ).toEqual([]);
});

it.each(machines)('is accepted by asl-validator and by our lint: $name', ({ name, text }) => {
  const { isValid, errorsText } = StateMachineValidator(JSON.parse(text), { checkArn: false });
  expect(errorsText('\n')).toBe(isValid ? '' : 'accepted');
  expect(lint(readMachine(name))).toEqual([]);
});
