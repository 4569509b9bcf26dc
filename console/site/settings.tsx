/** Site settings: the prefix, which Save switches on once its certificate serves every name, and what the site is registered with. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type FormEvent, useState } from 'react';
import type { SiteAnswer } from '../../core/api/answers.ts';
import type { RequestView } from '../../core/view.ts';
import { Page } from '../frame/page.tsx';
import { Confirm, FormProblem, Indicator, Loaded } from '../parts/widgets.tsx';
import { to } from '../place.ts';
import { isLeaving, isRunning } from '../request/words.ts';
import type { ScreenProps } from '../screens.ts';
import { fieldText, useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { useLive } from '../service/live.ts';
import { notify } from '../service/notices.ts';
import { useRequests } from '../service/reads.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';
import { Coverage } from './coverage.tsx';
import { Retire } from './retire.tsx';
import { RetirementState } from './retirement.tsx';
import { SiteForm } from './site-form.tsx';
import { Webhook } from './webhook.tsx';

export function Settings({ names: [siteId = ''] }: ScreenProps) {
  const site = useLive(`site ${siteId}`, () => call('sites.get', { siteId }));
  const requests = useRequests(siteId);
  const above = [
    { text: T.sites.title, href: to.sites() },
    { text: site.value?.name ?? siteId, href: to.site(siteId) },
  ];
  return (
    <Page title={T.settings.title} above={above}>
      <Loaded live={site}>
        {(value) => (
          <SpaceBetween size="l">
            <RetirementState site={value} />
            {requests.value && <PrefixForm site={value} requests={requests.value} />}
            <SpaceBetween size="s">
              <Header description={T.settings.detailsMore}>{T.settings.details}</Header>
              <SiteForm site={value} />
            </SpaceBetween>
            <Webhook site={value} />
            <Coverage site={value} />
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
  const [asking, setAsking] = useState(false);
  const act = useAct({ told: true });
  const prefix = typed ?? ready?.prefix ?? active ?? running?.prefix ?? '';
  const may = useMay('sites.write');
  const why = !may
    ? T.shell.onlyLook
    : isLeaving(site)
      ? T.retirement.whyNoPrefix
      : whyNot(prefix, active, ready, running);
  const save = async () => {
    if (await act.run(() => call('sites.setPrefix', { siteId, prefix }))) notify('success', T.settings.saved(prefix));
  };
  const deactivate = async () => {
    if (await act.run(() => call('sites.clearPrefix', { siteId }))) notify('success', T.request.deactivated);
    setAsking(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (why === undefined) void save();
  };
  return (
    <form onSubmit={submit} noValidate>
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
          <FormProblem problem={act.problem} fields={['prefix']} />
          <FormField label={T.settings.prefix} errorText={fieldText(act.problem, 'prefix')}>
            <Input
              value={prefix}
              onChange={({ detail }) => setTyped(detail.value.trim())}
              spellcheck={false}
              autoComplete="off"
            />
          </FormField>
          {why && (
            <Box color="text-body-secondary">
              {why} {running && <Link href={to.request(siteId, running.requestId)}>{T.settings.toRequest}</Link>}
            </Box>
          )}
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              variant="primary"
              formAction="submit"
              loading={act.busy}
              disabled={why !== undefined}
              {...(why && { disabledReason: why })}
            >
              {T.settings.save}
            </Button>
            {active && may && (
              <Button formAction="none" onClick={() => setAsking(true)}>
                {T.settings.deactivate}
              </Button>
            )}
          </SpaceBetween>
        </SpaceBetween>
      </Container>
      {asking && (
        <Confirm
          title={T.settings.deactivateTitle}
          label={T.settings.deactivate}
          act={act}
          onConfirm={() => void deactivate()}
          onClose={() => setAsking(false)}
        >
          {T.settings.deactivateText}
        </Confirm>
      )}
    </form>
  );
}

/** Why Save cannot be pressed; undefined when it can. Whether a typed prefix serves, the service says. */
function whyNot(
  prefix: string,
  active: string | null,
  ready: RequestView | undefined,
  running: RequestView | undefined,
): string | undefined {
  if (active && prefix === active) return T.settings.whyActive(active);
  if (ready || (active && prefix !== '')) return undefined;
  return running ? T.settings.whyRunning(running.prefix) : T.settings.whyNone;
}
