/** All facts that the code relies on and that nobody has confirmed. local/FIDELITY.md shows them; `npm run fidelity -- --facts` writes its table. */
import { ACM_FACTS } from './acm.ts';
import { CLOUDFRONT_FACTS } from './cloudfront.ts';
import type { Fact } from './fact.ts';
import { OTHER_FACTS } from './others.ts';

export const FACTS: readonly Fact[] = [...ACM_FACTS, ...CLOUDFRONT_FACTS, ...OTHER_FACTS];

/** As FIDELITY.md shows them. */
export function factsTable(): string {
  const rows = FACTS.map(({ name, reliesOn, where, otherwise, check }) => [
    `\`${name}\``,
    reliesOn,
    `\`${where}\``,
    otherwise,
    'notCheckable' in check ? `no: ${check.notCheckable}` : check.needsZone ? 'with `--zone-id`' : 'yes',
  ]);
  const head = ['fact', 'what is relied on', 'where', 'what happens otherwise', '`--remote` tells'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
