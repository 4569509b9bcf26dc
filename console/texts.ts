/**
 * The page's own texts, one catalogue of parts: each room has its own beside its screens. What the service says (findings, remedies,
 * refusals, timelines) comes from its catalogues and stands nowhere here; words for its statuses and actors are in request/words.ts.
 */
import { ACCESS } from './access/texts.ts';
import { FRAME } from './frame/texts.ts';
import { GENERATE } from './generate/texts.ts';
import { ON_CALL } from './on-call/texts.ts';
import { PARTS } from './parts/texts.ts';
import { RENEWAL } from './renewal/texts.ts';
import { REQUEST } from './request/texts.ts';
import { SITE } from './site/texts.ts';
import { WORKFLOW } from './workflow/texts.ts';
import { WORLD } from './world/texts.ts';

export const T = {
  ...FRAME,
  ...PARTS,
  ...SITE,
  ...GENERATE,
  ...REQUEST,
  ...WORKFLOW,
  ...RENEWAL,
  ...ON_CALL,
  ...ACCESS,
  ...WORLD,
};
