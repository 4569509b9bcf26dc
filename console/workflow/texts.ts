/** The drawn state machine. */
export const WORKFLOW = {
  workflow: {
    title: 'Workflow',
    about:
      'Drawn from the state machine that runs. Filled: passed; framed in blue: where it stands now; pale: may come.',
    picture: (machine: string) => `Picture of the state machine ${machine}; scrolls`,
    asList: 'The same as a list',
    standsAt: (state: string) => `The workflow stands at ${state}`,
    over: 'The workflow is over',
    atOnce: (number: number) => `${number} checks at once`,
    state: 'State',
    marks: { now: 'here now', past: 'passed', later: 'not reached' },
  },
};
