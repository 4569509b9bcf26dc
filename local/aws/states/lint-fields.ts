/**
 * Which fields a state may and must have. The rule kept here: a field that is real but not simulated is told apart from one
 * that does not exist.
 */
import type { QueryLanguage, State } from './definition.ts';
import type { Report } from './lint-report.ts';

const EVERYWHERE = ['Type', 'Comment', 'QueryLanguage', 'Assign', 'Output'];
const GOES_ON = ['Next', 'End'];
const HANDLES = ['Retry', 'Catch'];

/** Fields of each type of state beside those that every state has, and which of them it must have. */
export const FIELDS: Record<State['Type'], { known: string[]; required: string[] }> = {
  Pass: { known: [...GOES_ON, 'Result'], required: [] },
  Task: {
    known: [...GOES_ON, ...HANDLES, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials'],
    required: ['Resource'],
  },
  Choice: { known: ['Choices', 'Default'], required: ['Choices'] },
  Wait: { known: [...GOES_ON, 'Seconds', 'Timestamp'], required: [] },
  Parallel: { known: [...GOES_ON, ...HANDLES, 'Branches', 'Arguments'], required: ['Branches'] },
  Map: {
    known: [...GOES_ON, ...HANDLES, 'Items', 'ItemSelector', 'MaxConcurrency', 'ItemProcessor', 'Iterator'],
    required: [],
  },
  Succeed: { known: [], required: [] },
  Fail: { known: ['Error', 'Cause'], required: [] },
};

/** Fields that belong to JSONPath: real, but not simulated. */
const JSONPATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'MaxConcurrencyPath',
  'ErrorPath',
  'CausePath',
];

/** Fields of a distributed Map: real, but not simulated. */
const DISTRIBUTED_FIELDS = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
];

export function lintFields(state: State, path: string, language: QueryLanguage, report: Report): void {
  const known = new Set([...EVERYWHERE, ...(FIELDS[state.Type]?.known ?? [])]);
  for (const field of Object.keys(state)) {
    if (JSONPATH_FIELDS.includes(field)) {
      if (language === 'JSONata') report(path, `The field '${field}' is not supported by the query language JSONata`);
      else report(path, `The local engine runs JSONata; the field '${field}' of JSONPath is refused`, 'NOT_SIMULATED');
    } else if (state.Type === 'Map' && DISTRIBUTED_FIELDS.includes(field)) {
      report(path, `The local engine runs inline Maps; the field '${field}' is refused`, 'NOT_SIMULATED');
    } else if (!known.has(field)) report(path, `The field '${field}' is not supported by Step Functions`);
  }
  if (state.Type === 'Fail') {
    for (const field of ['Assign', 'Output']) {
      if (field in state) report(path, `The field '${field}' is not supported by Step Functions`);
    }
  }
  if (language === 'JSONPath' && Object.keys(state.Assign ?? {}).some((name) => name.endsWith('.$'))) {
    report(`${path}/Assign`, 'The local engine runs JSONata; paths in Assign are refused', 'NOT_SIMULATED');
  }
  const only = (field: keyof State, needed: string) => {
    if (field in state && language !== needed) report(path, `The field '${field}' needs the query language ${needed}`);
  };
  only('Result', 'JSONPath');
  for (const field of ['Arguments', 'Output', 'Items'] as const) only(field, 'JSONata');
}
