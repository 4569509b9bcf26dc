/**
 * A role's policy, asked again and again: may this action be done on this resource? Statements allow, nothing denies, and what no
 * statement allows is refused. Which statements speak of an action is looked up once; the answer of a call costs microseconds.
 * Source: IAM's guide, reference_policies_evaluation-logic and reference_policies_elements_condition_operators.
 */

export interface Statement {
  actions: readonly string[];
  resources: readonly string[];
  conditions?: Conditions;
}
type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What a call asks for. */
export interface Demand {
  action: string;
  /** ARN; `*` where the action knows no resource. */
  resource: string;
  /** The values of a condition's key, which may be several; undefined when the call has none. */
  valuesOf(key: string): readonly string[] | undefined;
}

export interface Policy {
  allows(demand: Demand): boolean;
}

/** Throws at a condition whose operator is not imitated. */
export function createPolicy(statements: readonly Statement[]): Policy {
  const compiled = statements.map(compile);
  const byAction = new Map<string, Compiled[]>();

  function speakingOf(action: string): Compiled[] {
    const known = byAction.get(action) ?? compiled.filter(({ actions }) => actions.some((one) => one(action)));
    byAction.set(action, known);
    return known;
  }

  return {
    allows: (demand) =>
      speakingOf(demand.action).some(
        ({ resources, conditions }) =>
          resources.some((one) => one(demand.resource)) && conditions.every((holds) => holds(demand)),
      ),
  };
}

type Match = (text: string) => boolean;

interface Compiled {
  actions: Match[];
  resources: Match[];
  /** All of them must hold. */
  conditions: ((demand: Demand) => boolean)[];
}

function compile({ actions, resources, conditions = {} }: Statement): Compiled {
  return {
    actions: actions.map(matching),
    resources: resources.map(matching),
    conditions: Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, wanted]) => {
        const test = operatorOf(operator, [wanted].flat());
        return (demand: Demand) => test(demand.valuesOf(key));
      }),
    ),
  };
}

/** `*` is any text, `?` any character. */
function matching(pattern: string): Match {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}

function operatorOf(operator: string, wanted: readonly string[]): (values: readonly string[] | undefined) => boolean {
  const [, everyValue, name, ifExists] = /^(ForAllValues:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (operator === 'Null') return (values) => String(values === undefined) === wanted[0];
  if (name !== 'StringEquals' && name !== 'StringLike')
    throw new Error(`the condition ${operator} is not imitated: see local/aws/authorization/policy.ts`);
  const matches = wanted.map((one) => (name === 'StringLike' ? matching(one) : (text: string) => text === one));
  const fits: Match = (value) => matches.some((match) => match(value));
  // Of no values all are so; one value that is not there is not so, unless it need not be there.
  return everyValue || ifExists
    ? (values = []) => values.every(fits)
    : (values = []) => values.length > 0 && values.every(fits);
}
