/** The campaign from e-mail to DNS validation: what ends when, which certificates are left, how far each is, and its beginning. */
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { MigrationRow, MigrationsAnswer } from '../../core/api/answers-migration.ts';
import { Page } from '../frame/page.tsx';
import { AskButton } from '../parts/confirm.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { HowFar } from '../parts/text.tsx';
import { to } from '../place.ts';
import { call } from '../service/api.ts';
import { useLive } from '../service/live.ts';
import { useList } from '../service/reads.ts';
import { useMay } from '../service/session.ts';
import { dayOf, nowMs, utcDay } from '../service/time.ts';
import { T } from '../texts.ts';
import { MigrationState } from './states.tsx';

type Shown = 'open' | 'done' | 'all';

export function Migrations() {
  const [shown, setShown] = useState<Shown>('open');
  const ends = useLive('email sunset', async () => (await call('migrations.list', { limit: 1 })).emailSunset, {
    still: true,
  });
  const migrations = useList(
    `migrations ${shown}`,
    (page) => call('migrations.list', { status: shown, ...page }),
    (answer) => answer.migrations,
  );
  const may = useMay('certificates.write');
  const empty = shown === 'done' ? T.migrations.emptyDone : T.migrations.emptyOpen;
  return (
    <Page title={T.navigation.migrations} description={T.migrations.about}>
      <Loaded live={ends}>{(sunset) => <Ends sunset={sunset} />}</Loaded>
      <SegmentedControl
        label={T.migrations.show}
        selectedId={shown}
        options={(['open', 'done', 'all'] as const).map((id) => ({ id, text: T.migrations.shown[id] }))}
        onChange={({ detail }) => setShown(detail.selectedId as Shown)}
      />
      <Loaded live={migrations}>
        {(rows) => (
          <DataTable
            title={T.migrations.list}
            items={rows}
            showAll={migrations.showAll}
            columns={may && shown !== 'done' ? [...COLUMNS, ACTS] : COLUMNS}
            keyOf={({ requestId }) => requestId}
            find={T.migrations.find}
            textOf={({ siteId, prefix, requestId }) => `${siteId} ${prefix} ${requestId}`}
            empty={<Empty title={empty}>{T.migrations.emptyMore}</Empty>}
          />
        )}
      </Loaded>
    </Page>
  );
}

/** The last moment of a UTC day. */
const endOf = (day: string): string => `${day}T23:59:59.000Z`;

function Ends({ sunset: { lastRequests, lastRenewals } }: { sunset: MigrationsAnswer['emailSunset'] }) {
  const items = [
    { label: T.migrations.lastRequests, day: lastRequests },
    { label: T.migrations.lastRenewals, day: lastRenewals },
  ];
  return (
    <Container header={<Header>{T.migrations.what}</Header>}>
      <KeyValuePairs columns={2} items={items.map(({ label, day }) => ({ label, value: <UtcDay day={day} /> }))} />
    </Container>
  );
}

/** With its distance; one that is over says so. */
function UtcDay({ day }: { day: string }) {
  return (
    <>
      <time dateTime={day}>{utcDay(day)}</time> <HowFar iso={endOf(day)} />
    </>
  );
}

const COLUMNS: readonly Column<MigrationRow>[] = [
  {
    id: 'certificate',
    header: T.migrations.certificate,
    minWidth: 150,
    cell: ({ siteId, requestId, prefix, notAfter }) => (
      <>
        <Link href={to.request(siteId, requestId)}>
          {prefix}, {siteId}
        </Link>
        <div className="quiet">{T.migrations.ends(dayOf(notAfter))}</div>
      </>
    ),
    sort: ({ siteId, prefix }) => `${siteId} ${prefix}`,
  },
  {
    id: 'safe',
    header: T.migrations.safe,
    minWidth: 150,
    cell: ({ lastSafeDay, state }) => {
      if (state === 'DONE') return T.common.none;
      const past = Date.parse(endOf(lastSafeDay)) < nowMs();
      return past ? (
        <Indicator type="error">
          <UtcDay day={lastSafeDay} />
        </Indicator>
      ) : (
        <UtcDay day={lastSafeDay} />
      );
    },
    sort: ({ lastSafeDay }) => lastSafeDay,
  },
  {
    id: 'mail',
    header: T.migrations.mail,
    minWidth: 150,
    cell: ({ mailRenewal, state }) => {
      if (state === 'DONE') return T.common.none;
      return mailRenewal
        ? T.migrations.mailSpan(utcDay(mailRenewal.from), utcDay(mailRenewal.until))
        : T.migrations.noMail;
    },
    sort: ({ mailRenewal }) => mailRenewal?.from ?? '',
  },
  {
    id: 'state',
    header: T.migrations.state,
    minWidth: 195,
    cell: (row) => <Progress row={row} />,
    sort: ({ state }) => state,
  },
];

function Progress({ row: { state, records, seen, until, windowUntil, endedAt } }: { row: MigrationRow }) {
  const asked = state === 'RECORDS' || state === 'WINDOW';
  const term = windowUntil ?? until;
  return (
    <>
      <MigrationState state={state} />
      {asked && records > 0 && <div>{T.migrations.seen(seen, records)}</div>}
      {asked && term && (
        <div className="quiet">
          {state === 'WINDOW' ? T.migrations.windowUntil : T.migrations.until}{' '}
          {dayOf(until && state === 'RECORDS' ? until : term)}
        </div>
      )}
      {endedAt && <div className="quiet">{dayOf(endedAt)}</div>}
    </>
  );
}

const ACTS: Column<MigrationRow> = {
  id: 'acts',
  header: T.migrations.acts,
  minWidth: 240,
  cell: (row) => {
    const { state, siteId, requestId, prefix } = row;
    if (state === 'NOT_STARTED' || state === 'ENDED') return <Move row={row} />;
    if (state !== 'RECORDS' && state !== 'WINDOW') return T.common.none;
    return (
      <Link href={to.request(siteId, requestId)} ariaLabel={`${T.migrations.records}: ${prefix}, ${siteId}`}>
        {T.migrations.records}
      </Link>
    );
  },
};

function Move({ row: { siteId, requestId, prefix, names, state, lastSafeDay, notAfter } }: { row: MigrationRow }) {
  const label = state === 'ENDED' ? T.migrations.again : T.migrations.move;
  const past = Date.parse(endOf(lastSafeDay)) < nowMs();
  return (
    <AskButton
      ariaLabel={`${label}: ${prefix}, ${siteId}`}
      title={T.migrations.ask(prefix, siteId)}
      label={label}
      act={() => call('certificates.migrateToDns', { siteId, requestId })}
      said={T.migrations.started(prefix, siteId)}
    >
      <SpaceBetween size="m">
        <p>{T.migrations.askText(names, past ? dayOf(notAfter) : utcDay(lastSafeDay))}</p>
        <p>{T.migrations.askMore}</p>
      </SpaceBetween>
    </AskButton>
  );
}
