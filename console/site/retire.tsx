/** The end of a site, begun here: what happens and in which order, and the site id typed by whoever means it. */
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { Confirm, OpenButton } from '../parts/confirm.tsx';
import { TextField } from '../parts/form.tsx';
import { go, to } from '../place.ts';
import { call } from '../service/api.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';
import { isLeavingOrGone } from './leaving.tsx';

/** Nothing to begin where it has begun, or for whoever may not. */
export function Retire({ site }: { site: SiteAnswer }) {
  const may = useMay('sites.write');
  if (!may || isLeavingOrGone(site)) return null;
  return (
    <Container header={<Header description={T.retirement.about}>{T.retirement.title}</Header>}>
      <SpaceBetween size="m">
        <Steps />
        <RetireButton site={site} text={T.retirement.button} />
      </SpaceBetween>
    </Container>
  );
}

export function RetireButton({ site, text }: { site: SiteAnswer; text: string }) {
  return <OpenButton text={text}>{(close) => <Ask site={site} onClose={close} />}</OpenButton>;
}

function Steps() {
  return (
    <ol className="plain">
      {T.retirement.steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

function Ask({ site: { siteId, name }, onClose }: { site: SiteAnswer; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const retire = async () => {
    await call('sites.retire', { siteId });
    go(to.site(siteId));
  };
  return (
    <Confirm
      title={T.retirement.confirmTitle(name)}
      label={T.retirement.button}
      act={retire}
      said={T.retirement.begun}
      why={typed.trim() === siteId ? undefined : T.retirement.whyTyped}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <Steps />
        <TextField label={T.retirement.confirm(siteId)} value={typed} onChange={setTyped} />
      </SpaceBetween>
    </Confirm>
  );
}
