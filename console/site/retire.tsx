/** The end of a site, begun here: what happens and in which order, and the site id typed by whoever means it. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { SiteAnswer } from '../../core/api/answers.ts';
import { Confirm, FormProblem } from '../parts/widgets.tsx';
import { go, to } from '../place.ts';
import { isLeaving } from '../request/words.ts';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';

/** Nothing to begin where it has begun. */
export function Retire({ site }: { site: SiteAnswer }) {
  const may = useMay('sites.write');
  const [asking, setAsking] = useState(false);
  if (isLeaving(site)) return null;
  return (
    <Container header={<Header description={T.retirement.about}>{T.retirement.title}</Header>}>
      <SpaceBetween size="m">
        <Steps />
        <Button disabled={!may} disabledReason={T.shell.onlyLook} onClick={() => setAsking(true)}>
          {T.retirement.button}
        </Button>
      </SpaceBetween>
      {asking && <Ask site={site} onClose={() => setAsking(false)} />}
    </Container>
  );
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
  const act = useAct({ told: true });
  const retire = async () => {
    if (!(await act.run(() => call('sites.retire', { siteId })))) return;
    notify('success', T.retirement.begun);
    onClose();
    go(to.site(siteId));
  };
  return (
    <Confirm
      title={T.retirement.confirmTitle(name)}
      label={T.retirement.button}
      act={act}
      why={typed === siteId ? undefined : T.retirement.whyTyped}
      onConfirm={() => void retire()}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <Steps />
        <FormProblem problem={act.problem} fields={[]} />
        <FormField label={T.retirement.confirm(siteId)}>
          <Input
            value={typed}
            onChange={({ detail }) => setTyped(detail.value.trim())}
            autoComplete="off"
            spellcheck={false}
          />
        </FormField>
      </SpaceBetween>
    </Confirm>
  );
}
