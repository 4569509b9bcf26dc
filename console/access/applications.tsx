/** Applications: what may call the API in whose name. A secret is shown once, when it is made. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Answers } from '../../core/api/operations.ts';
import type { Permission } from '../../core/principal.ts';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Code, Confirm, Copyable, Empty, FormProblem, Indicator, Loaded, When } from '../parts/widgets.tsx';
import { fieldText, useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { useList } from '../service/reads.ts';
import { T } from '../texts.ts';

type ShownApplication = Answers['applications.list']['applications'][number];
type Wish = { kind: 'create' } | { kind: 'rotate' | 'delete'; application: ShownApplication };
type Made = { name: string; userKey: string; secret: string };

export function Applications() {
  const applications = useList(
    'applications',
    (page) => call('applications.list', page),
    (answer) => answer.applications,
  );
  const [wish, setWish] = useState<Wish>();
  const [made, setMade] = useState<Made>();
  const done = (result?: Made) => {
    setWish(undefined);
    if (result) setMade(result);
  };
  const create = (
    <Button variant="primary" onClick={() => setWish({ kind: 'create' })}>
      {T.applications.create}
    </Button>
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
            columns={columnsOf(setWish)}
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
      {wish?.kind === 'create' && <Create onDone={done} />}
      {wish?.kind === 'rotate' && <Rotate application={wish.application} onDone={done} />}
      {wish?.kind === 'delete' && <Delete application={wish.application} onDone={done} />}
    </Page>
  );
}

/** The one time that it can be read. */
function Secret({ made: { name, userKey, secret }, onClose }: { made: Made; onClose: () => void }) {
  return (
    <Alert
      type="success"
      dismissible
      dismissAriaLabel={T.shell.dismiss}
      onDismiss={onClose}
      header={T.applications.made(name)}
    >
      <p>{T.applications.once}</p>
      <p>
        {T.applications.userKey}: <Copyable text={userKey} />
      </p>
      <p>
        {T.applications.secret}: <Copyable text={secret} what={T.applications.secret} />
      </p>
    </Alert>
  );
}

const scopeOf = (sites: '*' | readonly string[]): string =>
  sites === '*' ? T.applications.allSites : sites.join(', ');

function columnsOf(wish: (wish: Wish) => void): Column<ShownApplication>[] {
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
          {scopeOf(sites)}
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
      header: T.world.change,
      minWidth: 100,
      cell: (application) =>
        application.deletedAt ? (
          <Indicator type="stopped">{T.applications.deleted}</Indicator>
        ) : (
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              variant="inline-link"
              ariaLabel={`${T.applications.rotate} ${application.name}`}
              onClick={() => wish({ kind: 'rotate', application })}
            >
              {T.applications.rotate}
            </Button>
            <Button
              variant="inline-link"
              ariaLabel={`${T.applications.delete} ${application.name}`}
              onClick={() => wish({ kind: 'delete', application })}
            >
              {T.applications.delete}
            </Button>
          </SpaceBetween>
        ),
    },
  ];
}

interface WishProps {
  onDone: (made?: Made) => void;
}

const PERMISSIONS: readonly Permission[] = [
  'sites.read',
  'sites.write',
  'certificates.read',
  'certificates.write',
  'tickets',
  'applications',
  'members',
  'audit',
];
const OPTIONS = PERMISSIONS.map((value) => ({ value, description: T.applications.permissionWords[value] }));

function Create({ onDone }: WishProps) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [sites, setSites] = useState('');
  const [permissions, setPermissions] = useState<Permission[]>(['sites.read', 'certificates.read']);
  const act = useAct({ told: true });
  const create = async () => {
    let made: Made | undefined;
    const named = sites.split(/[\s,]+/).filter(Boolean);
    const done = await act.run(async () => {
      made = await call('applications.create', {
        name: name.trim(),
        description: description.trim(),
        sites: named.length > 0 ? named : '*',
        permissions,
      });
    });
    if (done) onDone(made);
  };
  return (
    <Modal
      visible
      header={T.applications.create}
      onDismiss={() => onDone()}
      closeAriaLabel={T.common.cancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => onDone()}>
              {T.common.cancel}
            </Button>
            <Button variant="primary" loading={act.busy} onClick={() => void create()}>
              {T.applications.create}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FormProblem problem={act.problem} fields={['name', 'description', 'sites', 'permissions']} />
        <FormField label={T.applications.name} errorText={fieldText(act.problem, 'name')}>
          <Input value={name} onChange={({ detail }) => setName(detail.value)} autoComplete="off" />
        </FormField>
        <FormField label={T.applications.description} errorText={fieldText(act.problem, 'description')}>
          <Input value={description} onChange={({ detail }) => setDescription(detail.value)} autoComplete="off" />
        </FormField>
        <FormField
          label={T.sites.title}
          description={T.applications.sitesHint}
          errorText={fieldText(act.problem, 'sites')}
        >
          <Input
            value={sites}
            onChange={({ detail }) => setSites(detail.value)}
            spellcheck={false}
            autoComplete="off"
          />
        </FormField>
        <FormField label={T.applications.permissions} errorText={fieldText(act.problem, 'permissions')}>
          <Multiselect
            selectedOptions={OPTIONS.filter(({ value }) => permissions.includes(value))}
            options={OPTIONS}
            expandToViewport
            placeholder={T.applications.choose}
            onChange={({ detail }) => setPermissions(detail.selectedOptions.map(({ value }) => value as Permission))}
          />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}

function Rotate({ application: { name, userKey }, onDone }: WishProps & { application: ShownApplication }) {
  const act = useAct();
  const rotate = async () => {
    let made: Made | undefined;
    await act.run(async () => {
      made = await call('applications.rotate', { targetUserKey: userKey });
    });
    onDone(made);
  };
  return (
    <Confirm
      title={T.applications.rotateTitle(name)}
      label={T.applications.rotate}
      act={act}
      onConfirm={() => void rotate()}
      onClose={() => onDone()}
    >
      {T.applications.rotateText} <Code>{userKey}</Code>
    </Confirm>
  );
}

function Delete({ application: { name, userKey }, onDone }: WishProps & { application: ShownApplication }) {
  const act = useAct();
  const remove = async () => {
    if (await act.run(() => call('applications.delete', { targetUserKey: userKey })))
      notify('success', T.applications.gone(name));
    onDone();
  };
  return (
    <Confirm
      title={T.applications.deleteTitle(name)}
      label={T.applications.delete}
      act={act}
      onConfirm={() => void remove()}
      onClose={() => onDone()}
    >
      {T.applications.deleteText}
    </Confirm>
  );
}
