/** From a prefix to a request: every name as it will be, its record, what the checks find while one types, and Generate. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tiles from '@cloudscape-design/components/tiles';
import { type ReactNode, useEffect, useState } from 'react';
import type { PreflightAnswer } from '../../core/api/answers-certificates.ts';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { isRunning, isServing, type Method } from '../../core/status.ts';
import { hasEnded } from '../../core/sunset.ts';
import type { RequestView } from '../../core/view.ts';
import { inSite } from '../frame/crumbs.ts';
import { Page } from '../frame/page.tsx';
import { fieldText } from '../parts/field-problems.ts';
import { Form, TextField } from '../parts/form.tsx';
import { FormProblem, Indicator, Loaded, unless } from '../parts/states.tsx';
import { Copyable, Sentence, WhenAndHowFar } from '../parts/text.tsx';
import { go, rename, to } from '../place.ts';
import { openMatters } from '../request/words.ts';
import type { ScreenProps } from '../screens.ts';
import { useAct } from '../service/act.ts';
import { call, Problem } from '../service/api.ts';
import { useRequests, useSite } from '../service/reads.ts';
import { useMay } from '../service/session.ts';
import { nowMs } from '../service/time.ts';
import { isLeavingOrGone } from '../site/leaving.tsx';
import { RetirementState } from '../site/retirement.tsx';
import { T } from '../texts.ts';
import { Consent, changesSomething, LeaveOut, PlanPanel } from './plan-panel.tsx';
import { type Checked, forgottenAt, useCheck } from './preflight.ts';
import { Records } from './records-table.tsx';

export function Generate({ names: [siteId = ''], query }: ScreenProps) {
  const site = useSite(siteId);
  const requests = useRequests(siteId);
  return (
    <Page title={T.generate.title} above={inSite(siteId, site.value?.name)} description={T.generate.about}>
      <Loaded live={site}>
        {(value) =>
          isLeavingOrGone(value) ? (
            <RetirementState site={value} />
          ) : (
            requests.value && (
              <Wizard
                site={value}
                firstPrefix={query.get('prefix') || (value.apiDomainPrefix ?? requests.value[0]?.prefix ?? '')}
                serving={requests.value.find(isServing)}
                running={requests.value.find(isRunning)}
              />
            )
          )
        }
      </Loaded>
    </Page>
  );
}

interface WizardProps {
  site: SiteAnswer;
  firstPrefix: string;
  /** What was left out of it on purpose stays so until somebody wants it otherwise. */
  serving: RequestView | undefined;
  /** Nothing begins beside it. */
  running: RequestView | undefined;
}

function Wizard({ site, firstPrefix, serving, running }: WizardProps) {
  const { siteId } = site;
  const [prefix, setPrefix] = useState(firstPrefix);
  const [method, setMethod] = useState<Method>();
  const [leftOut, setLeftOut] = useState<readonly string[]>(() => leftOutOf(serving, firstPrefix));
  const without = namesOf(site, prefix).filter((name) => leftOut.includes(name)); // the trusted domains may change meanwhile
  const [consented, setConsented] = useState<readonly string[]>([]);
  const [waits, setWaits] = useState(false);
  const checked = useCheck(siteId, { prefix, method, without });
  const act = useAct({ told: true });
  useEffect(() => rename(to.generate(siteId, prefix)), [siteId, prefix]);
  const may = useMay('certificates.write');
  const { planned } = checked;
  const removed = planned?.removed ?? [];
  const offAir = removed.filter((name) => consented.includes(name));
  const wished = { waits, open: removed.length - offAir.length };
  const why = !may ? T.shell.onlyLook : running ? T.generate.whyRunning : whyNot(prefix, checked, wished);
  const generate = () =>
    act.run(async () => {
      const wish = { without, offAir, ...(method && { method }) };
      const input = { siteId, prefix, onFindings: waits ? 'wait' : 'refuse', ...wish } as const;
      const started = await call('certificates.generate', input).catch((error) => {
        if (error instanceof Problem && error.findings) checked.show(error.findings);
        if (error instanceof Problem && error.code === 'OffAirWithoutConsent') checked.check(); // what serves has changed meanwhile
        throw error;
      });
      go(to.request(siteId, started.requestId));
    });
  const problem = act.problem ?? checked.problem;
  const requestId = running?.requestId ?? act.problem?.requestId;
  return (
    <Form onSubmit={() => why === undefined && generate()}>
      <SpaceBetween size="l">
        <Container>
          <SpaceBetween size="l">
            <TextField
              label={T.generate.prefix}
              hint={T.generate.prefixHint}
              field="prefix"
              value={prefix}
              placeholder={T.generate.prefixExample}
              autoFocus={firstPrefix === ''}
              problem={problem}
              onChange={(text) => {
                act.clear();
                const label = text.trim().toLowerCase();
                setPrefix(label);
                setLeftOut(leftOutOf(serving, label));
              }}
            />
            {site.cnameTarget && (
              <FormField label={T.generate.target} description={T.generate.targetHint}>
                <Copyable text={site.cnameTarget} />
              </FormField>
            )}
            <MethodField
              method={method ?? checked.result?.method}
              onChange={setMethod}
              warnings={checked.result?.warnings ?? []}
            />
            <LeaveOut
              checked={checked}
              without={without}
              errorText={fieldText(problem, 'without')}
              onChange={setLeftOut}
            />
          </SpaceBetween>
        </Container>
        <FormProblem problem={checked.problem} fields={FIELDS} />
        <Verdict checked={checked} />
        {planned && changesSomething(planned) && <PlanPanel plan={planned} />}
        <Records checked={checked} site={site} />
        <Consent removed={removed} consented={consented} onChange={setConsented} />
        <FormProblem problem={act.problem} fields={FIELDS} />
        <Start why={why} busy={act.busy} waits={waits} onWaits={setWaits}>
          {requestId && <Button href={to.request(siteId, requestId)}>{T.generate.openRunning}</Button>}
        </Start>
      </SpaceBetween>
    </Form>
  );
}

