/** Members: whose UID may do what in this console. Each is somebody of one partner, or of the vendor, and stays that. */
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Answers } from '../../core/api/operations.ts';
import type { Member } from '../../core/member.ts';
import { isVendorRole, type Role } from '../../core/principal.ts';
import { Page } from '../frame/page.tsx';
import { AskButton, Confirm, OpenButton } from '../parts/confirm.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { ChoiceField, Form, TextField } from '../parts/form.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { When } from '../parts/text.tsx';
import { call, fieldRefused } from '../service/api.ts';
import { sessionState } from '../service/reader.ts';
import { type PageInput, readEntries, useList } from '../service/reads.ts';
import { useStore } from '../service/store.ts';
import { T } from '../texts.ts';
import { ScopeField, scopeIn, scopeText } from './scope.tsx';

const ROLES: readonly Role[] = ['platform', 'on-call', 'customer-admin', 'customer-reader'];

/** Whose members: a partner's; null: the vendor's own. */
type Owner = string | null;

const ofOwner = (partnerId: Owner) => (partnerId === null ? {} : { partnerId });
const pagesOf = (partnerId: Owner) => (page: PageInput) => call('members.list', { ...page, ...ofOwner(partnerId) });
const membersOf = ({ members }: Answers['members.list']) => members;

export function Members() {
  const session = useStore(sessionState);
  const own = session.kind === 'in' ? session.session.partnerId : null;
  const [owner, setOwner] = useState<Owner>(own);
  const members = useList(`members ${owner ?? ''}`, pagesOf(owner), membersOf);
  const add = (
    <OpenButton text={T.members.add} variant="primary">
      {(close) => <Edit owner={owner} onClose={close} />}
    </OpenButton>
  );
  return (
    <Page title={T.navigation.members} description={T.members.about}>
      {own === null && <ChooseOwner onChoose={setOwner} />}
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

function ChooseOwner({ onChoose }: { onChoose: (owner: Owner) => void }) {
  const [typed, setTyped] = useState('');
  return (
    <Form onSubmit={() => onChoose(typed.trim() || null)}>
      <SpaceBetween direction="horizontal" size="xs" alignItems="end">
        <TextField
          label={T.members.ofPartner}
          hint={T.members.ofPartnerHint}
          value={typed}
          onChange={setTyped}
          type="search"
        />
        <Button formAction="submit">{T.access.show}</Button>
      </SpaceBetween>
    </Form>
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
          {(close) => <Edit owner={member.partnerId} member={member} onClose={close} />}
        </OpenButton>
        <Remove member={member} />
      </SpaceBetween>
    ),
  },
];

/** Adds one of the owner's, or changes the one that is given. */
function Edit({ owner, member, onClose }: { owner: Owner; member?: Member; onClose: () => void }) {
  const offered = ROLES.filter((role) => isVendorRole(role) === (owner === null));
  const options = offered.map((value) => ({
    value,
    label: T.members.roles[value],
    description: T.members.roleWords[value],
  }));
  const [UID, setUID] = useState(member?.UID ?? '');
  const [role, setRole] = useState<Role>(member?.role ?? offered.at(-1) ?? 'customer-reader');
  const [sites, setSites] = useState(member && member.sites !== '*' ? scopeText(member.sites) : '');
  const save = async () => {
    if (!member) await refuseKnown(UID.trim(), owner);
    await call('members.set', { UID: UID.trim(), role, sites: scopeIn(sites), ...ofOwner(owner) });
  };
  return (
    <Confirm
      title={member ? T.members.changeTitle : T.members.add}
      label={T.members.save}
      act={save}
      said={T.members.saved(UID.trim())}
      fields={['UID', 'role', 'sites']}
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
          <ScopeField value={sites} onChange={setSites} problem={problem} />
        </SpaceBetween>
      )}
    </Confirm>
  );
}

/** The same call adds and changes: who is meant as a new member must not replace one that there is. */
async function refuseKnown(UID: string, owner: Owner): Promise<void> {
  const { entries } = await readEntries(pagesOf(owner), membersOf, true);
  if (entries.some((known) => known.UID === UID)) throw fieldRefused('UID', T.members.uidTaken(UID));
}

function Remove({ member: { UID, partnerId } }: { member: Member }) {
  return (
    <AskButton
      variant="inline-link"
      ariaLabel={`${T.members.remove} ${UID}`}
      title={T.members.removeTitle(UID)}
      label={T.members.remove}
      act={() => call('members.remove', { UID, ...ofOwner(partnerId) })}
      said={T.members.removed(UID)}
    >
      {T.members.removeText}
    </AskButton>
  );
}
