/** Applications: what may call the API in whose name. A secret is shown once, when it is made. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Answers } from '../../core/api/operations.ts';
import { PERMISSIONS, type Permission } from '../../core/principal.ts';
import { Page } from '../frame/page.tsx';
import { AskButton, Confirm, OpenButton } from '../parts/confirm.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { fieldText } from '../parts/field-problems.ts';
import { TextField } from '../parts/form.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { Code, Copyable, When } from '../parts/text.tsx';
import { call } from '../service/api.ts';
import { useList } from '../service/reads.ts';
import { T } from '../texts.ts';
import { ScopeField, scopeIn, scopeText } from './scope.tsx';

type ShownApplication = Answers['applications.list']['applications'][number];
type Made = { name: string; userKey: string; secret: string };
type Tell = (made: Made) => void;

export function Applications() {
  const applications = useList(
    'applications',
    (page) => call('applications.list', page),
    (answer) => answer.applications,
  );
  const [made, setMade] = useState<Made>();
  const create = (
    <OpenButton text={T.applications.create} variant="primary">
      {(close) => <Create onMade={setMade} onClose={close} />}
    </OpenButton>
  );
  return (
    <Page title={T.navigation.applications} description={T.applications.about}>
      {made && <Secret made={made} onClose={() => setMade(undefined)} />}
      <Loaded live={applications}>
        {(all) => (
          <DataTable
            title={T.navigation.applications}
            items={all}
            showAll={applications.showAll}
            columns={columnsOf(setMade)}
            keyOf={({ userKey }) => userKey}
            textOf={({ name, userKey }) => `${name} ${userKey}`}
            actions={create}
            empty={
              <Empty title={T.applications.empty} action={create}>
                {T.applications.emptyMore}
              </Empty>
            }
          />
        )}
      </Loaded>
    </Page>
  );
}

/** The one time that it can be read: in front of everything, and a press beside it does not take it away. */
function Secret({ made: { name, userKey, secret }, onClose }: { made: Made; onClose: () => void }) {
  const footer = (
    <Box float="right">
      <Button variant="primary" onClick={onClose}>
        {T.applications.copied}
      </Button>
    </Box>
  );
  return (
    <Modal
      visible
      header={T.applications.made(name)}
      footer={footer}
      onDismiss={({ detail }) => detail.reason !== 'overlay' && onClose()}
      closeAriaLabel={T.shell.dismiss}
    >
      <p>{T.applications.once}</p>
      <p>
        {T.applications.userKey}: <Copyable text={userKey} />
      </p>
      <p>
        {T.applications.secret}: <Copyable text={secret} what={T.applications.secret} />
      </p>
    </Modal>
  );
}

function columnsOf(onMade: Tell): Column<ShownApplication>[] {
  return [
    {
      id: 'name',
      header: T.applications.name,
      minWidth: 120,
      sort: ({ name }) => name,
      cell: ({ name, description }) => (
        <>
          {name}
          {description && <div className="quiet">{description}</div>}
        </>
      ),
    },
    {
      id: 'userKey',
      header: T.applications.userKey,
      minWidth: 120,
      cell: ({ userKey }) => <Copyable text={userKey} />,
    },
    {
      id: 'sites',
      header: T.sites.title,
      minWidth: 90,
      cell: ({ sites, partnerId }) => (
        <>
          {scopeText(sites)}
          <div className="quiet">{partnerId ?? T.shell.vendor}</div>
        </>
      ),
    },
    {
      id: 'permissions',
      header: T.applications.permissions,
      minWidth: 130,
      cell: ({ permissions }) => permissions.join(', '),
    },
    {
      id: 'createdAt',
      header: T.applications.created,
      minWidth: 120,
      sort: ({ createdAt }) => createdAt,
      cell: ({ createdAt, createdBy }) => (
        <>
          <When iso={createdAt} /> <span className="quiet">{T.common.by(createdBy)}</span>
        </>
      ),
    },
    {
      id: 'acts',
      header: T.access.acts,
      minWidth: 100,
      cell: (application) =>
        application.deletedAt ? (
          <Indicator type="stopped">{T.applications.deleted}</Indicator>
        ) : (
          <SpaceBetween direction="horizontal" size="xs">
            <Rotate application={application} onMade={onMade} />
            <Delete application={application} />
          </SpaceBetween>
        ),
    },
  ];
}

const OPTIONS = PERMISSIONS.map((value) => ({ value, description: T.applications.permissionWords[value] }));

function Create({ onMade, onClose }: { onMade: Tell; onClose: () => void }) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [sites, setSites] = useState('');
  const [permissions, setPermissions] = useState<readonly Permission[]>(['sites.read', 'certificates.read']);
  const create = async () => {
    const wish = { name: name.trim(), description: description.trim(), sites: scopeIn(sites), permissions };
    onMade(await call('applications.create', { ...wish, permissions: [...permissions] }));
    onClose(); // one dialog at a time
  };
  return (
    <Confirm
      title={T.applications.create}
      label={T.applications.create}
      act={create}
      fields={['name', 'description', 'sites', 'permissions']}
      onClose={onClose}
    >
      {(problem) => (
        <SpaceBetween size="m">
          <TextField label={T.applications.name} field="name" value={name} onChange={setName} problem={problem} />
          <TextField
            label={T.applications.description}
            field="description"
            value={description}
            onChange={setDescription}
            problem={problem}
          />
          <ScopeField value={sites} onChange={setSites} problem={problem} />
          <FormField label={T.applications.permissions} errorText={fieldText(problem, 'permissions')}>
            <Multiselect
              selectedOptions={OPTIONS.filter(({ value }) => permissions.includes(value))}
              options={OPTIONS}
              expandToViewport
              placeholder={T.applications.choose}
              onChange={({ detail }) => setPermissions(detail.selectedOptions.map(({ value }) => value as Permission))}
            />
          </FormField>
        </SpaceBetween>
      )}
    </Confirm>
  );
}

interface OneProps {
  application: ShownApplication;
}

function Rotate({ application: { name, userKey }, onMade }: OneProps & { onMade: Tell }) {
  return (
    <OpenButton text={T.applications.rotate} variant="inline-link" ariaLabel={`${T.applications.rotate} ${name}`}>
      {(close) => (
        <Confirm
          title={T.applications.rotateTitle(name)}
          label={T.applications.rotate}
          act={async () => {
            onMade(await call('applications.rotate', { targetUserKey: userKey }));
            close(); // one dialog at a time
          }}
          onClose={close}
        >
          <div>
            {T.applications.rotateText} <Code>{userKey}</Code>
          </div>
        </Confirm>
      )}
    </OpenButton>
  );
}

function Delete({ application: { name, userKey } }: OneProps) {
  return (
    <AskButton
      variant="inline-link"
      ariaLabel={`${T.applications.delete} ${name}`}
      title={T.applications.deleteTitle(name)}
      label={T.applications.delete}
      act={() => call('applications.delete', { targetUserKey: userKey })}
      said={T.applications.gone(name)}
    >
      {T.applications.deleteText}
    </AskButton>
  );
}