/** Those that tell of their refusals themselves. */
const FIELDS = ['prefix', 'without'];

/** Another prefix makes other names. */
const leftOutOf = (serving: RequestView | undefined, prefix: string): readonly string[] =>
  serving?.prefix === prefix ? serving.without : [];

const namesOf = ({ trustedDomains }: SiteAnswer, prefix: string): string[] =>
  trustedDomains.filter(({ eligible }) => eligible).map(({ domain }) => `${prefix}.${domain}`);

interface StartProps {
  why: string | undefined;
  busy: boolean;
  waits: boolean;
  onWaits: (waits: boolean) => void;
  children: ReactNode;
}

function Start({ why, busy, waits, onWaits, children }: StartProps) {
  return (
    <Box>
      <SpaceBetween size="s">
        <Checkbox checked={waits} onChange={({ detail }) => onWaits(detail.checked)} description={T.generate.waitHint}>
          {T.generate.wait}
        </Checkbox>
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="primary" formAction="submit" loading={busy} {...unless(why)}>
            {T.generate.generate}
          </Button>
          {children}
        </SpaceBetween>
        {why && <Box color="text-body-secondary">{why}</Box>}
      </SpaceBetween>
    </Box>
  );
}

interface Wished {
  waits: boolean;
  /** Names that would go off the air and are not consented to. */
  open: number;
}

/** Why Generate cannot be pressed; undefined when it can. */
function whyNot(prefix: string, checked: Checked, { waits, open }: Wished): string | undefined {
  const { result, planned, problem, busy } = checked;
  if (prefix === '') return T.generate.whyPrefix;
  if (problem) return T.generate.whyRefused;
  if ((result?.plan?.problems ?? []).length > 0) return T.generate.whyQuota;
  if (busy && planned && changesSomething(planned)) return T.generate.whyChecking; // what goes off the air is not known yet
  if (open > 0) return T.plan.whyConsent(open);
  if (waits || result?.clean) return undefined;
  return busy || !result ? T.generate.whyChecking : T.generate.whyBlocked;
}

interface MethodProps {
  method: Method | undefined;
  warnings: NonNullable<PreflightAnswer['warnings']>;
  onChange: (method: Method) => void;
}

function MethodField({ method, warnings, onChange }: MethodProps) {
  const isOver = hasEnded('EMAIL', new Date(nowMs()));
  return (
    <SpaceBetween size="s">
      <FormField label={T.generate.method} stretch>
        <Tiles
          value={method ?? null}
          ariaRequired={false}
          onChange={({ detail }) => onChange(detail.value as Method)}
          items={[
            {
              value: 'EMAIL',
              label: T.generate.email,
              description: isOver ? T.generate.emailOver : T.generate.emailMore,
              disabled: isOver,
            },
            { value: 'DNS', label: T.generate.dns, description: T.generate.dnsMore },
          ]}
        />
      </FormField>
      {warnings.map(({ code, message, remedy }) => (
        <Alert key={code} type="warning">
          <Sentence text={message} /> <b>{remedy}</b>
        </Alert>
      ))}
    </SpaceBetween>
  );
}

function Verdict({ checked: { result, busy, domains } }: { checked: Checked }) {
  const all = domains?.aliases.length ?? 0;
  return (
    <LiveRegion tagName="div">
      {busy && all > 0 && <Indicator type="loading">{T.generate.checking(all)}</Indicator>}
      {!busy &&
        result?.plan?.problems.map(({ code, message, remedy }) => (
          <Alert key={code} type="error" header={message}>
            {remedy}
          </Alert>
        ))}
      {!busy && result && <HowManyReady result={result} />}
    </LiveRegion>
  );
}

function HowManyReady({ result }: { result: PreflightAnswer }) {
  const { clean, aliases, blocked } = result;
  const all = aliases.length;
  const ready = all - blocked.length;
  const troubled = aliases.filter(({ conditions }) => openMatters(conditions).length > 0).length;
  if (clean && troubled > 0)
    return (
      <Alert type="info" header={T.generate.allReady(all)}>
        {T.generate.readyBut(troubled)}
      </Alert>
    );
  if (clean) return <Alert type="success">{T.generate.allReady(all)}</Alert>;
  const forgotten = forgottenAt(result);
  if (forgotten.length === blocked.length)
    return (
      <Alert type="info" header={T.generate.restSpreads(ready, all)}>
        {T.generate.restSpreadsMore} <WhenAndHowFar iso={forgotten.at(-1)} />
      </Alert>
    );
  return (
    <Alert type="warning" header={T.generate.someReady(ready, all)}>
      {T.generate.someReadyMore}
    </Alert>
  );
}
