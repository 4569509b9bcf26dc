/** `npm run texts`: writes docs/texts.md, every text that a customer can read. A wiring test says when it is stale. */
import { writeFileSync } from 'node:fs';
import { textsPage } from './texts-page.ts';

writeFileSync(new URL('../docs/texts.md', import.meta.url), textsPage());
