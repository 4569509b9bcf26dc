/** Registers a site, or changes one: the same fields, of which some are fixed once it exists. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormLayout from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { aboveSite } from '../frame/crumbs.ts';
import { Page } from '../frame/page.tsx';
import { ChoiceField, Form, TextField } from '../parts/form.tsx';
import { FormProblem, ProblemAlert } from '../parts/states.tsx';
import { go, to } from '../place.ts';
import { useAct } from '../service/act.ts';
import { call, entityTagOf, fieldRefused, Problem, readBefore } from '../service/api.ts';
import { draftOf, dropDraft, keepDraft } from '../service/draft.ts';
import { refresh } from '../service/live.ts';
import { notify } from '../service/notices.ts';
import { readerOf, sessionState } from '../service/reader.ts';
import { useMay } from '../service/session.ts';
import { useStore } from '../service/store.ts';
import { T } from '../texts.ts';
import { Differing } from './differing.tsx';
import { isPastReturn } from './leaving.tsx';
import { BLANK, FIELDS, type Field, type Fields, fieldsOf, inputOf, isSame } from './site-fields.ts';

const DATA_CENTERS = Object.entries(T.siteForm.dataCenters).map(([value, label]) => ({ value, label }));

export function Register() {
  return (
    <Page title={T.siteForm.registerTitle} above={aboveSite()}>
      <SiteForm />
    </Page>
  );
}

export function SiteForm({ site }: { site?: SiteAnswer }) {
  const [draft, setDraft] = useDraft(site);
  const [fields, setFields] = useState(() => draft?.fields ?? (site ? fieldsOf(site) : BLANK));
  // What the form began with; as it is now, as long as nobody has changed a field of it.
  const [begun, setBegun] = useState(draft?.begun ?? site);
  useKept(site?.siteId, fields, begun);
  const asRead = site && begun && isSame(fieldsOf(site), fieldsOf(begun)) ? site : begun;
  const session = useStore(sessionState);
  const isVendor = session.kind === 'in' && session.session.partnerId === null;
  const may = useMay('sites.write') && !(site && isPastReturn(site));
  const act = useAct({ told: true });
  const save = () =>
    act.run(async () => {
      if (!site) await refuseKnown(fields.siteId.trim());
      const { siteId } = await call('sites.register', inputOf(fields), { asRead }).catch(async (error) => {
        if (isStale(error)) await refresh(); // what it is now is shown beside the refusal
        throw error;
      });
      setDraft(undefined);
      if (site) {
        const now = await call('sites.get', { siteId });
        setBegun(now);
        setFields((present) => (present === fields ? fieldsOf(now) : present)); // what was typed meanwhile stays
      } else go(to.site(siteId));
      notify('success', site ? T.siteForm.changed(siteId) : T.siteForm.registered(siteId));
    });
  const stale = isStale(act.problem) && asRead !== site ? begun : undefined;
  const goOn = (chosen: Fields) => {
    setFields(chosen);
    setBegun(site);
    setDraft(undefined);
    act.clear();
  };
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
            {draft && (
              <Alert
                type="info"
                action={
                  <Button formAction="none" onClick={() => goOn(site ? fieldsOf(site) : BLANK)}>
                    {words.discard}
                  </Button>
                }
              >
                {words.draft}
              </Alert>
            )}
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
            {act.problem && site && stale ? (
              <ProblemAlert problem={act.problem}>
                <Differing typed={fields} begun={fieldsOf(stale)} now={fieldsOf(site)} onChoose={goOn} />
              </ProblemAlert>
            ) : (
              <FormProblem problem={act.problem} fields={FIELDS} />
            )}
          </SpaceBetween>
        </Container>
      </FormLayout>
    </Form>
  );
}

interface Draft {
  fields: Fields;
  begun: SiteAnswer | undefined;
  /** Of what the form began with: over what somebody else has changed since, it is not saved. */
  entityTag: string | undefined;
}

const formOf = (siteId = ''): string => `site ${siteId}`;

/** What was typed here when the session ended. */
function useDraft(site: SiteAnswer | undefined) {
  const form = formOf(site?.siteId);
  const state = useState(() => {
    const draft = draftOf<Draft>(form);
    if (draft?.begun) readBefore(draft.begun, draft.entityTag);
    return draft;
  });
  useEffect(() => dropDraft(form), [form]);
  return state;
}

/** Keeps what was typed, should the session end: before anything else is shown, not some moment after. */
function useKept(siteId: string | undefined, fields: Fields, begun: SiteAnswer | undefined): void {
  const [reader] = useState(() => readerOf(sessionState.get()));
  const last = useRef({ fields, begun });
  last.current = { fields, begun };
  useLayoutEffect(
    () => () => {
      const { current } = last;
      if (isSame(current.fields, current.begun ? fieldsOf(current.begun) : BLANK)) return;
      const entityTag = current.begun && entityTagOf(current.begun);
      keepDraft(reader, formOf(siteId), { ...current, entityTag } satisfies Draft);
    },
    [reader, siteId],
  );
}

/** Somebody else has changed it since it was read. */
const isStale = (error: unknown): boolean => error instanceof Problem && error.code === 'PreconditionFailed';

/** The same call registers and changes: what is meant as a new site must not become a change of one that there is. */
async function refuseKnown(siteId: string): Promise<void> {
  if (siteId === '') throw fieldRefused('siteId', T.siteForm.siteIdMissing);
  const known = await call('sites.get', { siteId }).catch((error) => {
    if (error instanceof Problem) return undefined; // not there, or not the reader's: registering says which
    throw error;
  });
  if (known) throw fieldRefused('siteId', T.siteForm.siteIdTaken(siteId));
}
