/** Members: whose UID may do what in this console. */
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Member } from '../../core/member.ts';
import type { Role } from '../../core/principal.ts';
import { Page } from '../frame/page.tsx';
import { AskButton, Confirm, OpenButton } from '../parts/confirm.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { ChoiceField, TextField } from '../parts/form.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { When } from '../parts/text.tsx';
import { call } from '../service/api.ts';
import { sessionState } from '../service/reader.ts';
import { useList } from '../service/reads.ts';
import { useStore } from '../service/store.ts';
import { T } from '../texts.ts';
import { ScopeField, scopeIn, scopeText } from './scope.tsx';

const ROLES: readonly Role[] = ['platform', 'on-call', 'customer-admin', 'customer-reader'];
const isVendors = (role: Role): boolean => role === 'platform' || role === 'on-call';

export function Members() {
  const members = useList(
    'members',
    (page) => call('members.list', page),
    (answer) => answer.members,
  );
  const add = (
    <OpenButton text={T.members.add} variant="primary">
      {(close) => <Edit onClose={close} />}
    </OpenButton>
  );
  return (
    <Page title={T.navigation.members} description={T.members.about}>
      <Loaded live={members}>
        {(all) => (
          <DataTable
            title={T.navigation.members}
            items={all}
            showAll={members.showAll}
            columns={COLUMNS}
            keyOf={({ UID, partnerId }) => `${partnerId} ${UID}`}
            textOf={({ UID, role }) => `${UID} ${role}`}
            actions={add}
            empty={
              <Empty title={T.members.empty} action={add}>
                {T.members.emptyMore}
              </Empty>
            }
          />
        )}
      </Loaded>
    </Page>
  );
}

const COLUMNS: readonly Column<Member>[] = [
  { id: 'UID', header: T.members.uid, cell: ({ UID }) => UID, sort: ({ UID }) => UID },
  {
    id: 'role',
    header: T.members.role,
    minWidth: 150,
    cell: ({ role }) => T.members.roles[role],
    sort: ({ role }) => role,
  },
  {
    id: 'sites',
    header: T.sites.title,
    cell: ({ sites }) => scopeText(sites),
  },
  { id: 'partnerId', header: T.siteForm.partnerId, cell: ({ partnerId }) => partnerId ?? T.shell.vendor },
  {
    id: 'setAt',
    header: T.members.since,
    sort: ({ setAt }) => setAt,
    cell: ({ setAt, setBy }) => (
      <>
        <When iso={setAt} /> <span className="quiet">{T.common.by(setBy)}</span>
      </>
    ),
  },
  {
    id: 'acts',
    header: T.access.acts,
    minWidth: 180,
    cell: (member) => (
      <SpaceBetween direction="horizontal" size="xs">
        <OpenButton text={T.members.change} variant="inline-link" ariaLabel={`${T.members.change} ${member.UID}`}>
          {(close) => <Edit member={member} onClose={close} />}
        </OpenButton>
        <Remove member={member} />
      </SpaceBetween>
    ),
  },
];

/** Adds one, or changes the one that is given. */
function Edit({ member, onClose }: { member?: Member; onClose: () => void }) {
  const session = useStore(sessionState);
  const ownPartner = session.kind === 'in' ? session.session.partnerId : null;
  const offered = ROLES.filter((role) => ownPartner === null || !isVendors(role));
  const options = offered.map((value) => ({
    value,
    label: T.members.roles[value],
    description: T.members.roleWords[value],
  }));
  const [UID, setUID] = useState(member?.UID ?? '');
  const [role, setRole] = useState<Role>(member?.role ?? offered.at(-1) ?? 'customer-reader');
  const [partner, setPartner] = useState(member?.partnerId ?? '');
  const [sites, setSites] = useState(member && member.sites !== '*' ? scopeText(member.sites) : '');
  const ofPartner = ownPartner === null && !isVendors(role);
  const save = () =>
    call('members.set', {
      UID: UID.trim(),
      role,
      sites: scopeIn(sites),
      ...(ofPartner && partner.trim() && { partnerId: partner.trim() }),
    });
  return (
    <Confirm
      title={member ? T.members.changeTitle : T.members.add}
      label={T.members.save}
      act={save}
      said={T.members.saved(UID.trim())}
      fields={['UID', 'role', 'sites', 'partnerId']}
      onClose={onClose}
    >
      {(problem) => (
        <SpaceBetween size="m">
          <TextField
            label={T.members.uid}
            hint={T.members.uidHint}
            field="UID"
            value={UID}
            onChange={setUID}
            readOnly={member !== undefined}
            problem={problem}
          />
          <ChoiceField
            label={T.members.role}
            field="role"
            value={role}
            options={options}
            onChange={setRole}
            problem={problem}
          />
          {ofPartner && (
            <TextField
              label={T.siteForm.partnerId}
              field="partnerId"
              value={partner}
              onChange={setPartner}
              problem={problem}
            />
          )}
          <ScopeField value={sites} onChange={setSites} problem={problem} />
        </SpaceBetween>
      )}
    </Confirm>
  );
}

function Remove({ member: { UID, partnerId } }: { member: Member }) {
  return (
    <AskButton
      variant="inline-link"
      ariaLabel={`${T.members.remove} ${UID}`}
      title={T.members.removeTitle(UID)}
      label={T.members.remove}
      act={() => call('members.remove', { UID, ...(partnerId !== null && { partnerId }) })}
      said={T.members.removed(UID)}
    >
      {T.members.removeText}
    </AskButton>
  );
}
