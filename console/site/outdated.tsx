/** A certificate that does not fit the trusted domains of its site any more, and the way to one that does. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import type { RequestView } from '../../core/view.ts';
import { NamesUnder } from '../parts/text.tsx';
import { to } from '../place.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';

export function Outdated({ site, requests }: { site: SiteAnswer; requests: readonly RequestView[] }) {
  const { siteId, certificateOutdated: outdated } = site;
  const may = useMay('certificates.write');
  if (!outdated) return null;
  const prefix = requests.find(({ requestId }) => requestId === outdated.requestId)?.prefix;
  const action = may && (
    <Button href={to.generate(siteId, prefix ?? site.apiDomainPrefix ?? '')}>{T.outdated.button}</Button>
  );
  return (
    <Alert type="warning" header={T.outdated.title} action={action}>
      <SpaceBetween size="xs">
        <NamesUnder title={T.outdated.notCovered} names={outdated.notCovered} />
        <NamesUnder title={T.outdated.noLongerTrusted} names={outdated.noLongerTrusted} />
        <div>{T.outdated.more}</div>
      </SpaceBetween>
    </Alert>
  );
}
