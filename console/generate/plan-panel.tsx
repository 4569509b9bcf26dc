/**
 * What a new certificate makes of what serves: names added, kept and taken off the air, who must act, when it would be done. The rule
 * kept here: each name that goes off the air is consented to by itself.
 */
import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PlanAnswer } from '../../core/api/answers-certificates.ts';
import { Indicator } from '../parts/states.tsx';
import { Names, When } from '../parts/text.tsx';
import { to } from '../place.ts';
import type { Tone } from '../request/words.ts';
import { T } from '../texts.ts';
import type { Checked } from './preflight.ts';

/** Nothing of a first certificate is a change. */
export const changesSomething = ({ replaces, removed }: PlanAnswer): boolean => replaces !== null || removed.length > 0;

export function PlanPanel({ plan }: { plan: PlanAnswer }) {
  const { siteId, replaces, added, kept, removed, without, mails, records, plan: quota, finish } = plan;
  const about = replaces ? (
    <>
      <Link href={to.request(siteId, replaces)}>{replaces}</Link> {T.plan.about}
    </>
  ) : (
    T.plan.nothingServes
  );
  return (
    <Container header={<Header description={about}>{T.plan.title}</Header>}>
      <SpaceBetween size="l">
        <ColumnLayout columns={without.length > 0 ? 4 : 3} variant="text-grid" minColumnWidth={200}>
          <Change title={T.plan.added} names={added} tone="info" />
          <Change title={T.plan.kept} names={kept} tone="success" />
          <Change title={T.plan.removed} names={removed} tone="warning" />
          {without.length > 0 && <Change title={T.plan.without} names={without} tone="stopped" />}
        </ColumnLayout>
        <KeyValuePairs
          columns={3}
          minColumnWidth={200}
          items={[
            {
              label: T.plan.who,
              value: plan.method === 'EMAIL' ? <Clicks mails={mails} /> : <Dns records={records} />,
            },
            { label: T.plan.quota, value: T.plan.quotaOf(quota.certificatesLastYear, quota.certificatesPerYear) },
            { label: T.plan.earliest, value: <Finish {...finish} /> },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

/** More are shown when asked for. */
const FIRST = 6;

function Change({ title, names, tone }: { title: string; names: readonly string[]; tone: Tone }) {
  const [first, rest] = [names.slice(0, FIRST), names.slice(FIRST)];
  return (
    <div>
      {names.length === 0 ? (
        <Indicator type="stopped" colorOverride="grey">
          {title}: {T.plan.none}
        </Indicator>
      ) : (
        <Indicator type={tone}>
          {title} ({names.length})
        </Indicator>
      )}
      {first.length > 0 && <Names names={first} />}
      {rest.length > 0 && (
        <ExpandableSection headerText={T.plan.andMore(rest.length)}>
          <Names names={rest} />
        </ExpandableSection>
      )}
    </div>
  );
}

function Clicks({ mails }: Pick<PlanAnswer, 'mails'>) {
  return mails.length === 0
    ? T.common.none
    : mails.map(({ validationDomain, aliases, addresses }) => (
        <div key={validationDomain} title={addresses.join(', ')}>
          {T.plan.clicks(aliases.length, validationDomain)}
        </div>
      ));
}

/** Records that stand are recognised, so that nobody adds them again. */
function Dns({ records }: Pick<PlanAnswer, 'records'>) {
  const inPlace = records.filter((each) => each.inPlace).length;
  const unnamed = records.filter(({ record }) => record === null).length;
  const open = records.length - inPlace - unnamed;
  return (
    <>
      {inPlace === records.length && <div>{T.plan.nobody}</div>}
      {inPlace > 0 && <Indicator>{T.plan.recordsInPlace(inPlace)}</Indicator>}
      {open > 0 && <div>{T.plan.recordsToAdd(open)}</div>}
      {unnamed > 0 && <div>{T.plan.recordsUnnamed(unnamed)}</div>}
    </>
  );
}

function Finish({ earliest, latest }: PlanAnswer['finish']) {
  return (
    <>
      <div>
        <When iso={earliest} /> <span className="quiet">{T.plan.earliestMore}</span>
      </div>
      <div>
        {T.plan.latest} <When iso={latest} /> <span className="quiet">{T.plan.latestMore}</span>
      </div>
    </>
  );
}

interface ConsentProps {
  removed: readonly string[];
  consented: readonly string[];
  onChange: (consented: string[]) => void;
}

export function Consent({ removed, consented, onChange }: ConsentProps) {
  if (removed.length === 0) return null;
  const set = (name: string, may: boolean) =>
    onChange([...consented.filter((other) => other !== name), ...(may ? [name] : [])]);
  return (
    <Alert type="warning" header={T.plan.consent(removed.length)}>
      <SpaceBetween size="xs">
        <div>{T.plan.consentMore}</div>
        {removed.map((name) => (
          <Checkbox key={name} checked={consented.includes(name)} onChange={({ detail }) => set(name, detail.checked)}>
            {T.plan.mayGo(name)}
          </Checkbox>
        ))}
      </SpaceBetween>
    </Alert>
  );
}

interface LeaveOutProps {
  checked: Checked;
  without: readonly string[];
  errorText: string;
  onChange: (without: string[]) => void;
}

/** Of one name nothing can be left out. */
export function LeaveOut({ checked: { names, planned }, without, errorText, onChange }: LeaveOutProps) {
  if (names.length < 2) return null;
  const serving = planned ? [...planned.kept, ...planned.removed] : [];
  const options = names.map((name) => ({
    value: name,
    label: name,
    ...(serving.includes(name) && { description: T.plan.servesNow }),
  }));
  return (
    <FormField label={T.plan.leaveOut} description={T.plan.leaveOutHint} errorText={errorText}>
      <Multiselect
        options={options}
        selectedOptions={options.filter(({ value }) => without.includes(value))}
        filteringType="auto"
        filteringAriaLabel={T.request.namesFind}
        placeholder={T.plan.leaveOutNone}
        deselectAriaLabel={({ label }) => T.plan.keepIn(label ?? '')}
        onChange={({ detail }) => onChange(detail.selectedOptions.map(({ value = '' }) => value))}
      />
    </FormField>
  );
}
