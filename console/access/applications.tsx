/** Applications: what may call the API in whose name. A secret is shown once, when it is made. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Answers } from '../../core/api/operations.ts';
import { Page } from '../frame/page.tsx';
import { AskButton, Confirm, OpenButton } from '../parts/confirm.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { Code, Copyable, When } from '../parts/text.tsx';
import { call } from '../service/api.ts';
import { useList } from '../service/reads.ts';
import { T } from '../texts.ts';
import { NewApplication } from './new-application.tsx';
import { scopeText } from './scope.tsx';

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
      {(close) => <NewApplication onMade={setMade} onClose={close} />}
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
