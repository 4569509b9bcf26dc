/** The simulated mailboxes: every mail that has arrived, and the approvals that are given in them. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { TextField } from '../parts/form.tsx';
import { Back } from '../parts/simulated.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { When } from '../parts/text.tsx';
import { rename, to } from '../place.ts';
import type { ScreenProps } from '../screens.ts';
import { useAct } from '../service/act.ts';
import { useLive } from '../service/live.ts';
import { notify } from '../service/notices.ts';
import { decide, type Mail as MailRow, type OpenMail, world } from '../service/simulation.ts';
import { T } from '../texts.ts';

const columnsOf = (back: string): Column<MailRow>[] => [
  {
    id: 'subject',
    header: T.world.subject,
    minWidth: 260,
    cell: ({ id, subject }) => <Link href={to.mail(id, back)}>{subject}</Link>,
    sort: ({ subject }) => subject,
  },
  {
    id: 'to',
    header: T.world.to,
    cell: ({ to: addresses }) => addresses.join(', '),
    sort: ({ to: addresses }) => addresses.join(),
  },
  {
    id: 'date',
    header: T.world.arrived,
    cell: ({ date }) => <When iso={date} form="exact" />,
    sort: ({ date }) => date,
  },
];

export function Mails({ query }: ScreenProps) {
  const [wanted, setWanted] = useState(query.get('for') ?? '');
  const back = query.get('back') ?? '';
  const mails = useLive('mails', world.mails);
  const change = (text: string) => {
    setWanted(text);
    rename(to.mails(text, back));
  };
  return (
    <Page title={T.navigation.mails} simulated description={T.world.mailsMore}>
      <Back query={query} />
      <TextField
        label={T.world.showMails}
        value={wanted}
        placeholder={T.world.showMailsExample}
        onChange={change}
        type="search"
      />
      <Loaded live={mails}>
        {(all) => (
          <DataTable
            title={T.world.mails}
            items={all.filter((mail) => isAbout(mail, wanted))}
            columns={columnsOf(back)}
            keyOf={({ id }) => id}
            empty={
              <Empty title={all.length === 0 ? T.world.noMail : T.common.noMatch}>
                {all.length === 0 ? T.world.noMailMore : T.world.ofMails(all.length)}
              </Empty>
            }
          />
        )}
      </Loaded>
    </Page>
  );
}

function isAbout({ subject, from, to: addresses }: MailRow, wanted: string): boolean {
  const text = wanted.trim().toLowerCase();
  return [subject, from, ...addresses].some((field) => field.toLowerCase().includes(text));
}

export function Mail({ names: [id = ''], query }: ScreenProps) {
  const mail = useLive(`mail ${id}`, () => world.mail(id));
  return (
    <Page
      title={mail.value?.subject ?? T.world.mail}
      simulated
      above={[{ text: T.navigation.mails, href: to.mails() }]}
    >
      <Back query={query} />
      <Loaded live={mail}>{(value) => <Letter mail={value} />}</Loaded>
    </Page>
  );
}

function Letter({ mail: { from, to: addresses, date, text, approvalPath } }: { mail: OpenMail }) {
  const act = useAct();
  const approve = (path: string) => async () => {
    if (await act.run(() => decide(path, 'approve'))) notify('success', T.world.approved, T.world.approvedMore);
  };
  const actions = approvalPath && (
    <SpaceBetween direction="horizontal" size="xs">
      <Button href={approvalPath} target="_blank" iconName="external" iconAlign="right">
        {T.world.approvalPage}
      </Button>
      <Button variant="primary" loading={act.busy} onClick={approve(approvalPath)}>
        {T.world.approve}
      </Button>
    </SpaceBetween>
  );
  return (
    <Container header={<Header actions={actions}>{T.world.mail}</Header>}>
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={3}
          items={[
            { label: T.world.from, value: from },
            { label: T.world.to, value: addresses.join(', ') },
            { label: T.world.arrived, value: <When iso={date} form="exact" /> },
          ]}
        />
        <pre className="letter">{text}</pre>
      </SpaceBetween>
    </Container>
  );
}
