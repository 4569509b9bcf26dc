/** A site that is being retired, for tests of the steps and looks that do it. */
import type { Retirement } from '../../../core/retirement.ts';
import { NOW, type Scene } from './step.ts';

export const RETIRE = 'acme-retire-1';
export const INPUT = { siteId: 'acme', execution: RETIRE, now: NOW };

export const RETIREMENT: Retirement = {
  execution: RETIRE,
  state: 'AWAITING_DNS',
  askedAt: NOW,
  askedBy: 'ann',
  deadline: '2027-02-19T10:00:00.000Z',
  pointing: [],
  unknown: [],
  lookedAt: null,
  goneSince: null,
  endedAt: null,
  failing: null,
};

export async function givenRetiring(scene: Scene, fields: Partial<Retirement> = {}): Promise<void> {
  await scene.givenSite({ retirement: { ...RETIREMENT, ...fields } });
}

export async function retirementOf(scene: Scene): Promise<Retirement | undefined> {
  return (await scene.sites.require('acme')).retirement;
}
