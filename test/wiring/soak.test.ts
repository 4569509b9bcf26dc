/** The soak disturbs what there is to disturb. */
import { FUNCTIONS } from '../../core/topology.ts';
import { CALLS } from '../../soak/faults.ts';
import { missing } from '../support/repository.ts';
import { operationsOf } from '../support/wiring/calls-of-aws.ts';

it('sets faults for every call of AWS that a function makes, and for no other', () => {
  const made = Object.values(FUNCTIONS).flatMap(({ entry }) => operationsOf(entry));
  const disturbed = CALLS.map(({ service, operation }) => `${PREFIXES[service] ?? service}:${operation}`);
  expect({ forgotten: missing(made, disturbed), idle: missing(disturbed, made) }).toEqual({ forgotten: [], idle: [] });
});

/** IAM's, where it is not the folder's name. */
const PREFIXES: Readonly<Record<string, string>> = { eventbridge: 'events' };
