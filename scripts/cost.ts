/** `npm run synth && npm run infra:cost`: what production costs, as docs/deploy.md shows it. Runs one journey in local mode to count its transitions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTransitions } from '../bench/transitions.ts';
import { emptyMonth, OUR_METRICS, oneCertificate, pricesTable, type Template, tableOf } from './cost-table.ts';

const file = join(import.meta.dirname, '..', 'cdk.out/certificates-production.template.json');
const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
const transitions = await countTransitions();

console.log(`A month in which nobody calls:\n\n${tableOf(emptyMonth(template, OUR_METRICS), 2)}\n`);
// Most transitions are steps; the rest are choices and ends.
console.log(
  `One certificate, approved by mail:\n\n${tableOf(oneCertificate({ transitions, steps: transitions }), 5)}\n`,
);
console.log(`The prices:\n\n${pricesTable()}`);
