/**
 * The state machine operations. The rule kept here: a definition that the lint refuses is never stored, and each accepted one
 * is a revision that stays, because executions keep the revision that they started with.
 */
import type * as sfn from '@aws-sdk/client-sfn';
import { OUR_ACCOUNT, REGION, type World } from '../../world.ts';
import { awsError, type Handlers } from '../service.ts';
import type { Journal, Machine, Revision } from './journal.ts';
import { asMessage, lint } from './lint.ts';
import { page } from './page.ts';

type Operations = Required<
  Pick<
    Handlers<typeof sfn>,
    | 'CreateStateMachine'
    | 'UpdateStateMachine'
    | 'DescribeStateMachine'
    | 'ListStateMachines'
    | 'ValidateStateMachineDefinition'
  >
>;

/** What a machine is made of when the world's owner deploys it. */
export interface MachineSpec {
  name: string;
  definition: object | string;
  type?: 'STANDARD' | 'EXPRESS';
  roleArn?: string;
}

/** Neither logs nor traces. */
export const UNOBSERVED = {
  loggingConfiguration: { level: 'OFF' as const, includeExecutionData: false },
  tracingConfiguration: { enabled: false },
};

/** As a machine's answers tell it. */
export const revisionId = ({ id, first }: Revision): { revisionId?: string } => (first ? {} : { revisionId: id });

/** What does not begin as an ARN is none, whatever was meant by it. */
export function refuseOther(arn: string): void {
  if (!arn.startsWith('arn:')) throw awsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
}

/** The role of machines that nobody gave one: it may do everything. */
const ROLE = `arn:aws:iam::${OUR_ACCOUNT}:role/local-states`;

function machineArn(name: string, account = OUR_ACCOUNT): string {
  return `arn:aws:states:${REGION}:${account}:stateMachine:${name}`;
}

export function createMachines(world: World, journal: Journal) {
  const { machines, revisions, now } = journal;

  function refuseBad(definition: string, type: 'STANDARD' | 'EXPRESS'): void {
    const errors = lint(definition, type).filter(({ severity }) => severity === 'ERROR');
    if (errors.length > 0) throw awsError('InvalidDefinition', asMessage(errors));
  }

  function save(machine: Omit<Machine, 'revision'>, definition: string): Machine {
    return world.store.transaction(() => {
      const revision: Revision = {
        id: world.random.uuid(),
        machineArn: machine.arn,
        definition,
        roleArn: machine.roleArn,
        createdAt: now(),
        ...(machines.get(machine.arn) === undefined && { first: true }),
      };
      revisions.put(revision.id, revision);
      const saved = { ...machine, revision: revision.id };
      machines.put(machine.arn, saved);
      return saved;
    });
  }

  function machineOf(arn: string): Machine {
    refuseOther(arn);
    const machine = machines.get(arn);
    if (!machine) throw awsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  function revisionOf(machine: Machine): Revision {
    const revision = revisions.get(machine.revision);
    if (!revision) throw new Error(`${machine.arn} has lost its revision ${machine.revision}`);
    return revision;
  }

  /** Deploys one of our own machines, new or again; what would not run here is refused too. Gives its ARN. */
  function put({ name, definition, type = 'STANDARD', roleArn = ROLE }: MachineSpec): string {
    const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
    const problems = lint(text, type);
    if (problems.length > 0) throw awsError('InvalidDefinition', `${name}: ${asMessage(problems)}`);
    const arn = machineArn(name);
    const existing = machines.get(arn);
    const same = existing?.type === type && existing.roleArn === roleArn;
    if (same && revisionOf(existing).definition === text) return arn;
    return save({ arn, name, type, roleArn, createdAt: existing?.createdAt ?? now() }, text).arn;
  }

  const handlers: Operations = {
    CreateStateMachine(input, { account }) {
      const { type = 'STANDARD' } = input;
      const [name, definition, roleArn] = [String(input.name), String(input.definition), String(input.roleArn)];
      refuseName(name);
      refuseBad(definition, type);
      const arn = machineArn(name, account);
      const existing = machines.get(arn);
      const same = existing && existing.type === type && revisionOf(existing).definition === definition;
      if (existing && !same) {
        throw awsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
      }
      const made = existing ?? save({ arn, name, type, roleArn, createdAt: now() }, definition);
      return { stateMachineArn: arn, creationDate: new Date(made.createdAt) };
    },

    UpdateStateMachine({ stateMachineArn, definition, roleArn }) {
      const machine = machineOf(String(stateMachineArn));
      if (definition === undefined && roleArn === undefined) {
        throw awsError(
          'MissingRequiredParameter',
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        );
      }
      const present = revisionOf(machine);
      const [text, role] = [definition ?? present.definition, roleArn ?? present.roleArn];
      refuseBad(text, machine.type);
      const same = text === present.definition && role === present.roleArn;
      const after = same ? machine : save({ ...machine, roleArn: role }, text);
      return { updateDate: world.clock.now(), ...revisionId(revisionOf(after)) };
    },

    DescribeStateMachine({ stateMachineArn }) {
      const machine = machineOf(String(stateMachineArn));
      return {
        stateMachineArn: machine.arn,
        name: machine.name,
        status: 'ACTIVE',
        definition: revisionOf(machine).definition,
        roleArn: machine.roleArn,
        type: machine.type,
        creationDate: new Date(machine.createdAt),
        ...UNOBSERVED,
        ...revisionId(revisionOf(machine)),
      };
    },

    ListStateMachines({ maxResults, nextToken }, { account }) {
      const ours = [...machines.values()].filter(({ arn }) => arn.split(':')[4] === account);
      const { items, next } = page(ours, maxResults, nextToken);
      return {
        stateMachines: items.map(({ arn, name, type, createdAt }) => ({
          stateMachineArn: arn,
          name,
          type,
          creationDate: new Date(createdAt),
        })),
        ...next,
      };
    },

    ValidateStateMachineDefinition({ definition, type, severity = 'ERROR', maxResults = 100 }) {
      const all = lint(String(definition), type);
      const told = all.filter((diagnostic) => severity === 'WARNING' || diagnostic.severity === 'ERROR');
      // 100 is the documented default and ceiling; 0 means the default.
      const limit = maxResults === 0 ? 100 : maxResults;
      return {
        result: all.some((diagnostic) => diagnostic.severity === 'ERROR') ? 'FAIL' : 'OK',
        diagnostics: told.slice(0, limit),
        truncated: told.length > limit,
      };
    },
  };

  return { put, machineOf, handlers };
}

/** Names of machines and executions. Source: API reference, StartExecution. */
export function refuseName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what AWS forbids
  if (name.length < 1 || name.length > 80 || /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/.test(name)) {
    throw awsError('InvalidName', `Invalid Name: '${name}'`);
  }
}
