/** The state machines' files as they are deployed: with the functions' ARNs in the places that topology names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  arnPlaceholder,
  type FunctionName,
  functionsInvokedBy,
  functionsNamedBy,
  type StateMachineName,
} from '../core/topology.ts';
import { functionArn } from './lambda.ts';

export function readMachine(name: string): string {
  const text = read(name);
  return functionsNamedBy(text).reduce(
    (definition, each) => definition.replaceAll(`\${${arnPlaceholder(each)}}`, functionArn(each)),
    text,
  );
}

/** What its role may invoke, and nothing else. */
export function functionsOfMachine(name: StateMachineName): FunctionName[] {
  return functionsInvokedBy(name, read(name));
}

function read(name: string): string {
  return readFileSync(join(import.meta.dirname, '..', 'state-machines', `${name}.asl.json`), 'utf8');
}
