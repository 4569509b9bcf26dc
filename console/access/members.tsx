/** Members: whose UID may do what in this console. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Member } from '../../core/member.ts';
import type { Role } from '../../core/principal.ts';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Confirm, Empty, FormProblem, Loaded, When } from '../parts/widgets.tsx';
import { fieldText, useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { useList } from '../service/reads.ts';
import { sessionState } from '../service/session.ts';
import { useStore } from '../service/store.ts';
import { T } from '../texts.ts';

const ROLES: readonly Role[] = ['platform', 'on-call', 'customer-admin', 'customer-reader'];
const isVendors = (role: Role): boolean => role === 'platform' || role === 'on-call';

export function Members() {
  const members = useList(
    'members',
    (page) => call('members.list', page),
    (answer) => answer.members,
  );
  const [edited, setEdited] = useState<Member | 'new'>();
  const [removed, setRemoved] = useState<Member>();
  const add = (
    <Button variant="primary" onClick={() => setEdited('new')}>
      {T.members.add}
    </Button>
  );
  return (
    <Page title={T.navigation.members} description={T.members.about}>
      <Loaded live={members}>
        {(all) => (
          <DataTable
            title={T.navigation.members}
            items={all}
            showAll={members.showAll}
            columns={columnsOf(setEdited, setRemoved)}
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
      {edited && <Edit member={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />}
      {removed && <Remove member={removed} onClose={() => setRemoved(undefined)} />}
    </Page>
  );
}

function columnsOf(edit: (member: Member) => void, remove: (member: Member) => void): Column<Member>[] {
  return [
    { id: 'UID', header: T.members.uid, cell: ({ UID }) => UID, sort: ({ UID }) => UID },
    { id: 'role', header: T.members.role, cell: ({ role }) => T.members.roles[role], sort: ({ role }) => role },
    {
      id: 'sites',
      header: T.sites.title,
      cell: ({ sites }) => (sites === '*' ? T.applications.allSites : sites.join(', ')),
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
      header: T.world.change,
      cell: (member) => (
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="inline-link" ariaLabel={`${T.members.change} ${member.UID}`} onClick={() => edit(member)}>
            {T.members.change}
          </Button>
          <Button variant="inline-link" ariaLabel={`${T.members.remove} ${member.UID}`} onClick={() => remove(member)}>
            {T.members.remove}
          </Button>
        </SpaceBetween>
      ),
    },
  ];
}

function Edit({ member, onClose }: { member: Member | undefined; onClose: () => void }) {
  const session = useStore(sessionState);
  const partnerId = session.kind === 'in' ? session.session.partnerId : null;
  const offered = ROLES.filter((role) => partnerId === null || !isVendors(role));
  const options = offered.map((value) => ({
    value,
    label: T.members.roles[value],
    description: T.members.roleWords[value],
  }));
  const [UID, setUID] = useState(member?.UID ?? '');
  const [role, setRole] = useState<Role>(member?.role ?? offered.at(-1) ?? 'customer-reader');
  const [partner, setPartner] = useState(member?.partnerId ?? '');
  const [sites, setSites] = useState(member && member.sites !== '*' ? member.sites.join(', ') : '');
  const act = useAct({ told: true });
  const save = async () => {
    const named = sites.split(/[\s,]+/).filter(Boolean);
    const input = {
      UID: UID.trim(),
      role,
      sites: named.length > 0 ? named : ('*' as const),
      ...(partner.trim() && !isVendors(role) && { partnerId: partner.trim() }),
    };
    if (!(await act.run(() => call('members.set', input)))) return;
    notify('success', T.members.saved(input.UID));
    onClose();
  };
  return (
    <Modal
      visible
      header={member ? T.members.changeTitle : T.members.add}
      onDismiss={onClose}
      closeAriaLabel={T.common.cancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {T.common.cancel}
            </Button>
            <Button variant="primary" loading={act.busy} onClick={() => void save()}>
              {T.members.save}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FormProblem problem={act.problem} fields={['UID', 'role', 'sites', 'partnerId']} />
        <FormField label={T.members.uid} description={T.members.uidHint} errorText={fieldText(act.problem, 'UID')}>
          <Input
            value={UID}
            readOnly={member !== undefined}
            onChange={({ detail }) => setUID(detail.value)}
            spellcheck={false}
            autoComplete="off"
          />
        </FormField>
        <FormField label={T.members.role} errorText={fieldText(act.problem, 'role')}>
          <Select
            selectedOption={options.find(({ value }) => value === role) ?? null}
            options={options}
            expandToViewport
            onChange={({ detail }) => setRole(detail.selectedOption.value as Role)}
          />
        </FormField>
        {partnerId === null && !isVendors(role) && (
          <FormField label={T.siteForm.partnerId} errorText={fieldText(act.problem, 'partnerId')}>
            <Input
              value={partner}
              onChange={({ detail }) => setPartner(detail.value)}
              spellcheck={false}
              autoComplete="off"
            />
          </FormField>
        )}
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
      </SpaceBetween>
    </Modal>
  );
}

function Remove({ member: { UID, partnerId }, onClose }: { member: Member; onClose: () => void }) {
  const act = useAct();
  const remove = async () => {
    const input = { UID, ...(partnerId !== null && { partnerId }) };
    if (await act.run(() => call('members.remove', input))) notify('success', T.members.removed(UID));
    onClose();
  };
  return (
    <Confirm
      title={T.members.removeTitle(UID)}
      label={T.members.remove}
      act={act}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      {T.members.removeText}
    </Confirm>
  );
}
