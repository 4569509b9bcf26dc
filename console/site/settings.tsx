/** Site settings: the prefix, which Save switches on once its certificate serves every name, and what the site is registered with. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { isRunning } from '../../core/status.ts';
import type { RequestView } from '../../core/view.ts';
import { inSite } from '../frame/crumbs.ts';
import { Page } from '../frame/page.tsx';
import { Form, TextField } from '../parts/form.tsx';
import { FormProblem, Indicator, Loaded, unless } from '../parts/states.tsx';
import { to } from '../place.ts';

import type { ScreenProps } from '../screens.ts';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { useRequests, useSite } from '../service/reads.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';
import { Coverage } from './coverage.tsx';
import { Deactivate } from './deactivate.tsx';
import { Deliveries } from './deliveries.tsx';
import { isLeavingOrGone, isPastReturn } from './leaving.tsx';
import { Retire } from './retire.tsx';
import { RetirementState } from './retirement.tsx';
import { SiteForm } from './site-form.tsx';
import { Webhook } from './webhook.tsx';

export function Settings({ names: [siteId = ''] }: ScreenProps) {
  const site = useSite(siteId);
  const requests = useRequests(siteId);
  const may = useMay('sites.write');
  return (
    <Page title={T.settings.title} above={inSite(siteId, site.value?.name)}>
      <Loaded live={site}>
        {(value) => (
          <SpaceBetween size="l">
            <RetirementState site={value} />
            {requests.value && !isPastReturn(value) && <PrefixForm site={value} requests={requests.value} />}
            <SpaceBetween size="s">
              <Header description={may ? !isPastReturn(value) && T.settings.detailsMore : T.shell.onlyLook}>
                {T.settings.details}
              </Header>
              <SiteForm site={value} />
            </SpaceBetween>
            {isPastReturn(value) ? <Deliveries siteId={siteId} /> : <Webhook site={value} />}
            {!isPastReturn(value) && <Coverage site={value} />}
            <Retire site={value} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

interface Parts {
  site: SiteAnswer;
  requests: readonly RequestView[];
}

function PrefixForm({ site, requests }: Parts) {
  const { siteId, apiDomainPrefix: active } = site;
  const ready = requests.find(({ status }) => status === 'READY');
  const running = requests.find(isRunning);
  const [typed, setTyped] = useState<string>();
  const act = useAct({ told: true });
  const prefix = typed ?? ready?.prefix ?? active ?? running?.prefix ?? '';
  const may = useMay('sites.write');
  const why = !may
    ? T.shell.onlyLook
    : isLeavingOrGone(site)
      ? T.retirement.whyNoPrefix
      : whyNot(prefix, active, ready, running);
  const save = async () => {
    if (await act.run(() => call('sites.setPrefix', { siteId, prefix }))) notify('success', T.settings.saved(prefix));
  };
  return (
    <Form onSubmit={() => why === undefined && save()}>
      <Container
        header={
          <Header
            description={T.settings.prefixAbout}
            info={
              active ? (
                <Indicator>{T.settings.active}</Indicator>
              ) : (
                <Indicator type="stopped">{T.settings.inactive}</Indicator>
              )
            }
          >
            {T.settings.prefixTitle}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <TextField
            label={T.settings.prefix}
            field="prefix"
            value={prefix}
            onChange={(text) => setTyped(text.trim())}
            readOnly={!may}
            problem={act.problem}
          />
          {why && (
            <Box color="text-body-secondary">
              {why} {running && <Link href={to.request(siteId, running.requestId)}>{T.settings.toRequest}</Link>}
            </Box>
          )}
          <FormProblem problem={act.problem} fields={['prefix']} />
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" formAction="submit" loading={act.busy} {...unless(why)}>
              {T.settings.save}
            </Button>
            {active && may && <Deactivate siteId={siteId} />}
          </SpaceBetween>
        </SpaceBetween>
      </Container>
    </Form>
  );
}

const namesOffAir = ({ aliases }: RequestView): string[] =>
  aliases.filter(({ conditions }) => conditions.serving?.status === 'False').map(({ alias }) => alias);

/** Why Save cannot be pressed; undefined when it can. Whether a typed prefix serves, the service says. */
function whyNot(
  prefix: string,
  active: string | null,
  ready: RequestView | undefined,
  running: RequestView | undefined,
): string | undefined {
  if (active && prefix === active) return T.settings.whyActive(active);
  const offAir = ready?.prefix === prefix ? namesOffAir(ready) : [];
  if (offAir.length > 0) return T.settings.whyOffAir(offAir);
  if (ready || (active && prefix !== '')) return undefined;
  return running ? T.settings.whyRunning(running.prefix) : T.settings.whyNone;
}
