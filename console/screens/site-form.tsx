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
import type { SiteAnswer } from '../../core/answers.ts';
import { fieldText, useAct } from '../act.ts';
import { call, type Input as InputOf } from '../api.ts';
import { notify } from '../notices.ts';
import { Page } from '../page.tsx';
import { go, to } from '../place.ts';
import { sessionState, useMay } from '../session.ts';
import { useStore } from '../store.ts';
import { T } from '../texts.ts';
import { FormProblem } from '../widgets.tsx';

const DATA_CENTERS = Object.entries(T.siteForm.dataCenters).map(([value, label]) => ({ value, label }));
const FIELDS = ['siteId', 'name', 'dataCenter', 'trustedSiteUrls', 'contacts', 'apiKey', 'partnerId'];

export function Register() {
  return (
    <Page title={T.siteForm.registerTitle} above={[{ text: T.sites.title, href: to.sites() }]}>
      <SiteForm />
    </Page>
  );
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export function SiteForm({ site }: { site?: SiteAnswer }) {
  const [siteId, setSiteId] = useState(site?.siteId ?? '');
  const [name, setName] = useState(site?.name ?? '');
  const [dataCenter, setDataCenter] = useState<string>(site?.dataCenter ?? 'us1');
  const [urls, setUrls] = useState(site?.trustedSiteUrls.join('\n') ?? '');
  const [contacts, setContacts] = useState(site?.contacts.join('\n') ?? '');
  const [apiKey, setApiKey] = useState('');
  const [partnerId, setPartnerId] = useState('');
  const session = useStore(sessionState);
  const owner = session.kind === 'in' ? session.session.partnerId : undefined;
  const may = useMay('sites.write');
  const act = useAct({ told: true });
  const wrong = (field: string) => fieldText(act.problem, field);
  const save = () =>
    act.run(async () => {
      const input = {
        siteId: siteId.trim(),
        name: name.trim(),
        dataCenter,
        trustedSiteUrls: linesOf(urls),
        contacts: linesOf(contacts),
        ...(apiKey.trim() && { apiKey: apiKey.trim() }),
        ...(partnerId.trim() && { partnerId: partnerId.trim() }),
      };
      const saved = await call('sites.register', input as InputOf<'sites.register'>);
      notify('success', site ? T.siteForm.changed(saved.siteId) : T.siteForm.registered(saved.siteId));
      if (!site) go(to.site(saved.siteId));
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save().then((done) => done || focusFirstProblem());
  };
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
            {site ? T.siteForm.save : T.siteForm.register}
          </Button>
        }
      >
        <Container>
          <SpaceBetween size="l">
            <FormProblem problem={act.problem} fields={FIELDS} />
            {!site && (
              <FormField label={T.siteForm.siteId} description={T.siteForm.siteIdHint} errorText={wrong('siteId')}>
                <Input
                  value={siteId}
                  onChange={({ detail }) => setSiteId(detail.value)}
                  spellcheck={false}
                  autoComplete="off"
                />
              </FormField>
            )}
            <FormField label={T.siteForm.name} errorText={wrong('name')}>
              <Input value={name} onChange={({ detail }) => setName(detail.value)} autoComplete="off" />
            </FormField>
            {!site && (
              <FormField
                label={T.siteForm.dataCenter}
                description={T.siteForm.dataCenterHint}
                errorText={wrong('dataCenter')}
              >
                <Select
                  selectedOption={DATA_CENTERS.find(({ value }) => value === dataCenter) ?? null}
                  options={DATA_CENTERS}
                  onChange={({ detail }) => setDataCenter(detail.selectedOption.value ?? '')}
                />
              </FormField>
            )}
            {!site && owner !== undefined && (
              <FormField label={T.siteForm.apiKey} description={T.siteForm.apiKeyHint} errorText={wrong('apiKey')}>
                <Input
                  value={apiKey}
                  onChange={({ detail }) => setApiKey(detail.value)}
                  spellcheck={false}
                  autoComplete="off"
                />
              </FormField>
            )}
            {!site && owner === null && (
              <FormField
                label={T.siteForm.partnerId}
                description={T.siteForm.partnerIdHint}
                errorText={wrong('partnerId')}
              >
                <Input
                  value={partnerId}
                  onChange={({ detail }) => setPartnerId(detail.value)}
                  spellcheck={false}
                  autoComplete="off"
                />
              </FormField>
            )}
            <FormField label={T.siteForm.urls} description={T.siteForm.urlsHint} errorText={wrong('trustedSiteUrls')}>
              <Textarea value={urls} rows={6} onChange={({ detail }) => setUrls(detail.value)} spellcheck={false} />
            </FormField>
            <FormField label={T.siteForm.contacts} description={T.siteForm.contactsHint} errorText={wrong('contacts')}>
              <Textarea
                value={contacts}
                rows={3}
                onChange={({ detail }) => setContacts(detail.value)}
                spellcheck={false}
              />
            </FormField>
          </SpaceBetween>
        </Container>
      </Form>
    </form>
  );
}

/** Once the refusal is drawn. */
function focusFirstProblem(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('#main [aria-invalid=true]')?.focus());
}
