/** Makes an application. What its secret will open is said before it is made, and all customers are never what was left empty. */
import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Answers } from '../../core/api/operations.ts';
import { PERMISSIONS, type Permission } from '../../core/principal.ts';
import { Confirm } from '../parts/confirm.tsx';
import { fieldText } from '../parts/field-problems.ts';
import { ChoiceField, TextField } from '../parts/form.tsx';
import { call, fieldRefused } from '../service/api.ts';
import { sessionState } from '../service/reader.ts';
import { useStore } from '../service/store.ts';
import { T } from '../texts.ts';
import { ScopeField, scopeIn } from './scope.tsx';

type Kind = Answers['applications.create']['kind'];

const OPTIONS = PERMISSIONS.map((value) => ({ value, description: T.applications.permissionWords[value] }));
const KINDS = (['application', 'signing'] as const).map((value) => ({
  value,
  label: T.applications.kinds[value],
}));

interface Props {
  onMade: (made: Answers['applications.create']) => void;
  onClose: () => void;
}

export function NewApplication({ onMade, onClose }: Props) {
  const session = useStore(sessionState);
  const own = session.kind === 'in' ? session.session : undefined;
  const isVendor = own?.partnerId === null;
  const [kind, setKind] = useState<Kind>('application');
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [partner, setPartner] = useState('');
  const [everyones, setEveryones] = useState(false);
  const [sites, setSites] = useState('');
  const [permissions, setPermissions] = useState<readonly Permission[]>(['sites.read', 'certificates.read']);
  const partnerId = isVendor && !everyones ? partner.trim() : undefined;
  const isSigning = kind === 'signing';
  const create = async () => {
    if (partnerId === '') throw fieldRefused('partnerId', T.applications.partnerMissing);
    const what = { kind, name: name.trim(), description: description.trim(), partnerId };
    const may = isSigning ? {} : { sites: scopeIn(sites), permissions: [...permissions] };
    onMade(await call('applications.create', { ...what, ...may }));
    onClose(); // one dialog at a time
  };
  const owner = isVendor ? (everyones ? null : partnerId) : T.applications.yourCompany;
  return (
    <Confirm
      title={T.applications.create}
      label={T.applications.create}
      act={create}
      fields={['name', 'description', ...(partnerId === undefined ? [] : ['partnerId']), 'sites', 'permissions']}
      onClose={onClose}
    >
      {(problem) => (
        <SpaceBetween size="m">
          {/* Who has only some of the sites cannot make what opens all of them. */}
          {own?.sites === '*' && (
            <ChoiceField
              label={T.applications.kind}
              hint={T.applications.kindWords[kind]}
              value={kind}
              options={KINDS}
              onChange={setKind}
            />
          )}
          <TextField label={T.applications.name} field="name" value={name} onChange={setName} problem={problem} />
          <TextField
            label={T.applications.description}
            field="description"
            value={description}
            onChange={setDescription}
            problem={problem}
          />
          {partnerId !== undefined && (
            <TextField
              label={T.siteForm.partnerId}
              hint={T.applications.partnerHint}
              field="partnerId"
              value={partner}
              onChange={setPartner}
              problem={problem}
            />
          )}
          {isVendor && (
            <Checkbox checked={everyones} onChange={({ detail }) => setEveryones(detail.checked)}>
              {isSigning ? T.applications.vendorsOwn : T.applications.everyones}
            </Checkbox>
          )}
          {!isSigning && <ScopeField value={sites} onChange={setSites} problem={problem} />}
          {!isSigning && (
            <FormField label={T.applications.permissions} errorText={fieldText(problem, 'permissions')}>
              <Multiselect
                selectedOptions={OPTIONS.filter(({ value }) => permissions.includes(value))}
                options={OPTIONS}
                expandToViewport
                placeholder={T.applications.choose}
                onChange={({ detail }) =>
                  setPermissions(detail.selectedOptions.map(({ value }) => value as Permission))
                }
              />
            </FormField>
          )}
          {owner !== '' && owner !== undefined && (
            <Alert type={isSigning || owner === null ? 'warning' : 'info'}>
              {reachOf(kind, owner, scopeIn(sites))}
            </Alert>
          )}
        </SpaceBetween>
      )}
    </Confirm>
  );
}

/** `owner`: as it is called; null: the vendor. */
function reachOf(kind: Kind, owner: string | null, sites: '*' | string[]): string {
  if (kind === 'signing') return owner === null ? T.applications.signsVendor : T.applications.signs(owner);
  if (sites !== '*') return T.applications.reachesNamed(sites, owner);
  return owner === null ? T.applications.reachesEveryone : T.applications.reachesAll(owner);
}
