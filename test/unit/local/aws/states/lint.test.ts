import { lint } from '../../../../../local/aws/states/lint.ts';
import { chain, parked, task } from './bench.ts';

const problems = (definition: object) =>
  lint(JSON.stringify(definition)).map(({ code, location, message }) => `${code} ${location} ${message}`);
const one = (state: object) => problems(chain({ S: state }));

describe('the lint of definitions', () => {
  it('finds nothing in a machine that uses the whole language', () => {
    const Branches = [
      { StartAt: 'In', States: { In: { Type: 'Pass', Output: '{% $v + $w %}', Assign: { w: 1 }, End: true } } },
    ];
    const definition = chain({
      A: { Type: 'Pass', Assign: { v: 1 } },
      B: parked({ TimeoutSeconds: 10, HeartbeatSeconds: '{% $v %}', Retry: [{ ErrorEquals: ['States.ALL'] }] }),
      C: { Type: 'Parallel', Branches, Output: '{% $map($states.result, function($r) { $r & $v }) ~> $string %}' },
      D: { Type: 'Choice', Choices: [{ Condition: '{% ($x := 1; $x = $v) %}', Next: 'E' }], Default: 'F' },
      E: { Type: 'Succeed' },
      F: { Type: 'Fail', Error: 'F' },
    });
    expect(problems(definition)).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 'INVALID_JSON_DESCRIPTION'],
    ['no states', '{"StartAt":"A"}', 'SCHEMA_VALIDATION_FAILED'],
  ])('refuses %s', (_what, text, code) => {
    expect(lint(text)).toMatchObject([{ severity: 'ERROR', code, location: '/' }]);
  });

  it('finds missing targets and unreachable states', () => {
    expect(problems(chain({ A: { Type: 'Pass', Next: 'Nowhere' }, B: { Type: 'Succeed' } }))).toEqual([
      "MISSING_TRANSITION_TARGET /States/A/Next Missing 'Next' target: Nowhere",
      'MISSING_TRANSITION_TARGET /States/B State "B" is not reachable.',
    ]);
  });

  it.each<[string, object, string]>([
    ['a syntax error', { Type: 'Pass', Output: '{% 1 + %}' }, 'Invalid JSONata expression: S0207'],
    [
      '$states.result where there is none yet',
      task('f', { Arguments: '{% $states.result %}' }),
      '$states.result is not defined here',
    ],
    [
      'a JSONPath field',
      { Type: 'Pass', Parameters: {} },
      "'Parameters' is not supported by the query language JSONata",
    ],
    ['a JSONPath key', { Type: 'Pass', Output: { 'a.$': '$.b' } }, "The key 'a.$' belongs to JSONPath"],
    ['an interval of zero', task('f', { Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 0 }] }), 'at least 1'],
    [
      'States.ALL before others',
      task('f', { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }),
      'last place',
    ],
    [
      'a heartbeat no shorter than the time-out',
      task('f', { TimeoutSeconds: 5, HeartbeatSeconds: 5 }),
      'smaller than TimeoutSeconds',
    ],
    ['a token that nobody gets', parked({ Arguments: { FunctionName: 'f' } }), 'must pass $states.context.Task.Token'],
    ['an unknown field', { Type: 'Pass', Nxt: 'x' }, "The field 'Nxt' is not supported"],
    [
      'a distributed Map',
      { Type: 'Map', Label: 'x', ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Succeed' } } } },
      "'Label' is refused",
    ],
    [
      'a variable that nothing assigns',
      { Type: 'Pass', Output: '{% $typo %}' },
      'No state before assigns the variable $typo',
    ],
    [
      'a service without integration',
      { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage' },
      'no integration for arn:aws:states:::sqs',
    ],
  ])('finds %s', (_what, state, message) => {
    expect(one(state).join('\n')).toContain(message);
  });
});
