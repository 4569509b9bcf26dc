/** The state machines' files as they are deployed: with the functions' ARNs in the places that topology names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arnPlaceholder, FUNCTIONS, type FunctionName } from '../core/topology.ts';
import { functionArn } from './lambda.ts';

export function readMachine(name: string): string {
  const text = readFileSync(join(import.meta.dirname, '..', 'state-machines', `${name}.asl.json`), 'utf8');
  return text.replaceAll(/\$\{(\w+)\}/g, (placeholder, inner: string) => {
    const found = (Object.keys(FUNCTIONS) as FunctionName[]).find((each) => arnPlaceholder(each) === inner);
    if (!found) throw new Error(`${placeholder} in ${name}.asl.json names no function of topology`);
    return functionArn(found);
  });
}
