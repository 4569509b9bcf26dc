/** Whether a site is on its way out: in a word for lists, and for what begins nothing there any more. */
import Badge from '@cloudscape-design/components/badge';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { T } from '../texts.ts';

type Site = Pick<SiteAnswer, 'retirement'>;

/** Its names, certificates and distribution are being taken away, or are: nothing of it can be changed. */
export const isPastReturn = ({ retirement }: Site): boolean =>
  retirement?.state === 'REMOVING' || retirement?.state === 'RETIRED';

/** On its way out, or gone: nothing new begins for it. */
export const isLeavingOrGone = (site: Site): boolean => site.retirement?.state === 'AWAITING_DNS' || isPastReturn(site);

export function RetirementBadge({ site: { retirement } }: { site: Site }) {
  const text = retirement && T.retirement.badges[retirement.state];
  return text ? <Badge color="grey">{text}</Badge> : null;
}
