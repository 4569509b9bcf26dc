/** On-call's tickets: what needs a person first. */
import Link from '@cloudscape-design/components/link';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useState } from 'react';
import type { TicketRow } from '../../core/ticket.ts';
import { whatStopped } from '../../core/what-stopped.ts';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { WhenAndHowFar } from '../parts/text.tsx';
import { to } from '../place.ts';
import { actorText } from '../request/words.ts';
import { call } from '../service/api.ts';
import { useList } from '../service/reads.ts';
import { T } from '../texts.ts';

type Shown = 'open' | 'closed' | 'all';

const COLUMNS: readonly Column<TicketRow>[] = [
  {
    id: 'title',
    header: T.tickets.ticket,
    minWidth: 280,
    cell: (ticket) => <Link href={placeOf(ticket)}>{ticket.title}</Link>,
    sort: ({ title }) => title,
  },
  {
    id: 'status',
    header: T.site.status,
    cell: (ticket) => (
      <>
        <TicketStatus ticket={ticket} />
        {ticket.failing && <Indicator type="error">{T.workflows.stands(whatStopped(ticket.failing))}</Indicator>}
      </>
    ),
    sort: ({ status }) => status,
  },
  {
    id: 'who',
    header: T.site.who,
    cell: ({ waitingOn, status }) => (status === 'open' ? actorText(waitingOn) : T.common.none),
    sort: ({ waitingOn }) => waitingOn,
  },
  { id: 'severity', header: T.tickets.severity, cell: ({ severity }) => severity, sort: ({ severity }) => severity },
  {
    id: 'siteId',
    header: T.sites.name,
    cell: ({ siteId }) => <Link href={to.site(siteId)}>{siteId}</Link>,
    sort: ({ siteId }) => siteId,
  },
  {
    id: 'openedAt',
    header: T.tickets.opened,
    cell: ({ openedAt }) => <WhenAndHowFar iso={openedAt} />,
    sort: ({ openedAt }) => openedAt,
  },
];

/** A renewal has no page of its own: its request says all that there is to do. */
function placeOf({ kind, ticketId, siteId, requestId }: TicketRow): string {
  return kind === 'renewal' ? to.request(siteId, requestId) : to.ticket(ticketId);
}

export function TicketStatus({
  ticket: { status, phase, outcome },
}: {
  ticket: Pick<TicketRow, 'status' | 'phase' | 'outcome'>;
}) {
  if (status === 'closed')
    return <Indicator type="stopped">{outcome ? T.tickets.outcomes[outcome] : T.tickets.closed}</Indicator>;
  return (
    <Indicator type={phase === 'SUPPORT' || phase === 'RENEWAL' ? 'warning' : 'in-progress'}>
      {T.tickets.phases[phase]}
    </Indicator>
  );
}

export function Tickets() {
  const [shown, setShown] = useState<Shown>('open');
  const tickets = useList(
    `tickets ${shown}`,
    (page) => call('tickets.list', { status: shown, ...page }),
    (answer) => answer.tickets,
  );
  return (
    <Page title={T.tickets.title} description={T.tickets.about}>
      <SegmentedControl
        label={T.tickets.show}
        selectedId={shown}
        options={(['open', 'closed', 'all'] as const).map((id) => ({ id, text: T.tickets.shown[id] }))}
        onChange={({ detail }) => setShown(detail.selectedId as Shown)}
      />
      <Loaded live={tickets}>
        {(rows) => (
          <DataTable
            title={T.tickets.list}
            items={rows}
            showAll={tickets.showAll}
            columns={COLUMNS}
            keyOf={({ ticketId }) => ticketId}
            textOf={({ ticketId, title, siteId, requestId }) => `${ticketId} ${title} ${siteId} ${requestId}`}
            empty={<Empty title={T.tickets.empty}>{T.tickets.emptyMore}</Empty>}
          />
        )}
      </Loaded>
    </Page>
  );
}
