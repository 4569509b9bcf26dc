/** Registers a site, or changes one: the same fields, of which some are fixed once it exists. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { type FormEvent, useState } from 'react';
import type { SiteAnswer } from '../../core/api/answers.ts';
import { Page } from '../frame/page.tsx';
import { FormProblem } from '../parts/widgets.tsx';
import { go, to } from '../place.ts';
import { type Act, fieldText, useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { sessionState, useMay } from '../service/session.ts';
import { useStore } from '../service/store.ts';
import { T } from '../texts.ts';

const DATA_CENTERS = Object.entries(T.siteForm.dataCenters).map(([value, label]) => ({ value, label }));

/** As they stand in the form. */
const BLANK = {
  siteId: '',
  name: '',
  dataCenter: 'us1',
  apiKey: '',
  partnerId: '',
  trustedSiteUrls: '',
  contacts: '',
  ssoGroup: '',
  webhookUrl: '',
};
type Field = keyof typeof BLANK;

function fieldsOf(site: SiteAnswer): typeof BLANK {
  const { siteId, name, dataCenter, apiKey, partnerId, ssoGroup = '', webhookUrl = '' } = site;
  const lists = { trustedSiteUrls: site.trustedSiteUrls.join('\n'), contacts: site.contacts.join('\n') };
  return { siteId, name, dataCenter, apiKey, partnerId, ssoGroup, webhookUrl, ...lists };
}

/** What is left out is no more, so all of it is said; what was left empty is not. */
function inputOf({ siteId, name, dataCenter, apiKey, trustedSiteUrls, contacts, ...others }: typeof BLANK) {
  const given = Object.entries(others).filter(([, text]) => text.trim() !== '');
  return {
    siteId: siteId.trim(),
    name: name.trim(),
    dataCenter,
    apiKey: apiKey.trim(),
    trustedSiteUrls: linesOf(trustedSiteUrls),
    contacts: linesOf(contacts),
    ...Object.fromEntries(given.map(([field, text]) => [field, text.trim()])),
  };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export function Register() {
  return (
    <Page title={T.siteForm.registerTitle} above={[{ text: T.sites.title, href: to.sites() }]}>
      <SiteForm />
    </Page>
  );
}

export function SiteForm({ site }: { site?: SiteAnswer }) {
  const [fields, setFields] = useState(() => (site ? fieldsOf(site) : BLANK));
  const session = useStore(sessionState);
  const isVendor = session.kind === 'in' && session.session.partnerId === null;
  const may = useMay('sites.write');
  const act = useAct({ told: true });
  const save = () =>
    act.run(async () => {
      const saved = await call('sites.register', inputOf(fields));
      notify('success', site ? T.siteForm.changed(saved.siteId) : T.siteForm.registered(saved.siteId));
      if (!site) go(to.site(saved.siteId));
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save().then((done) => done || focusFirstProblem());
  };
  const set = (field: Field) => (value: string) => setFields((all) => ({ ...all, [field]: value }));
  const of = (field: Field) => ({ field, value: fields[field], set: set(field), act });
  const { siteForm: words } = T;
  return (
    <form onSubmit={submit} noValidate>
      <Form
        actions={
          <Button
            variant="primary"
            loading={act.busy}
            formAction="submit"
            disabled={!may}
            disabledReason={T.shell.onlyLook}
          >
            {site ? words.save : words.register}
          </Button>
        }
      >
        <Container>
          <SpaceBetween size="l">
            <FormProblem problem={act.problem} fields={Object.keys(BLANK)} />
            {!site && <Line {...of('siteId')} label={words.siteId} hint={words.siteIdHint} />}
            <Line {...of('name')} label={words.name} />
            {!site && <DataCenterField {...of('dataCenter')} />}
            {!site && <Line {...of('apiKey')} label={words.apiKey} hint={words.apiKeyHint} />}
            {!site && isVendor && <Line {...of('partnerId')} label={words.partnerId} hint={words.partnerIdHint} />}
            <Line {...of('trustedSiteUrls')} label={words.urls} hint={words.urlsHint} rows={6} />
            <Line {...of('contacts')} label={words.contacts} hint={words.contactsHint} rows={3} />
            <Line {...of('ssoGroup')} label={words.ssoGroup} hint={words.ssoGroupHint} />
            <Line {...of('webhookUrl')} label={words.webhookUrl} hint={words.webhookUrlHint} />
          </SpaceBetween>
        </Container>
      </Form>
    </form>
  );
}

interface LineProps {
  field: Field;
  value: string;
  set: (value: string) => void;
  act: Act;
}

/** `rows`: of a field of several lines. */
function Line({ field, value, set, act, ...words }: LineProps & { label: string; hint?: string; rows?: number }) {
  const { label, hint, rows } = words;
  const common = {
    value,
    spellcheck: false,
    autoComplete: 'off',
    onChange: ({ detail }: { detail: { value: string } }) => set(detail.value),
  };
  return (
    <FormField label={label} description={hint} errorText={fieldText(act.problem, field)}>
      {rows ? <Textarea {...common} rows={rows} /> : <Input {...common} />}
    </FormField>
  );
}

function DataCenterField({ value: chosen, set, act }: LineProps) {
  return (
    <FormField
      label={T.siteForm.dataCenter}
      description={T.siteForm.dataCenterHint}
      errorText={fieldText(act.problem, 'dataCenter')}
    >
      <Select
        selectedOption={DATA_CENTERS.find(({ value }) => value === chosen) ?? null}
        options={DATA_CENTERS}
        onChange={({ detail }) => set(detail.selectedOption.value ?? '')}
      />
    </FormField>
  );
}

/** Once the refusal is drawn. */
function focusFirstProblem(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('#main [aria-invalid=true]')?.focus());
}
