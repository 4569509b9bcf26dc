/** Registers a site, or changes one: the same fields, of which some are fixed once it exists. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormLayout from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { aboveSite } from '../frame/crumbs.ts';
import { Page } from '../frame/page.tsx';
import { ChoiceField, Form, linesOf, TextField } from '../parts/form.tsx';
import { FormProblem } from '../parts/states.tsx';
import { go, to } from '../place.ts';
import { useAct } from '../service/act.ts';
import { call, fieldRefused, Problem } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { sessionState } from '../service/reader.ts';
import { useMay } from '../service/session.ts';
import { useStore } from '../service/store.ts';
import { T } from '../texts.ts';
import { isPastReturn } from './leaving.tsx';

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

function isSame(one: typeof BLANK, other: typeof BLANK): boolean {
  return (Object.keys(BLANK) as Field[]).every((field) => one[field] === other[field]);
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

export function Register() {
  return (
    <Page title={T.siteForm.registerTitle} above={aboveSite()}>
      <SiteForm />
    </Page>
  );
}

export function SiteForm({ site }: { site?: SiteAnswer }) {
  const [fields, setFields] = useState(() => (site ? fieldsOf(site) : BLANK));
  // What the form began with; as it is now, as long as nobody has changed a field of it.
  const [begun, setBegun] = useState(site);
  const asRead = site && begun && isSame(fieldsOf(site), fieldsOf(begun)) ? site : begun;
  const session = useStore(sessionState);
  const isVendor = session.kind === 'in' && session.session.partnerId === null;
  const may = useMay('sites.write') && !(site && isPastReturn(site));
  const act = useAct({ told: true });
  const save = () =>
    act.run(async () => {
      if (!site) await refuseKnown(fields.siteId.trim());
      const { siteId } = await call('sites.register', inputOf(fields), { asRead });
      if (site) {
        const now = await call('sites.get', { siteId });
        setBegun(now);
        setFields((present) => (present === fields ? fieldsOf(now) : present)); // what was typed meanwhile stays
      } else go(to.site(siteId));
      notify('success', site ? T.siteForm.changed(siteId) : T.siteForm.registered(siteId));
    });
  const of = (field: Field) => ({
    field,
    value: fields[field],
    onChange: (text: string) => setFields((all) => ({ ...all, [field]: text })),
    problem: act.problem,
    readOnly: !may,
  });
  const words = T.siteForm;
  return (
    <Form onSubmit={() => may && save()}>
      <FormLayout
        actions={
          may && (
            <Button variant="primary" loading={act.busy} formAction="submit">
              {site ? words.save : words.register}
            </Button>
          )
        }
      >
        <Container>
          <SpaceBetween size="l">
            {!site && <TextField {...of('siteId')} label={words.siteId} hint={words.siteIdHint} />}
            <TextField {...of('name')} label={words.name} />
            {!site && (
              <ChoiceField
                {...of('dataCenter')}
                label={words.dataCenter}
                hint={words.dataCenterHint}
                options={DATA_CENTERS}
              />
            )}
            {!site && <TextField {...of('apiKey')} label={words.apiKey} hint={words.apiKeyHint} />}
            {!site && isVendor && <TextField {...of('partnerId')} label={words.partnerId} hint={words.partnerIdHint} />}
            <TextField {...of('trustedSiteUrls')} label={words.urls} hint={words.urlsHint} rows={6} />
            <TextField {...of('contacts')} label={words.contacts} hint={words.contactsHint} rows={3} />
            <TextField {...of('ssoGroup')} label={words.ssoGroup} hint={words.ssoGroupHint} />
            <TextField {...of('webhookUrl')} label={words.webhookUrl} hint={words.webhookUrlHint} />
            <FormProblem problem={act.problem} fields={Object.keys(BLANK)} />
          </SpaceBetween>
        </Container>
      </FormLayout>
    </Form>
  );
}

/** The same call registers and changes: what is meant as a new site must not become a change of one that there is. */
async function refuseKnown(siteId: string): Promise<void> {
  if (siteId === '') throw fieldRefused('siteId', T.siteForm.siteIdMissing);
  const known = await call('sites.get', { siteId }).catch((error) => {
    if (error instanceof Problem) return undefined; // not there, or not the reader's: registering says which
    throw error;
  });
  if (known) throw fieldRefused('siteId', T.siteForm.siteIdTaken(siteId));
}
