/** How far a renewal is, and how far the move to DNS validation is: a word each, the same on every screen. */
import type { MigrationRow } from '../../core/api/answers-migration.ts';
import type { RenewalView } from '../../core/api/answers-renewal.ts';
import { Indicator } from '../parts/states.tsx';
import type { Tone } from '../request/words.ts';
import { T } from '../texts.ts';

const RENEWAL: Record<RenewalView['state'], Tone> = {
  PLANNED: 'pending',
  RUNNING: 'in-progress',
  ACTION_REQUIRED: 'warning',
  DEPLOYING: 'in-progress',
  IMPOSSIBLE: 'error',
};

export function RenewalState({ state }: Pick<RenewalView, 'state'>) {
  return <Indicator type={RENEWAL[state]}>{T.renewal.states[state]}</Indicator>;
}

/** What has ended without effect goes on serving as before. */
const MIGRATION: Record<MigrationRow['state'], Tone> = {
  NOT_STARTED: 'pending',
  STARTING: 'in-progress',
  RECORDS: 'pending',
  WINDOW: 'in-progress',
  DONE: 'success',
  ENDED: 'warning',
};

export function MigrationState({ state }: Pick<MigrationRow, 'state'>) {
  return <Indicator type={MIGRATION[state]}>{T.migration.states[state]}</Indicator>;
}
