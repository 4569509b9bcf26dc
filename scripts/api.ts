/** `npm run api`: writes docs/api.md, every operation of both faces. A wiring test says when it is stale. */
import { writeFileSync } from 'node:fs';
import { apiPage } from './api-page.ts';

writeFileSync(new URL('../docs/api.md', import.meta.url), apiPage());
