/** On-call's view of all sites: what stands still, with its error and its execution, then what is on its way and whom it waits for. */
import Link from '@cloudscape-design/components/link';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { RequestRow, RequestsAnswer, RetirementRow } from '../../core/api/answers-workflow.ts';
import { whatStopped } from '../../core/what-stopped.ts';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { Copyable, WhenAndHowFar } from '../parts/text.tsx';
import { to } from '../place.ts';
import { StatusBadge } from '../request/status.tsx';
import { actorText } from '../request/words.ts';
import { call } from '../service/api.ts';
import { useList } from '../service/reads.ts';
import { T } from '../texts.ts';

type Row = RequestRow | RetirementRow;
type Shown = 'all' | 'stopped' | 'running';

const isRequest = (row: Row): row is RequestRow => 'requestId' in row;
const stopsOf = (row: Row) => (isRequest(row) ? row.stops : [row.stop]);
/** The first stop, else the present state. */
const sinceOf = (row: Row) => stopsOf(row)[0]?.since ?? (isRequest(row) ? row.since : row.askedAt);
const rowsOf = ({ retirements, requests }: RequestsAnswer): Row[] => [...retirements, ...requests];

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'what',
    header: T.workflows.what,
    minWidth: 170,
    cell: (row) =>
      isRequest(row) ? (
        <>
          <Link href={to.request(row.siteId, row.requestId)}>
            {row.prefix}, {row.siteId}
          </Link>
          <div className="quiet">{row.requestId}</div>
        </>
      ) : (
        <>
          <Link href={to.site(row.siteId)}>{row.siteId}</Link>
          <div className="quiet">{T.retirement.badges[row.state]}</div>
        </>
      ),
    sort: (row) => `${row.siteId} ${isRequest(row) ? row.requestId : ''}`,
  },
  {
    id: 'status',
    header: T.site.status,
    minWidth: 260,
    cell: (row) => <State row={row} />,
    sort: (row) => `${stopsOf(row).length > 0 ? 0 : 1} ${isRequest(row) ? row.status : row.state}`,
  },
  {
    id: 'step',
    header: T.workflow.state,
    minWidth: 160,
    cell: (row) =>
      isRequest(row) ? (
        <>
          <Link
            href={to.workflow(row.siteId, row.requestId)}
            ariaLabel={T.workflows.drawn(row.step, row.prefix, row.siteId)}
          >
            {row.step}
          </Link>
          {row.stops.length > 0 && <div className="quiet">{T.workflows.lastSeen}</div>}
        </>
      ) : (
        T.common.none
      ),
    sort: (row) => (isRequest(row) ? row.step : ''),
  },
  {
    id: 'who',
    header: T.site.who,
    minWidth: 150,
    cell: (row) => (
      <>
        {actorText(isRequest(row) ? row.waitingOn : 'vendor on-call')}
        {isRequest(row) && row.deadline && (
          <div>
            {T.workflows.until} <WhenAndHowFar iso={row.deadline} />
          </div>
        )}
      </>
    ),
    sort: (row) => (isRequest(row) ? row.waitingOn : 'vendor on-call'),
  },
  {
    id: 'since',
    header: T.workflows.since,
    minWidth: 130,
    cell: (row) => <WhenAndHowFar iso={sinceOf(row)} />,
    sort: sinceOf,
  },
];

/** What stands still says so in words, each execution of it with its error. */
function State({ row }: { row: Row }) {
  return (
    <SpaceBetween size="xs">
      {stopsOf(row).map(({ execution, until, ...stop }) => (
        <div key={execution}>
          <Indicator type="error">{T.workflows.stands(whatStopped(stop))}</Indicator>
          <div>
            <Copyable text={execution} />
          </div>
          <div className="quiet">
            {T.workflows.redrive} <WhenAndHowFar iso={until} />
          </div>
        </div>
      ))}
      {isRequest(row) && <StatusBadge status={row.status} />}
    </SpaceBetween>
  );
}

export function Workflows() {
  const [shown, setShown] = useState<Shown>('all');
  const workflows = useList(`workflows ${shown}`, (page) => call('requests.list', { state: shown, ...page }), rowsOf);
  return (
    <Page title={T.navigation.workflows} description={T.workflows.about}>
      <SegmentedControl
        label={T.workflows.show}
        selectedId={shown}
        options={(['all', 'stopped', 'running'] as const).map((id) => ({ id, text: T.workflows.shown[id] }))}
        onChange={({ detail }) => setShown(detail.selectedId as Shown)}
      />
      <Loaded live={workflows}>
        {(rows) => (
          <DataTable
            title={T.workflows.list}
            items={rows}
            showAll={workflows.showAll}
            columns={COLUMNS}
            keyOf={(row) => (isRequest(row) ? row.requestId : row.stop.execution)}
            find={T.workflows.find}
            textOf={(row) =>
              `${row.siteId} ${isRequest(row) ? `${row.prefix} ${row.requestId} ${row.step}` : ''} ${stopsOf(row)
                .map(({ execution, error }) => `${execution} ${error}`)
                .join(' ')}`
            }
            empty={<Empty title={T.workflows.empty[shown]}>{T.workflows.emptyMore}</Empty>}
          />
        )}
      </Loaded>
    </Page>
  );
}
