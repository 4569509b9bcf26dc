/** A site on its way out: what its end waits for, and how it can be kept. */
import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { whatStopped } from '../../core/what-stopped.ts';
import { AskButton } from '../parts/confirm.tsx';
import { NamesUnder, When, WhenAndHowFar } from '../parts/text.tsx';
import { call } from '../service/api.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';
import { RetireButton } from './retire.tsx';

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
    <Alert type={TONES[state]} header={T.retirement.states[state]} action={mayBeKept && <Keep site={site} />}>
      <SpaceBetween size="xs">
        <div>{failing ? T.retirement.failing(whatStopped(failing)) : T.retirement.more[state]}</div>
        {mayBeKept && <Look retirement={retirement} />}
        <div className="quiet">
          {T.retirement.asked(retirement.askedBy)}, <When iso={retirement.askedAt} />.{' '}
          {retirement.endedAt && (
            <>
              {T.retirement.ended} <When iso={retirement.endedAt} />.
            </>
          )}
        </div>
      </SpaceBetween>
    </Alert>
  );
}

function Look({ retirement: { state, pointing, unknown, goneSince, lookedAt, deadline } }: { retirement: Retirement }) {
  return (
    <>
      <NamesUnder title={T.retirement.pointing} names={pointing} />
      <NamesUnder title={T.retirement.unknown} names={unknown} />
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
            {state === 'OVERDUE' ? T.retirement.waited : T.retirement.until} <WhenAndHowFar iso={deadline} />.
          </>
        )}
      </div>
    </>
  );
}

/** What is overdue can be tried again: the records may be gone by now. */
function Keep({ site }: { site: SiteAnswer }) {
  const may = useMay('sites.write');
  if (!may) return null;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <AskButton
        title={T.retirement.keepTitle}
        label={T.retirement.keep}
        act={() => call('sites.keep', { siteId: site.siteId })}
        said={T.retirement.kept}
      >
        {T.retirement.keepText}
      </AskButton>
      {site.retirement?.state === 'OVERDUE' && <RetireButton site={site} text={T.retirement.again} />}
    </SpaceBetween>
  );
}
