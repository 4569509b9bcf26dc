/** What has become of a site that serves: its certificate does not fit its domains any more, or it is on its way out. */
import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { SiteAnswer } from '../../core/api/answers.ts';
import type { RequestView } from '../../core/view.ts';
import { Code, Confirm, When, WhenAndHowFar } from '../parts/widgets.tsx';
import { to } from '../place.ts';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
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
        <NameList title={T.outdated.notCovered} names={outdated.notCovered} />
        <NameList title={T.outdated.noLongerTrusted} names={outdated.noLongerTrusted} />
        <div>{T.outdated.more}</div>
      </SpaceBetween>
    </Alert>
  );
}

function NameList({ title, names }: { title: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div>
      {title}
      <ul className="plain">
        {names.map((name) => (
          <li key={name}>
            <Code>{name}</Code>
          </li>
        ))}
      </ul>
    </div>
  );
}

type Retirement = NonNullable<SiteAnswer['retirement']>;

const TONES = {
  AWAITING_DNS: 'warning',
  KEPT: 'info',
  OVERDUE: 'error',
  REMOVING: 'info',
  RETIRED: 'info',
} as const;

/** A site that was kept goes on as if nothing had been. */
export function RetirementState({ site }: { site: SiteAnswer }) {
  const { retirement } = site;
  if (!retirement || retirement.state === 'KEPT') return null;
  const { state, failing } = retirement;
  const mayBeKept = state === 'AWAITING_DNS' || state === 'OVERDUE';
  return (
    <Alert
      type={TONES[state]}
      header={T.retirement.states[state]}
      action={mayBeKept && <Keep siteId={site.siteId} state={state} />}
    >
      <SpaceBetween size="xs">
        <div>{failing ? T.retirement.failing(failing.error) : T.retirement.more[state]}</div>
        {mayBeKept && <Look retirement={retirement} />}
        <div className="quiet">
          {T.retirement.asked(retirement.askedBy)}, <When iso={retirement.endedAt ?? retirement.askedAt} />
        </div>
      </SpaceBetween>
    </Alert>
  );
}

function Look({ retirement: { pointing, unknown, goneSince, lookedAt, deadline } }: { retirement: Retirement }) {
  return (
    <>
      <NameList title={T.retirement.pointing} names={pointing} />
      <NameList title={T.retirement.unknown} names={unknown} />
      {goneSince && (
        <div>
          {T.retirement.allGone} <WhenAndHowFar iso={goneSince} />
        </div>
      )}
      <div>
        {lookedAt ? (
          <>
            {T.retirement.lookedAt} <WhenAndHowFar iso={lookedAt} />.
          </>
        ) : (
          T.retirement.notLooked
        )}{' '}
        {deadline && (
          <>
            {T.retirement.until} <WhenAndHowFar iso={deadline} />.
          </>
        )}
      </div>
    </>
  );
}

/** What is overdue can be tried again: the records may be gone by now. */
function Keep({ siteId, state }: { siteId: string; state: Retirement['state'] }) {
  const may = useMay('sites.write');
  const [asking, setAsking] = useState(false);
  const act = useAct();
  if (!may) return null;
  const keep = async () => {
    if (await act.run(() => call('sites.keep', { siteId }))) notify('success', T.retirement.kept);
    setAsking(false);
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button onClick={() => setAsking(true)}>{T.retirement.keep}</Button>
      {state === 'OVERDUE' && <Button href={to.settings(siteId)}>{T.retirement.again}</Button>}
      {asking && (
        <Confirm
          title={T.retirement.keepTitle}
          label={T.retirement.keep}
          act={act}
          onConfirm={() => void keep()}
          onClose={() => setAsking(false)}
        >
          {T.retirement.keepText}
        </Confirm>
      )}
    </SpaceBetween>
  );
}

/** One word of it, for lists. */
export function RetirementBadge({ site: { retirement } }: { site: Pick<SiteAnswer, 'retirement'> }) {
  const text = retirement && T.retirement.badges[retirement.state];
  return text ? <Badge color="grey">{text}</Badge> : null;
}
