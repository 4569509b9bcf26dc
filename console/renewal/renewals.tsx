/** Renewals of everything that serves: what is due when, in a picture and in a list, and who must click for it. */
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, Suspense } from 'react';
import type { Answers } from '../../core/api/operations.ts';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { SimulatedLink } from '../parts/simulated.tsx';
import { Empty, Indicator, Loaded, Loading } from '../parts/states.tsx';
import { HowFar, Said } from '../parts/text.tsx';
import { to } from '../place.ts';
import { call } from '../service/api.ts';
import { useList } from '../service/reads.ts';
import { isLocal } from '../service/simulation.ts';
import { dayOf, nowMs } from '../service/time.ts';
import { T } from '../texts.ts';
import { nextOf, weeksOf } from './forecast.ts';
import { RenewalState } from './states.tsx';

type Row = Answers['renewals.list']['renewals'][number];

const RenewalChart = lazy(() => import('./renewal-chart.tsx'));

export function Renewals() {
  const renewals = useList(
    'renewals',
    (page) => call('renewals.list', page),
    (answer) => answer.renewals,
  );
  return (
    <Page title={T.navigation.renewals} description={T.renewals.about}>
      <Loaded live={renewals}>
        {(rows) => (
          <SpaceBetween size="l">
            {rows.length > 0 && <Forecast rows={rows} inPart={renewals.showAll !== undefined} />}
            <DataTable
              title={T.renewals.list}
              items={rows}
              showAll={renewals.showAll}
              columns={COLUMNS}
              keyOf={({ requestId }) => requestId}
              find={T.renewals.find}
              textOf={({ siteId, prefix, requestId, renewal }) =>
                `${siteId} ${prefix} ${requestId} ${renewal.domains.join(' ')}`
              }
              empty={<Empty title={T.renewals.empty}>{T.renewals.emptyMore}</Empty>}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Forecast({ rows, inPart }: { rows: readonly Row[]; inPart: boolean }) {
  const weeks = weeksOf(rows, nowMs());
  const clicks = weeks.reduce((sum, week) => sum + week.clicks, 0);
  const [next, failing] = [nextOf(rows, 'clicks'), nextOf(rows, 'ends')];
  return (
    <Container header={<Header description={inPart && T.renewals.inPart(rows.length)}>{T.renewals.forecast}</Header>}>
      <SpaceBetween size="m">
        <div>
          {next ? (
            <>
              <Box variant="h3" tagOverride="p">
                {T.renewals.nextClicks(next.names, dayOf(next.dueBy))} <HowFar iso={next.dueBy} />
              </Box>
              <p>{T.renewals.sum(clicks)}</p>
            </>
          ) : (
            !failing && <p>{T.renewals.noClicks}</p>
          )}
          {failing && (
            <Indicator type="warning">
              {T.renewals.nextFailing(failing.names, dayOf(failing.dueBy))}{' '}
              <Link href={to.migrations()}>{T.renewals.change}</Link>
            </Indicator>
          )}
        </div>
        <Suspense fallback={<Loading />}>
          <RenewalChart weeks={weeks} />
        </Suspense>
      </SpaceBetween>
    </Container>
  );
}

function Day({ iso }: { iso: string }) {
  return (
    <>
      <time dateTime={iso}>{dayOf(iso)}</time>
      <div>
        <HowFar iso={iso} />
      </div>
    </>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'certificate',
    header: T.renewals.certificate,
    minWidth: 115,
    cell: ({ siteId, requestId, prefix, method }) => (
      <>
        <Link href={to.request(siteId, requestId)}>
          {prefix}, {siteId}
        </Link>
        <div className="quiet">{T.renewals.methods[method]}</div>
      </>
    ),
    sort: ({ siteId, prefix }) => `${siteId} ${prefix}`,
  },
  {
    id: 'state',
    header: T.renewals.state,
    minWidth: 120,
    cell: ({ renewal: { state, round } }) => (
      <>
        <RenewalState state={state} />
        {state === 'ACTION_REQUIRED' && round > 0 && <div className="quiet">{T.renewals.rounds(round)}</div>}
      </>
    ),
    sort: ({ renewal }) => renewal.state,
  },
  {
    id: 'opens',
    header: T.renewals.opens,
    minWidth: 140,
    cell: (row) => <Opens row={row} />,
    sort: ({ renewal }) => renewal.opensAt,
  },
  {
    id: 'due',
    header: T.renewals.due,
    minWidth: 140,
    cell: ({ renewal }) => <Day iso={renewal.dueBy} />,
    sort: ({ renewal }) => renewal.dueBy,
  },
  {
    id: 'clicks',
    header: T.renewals.clicks,
    minWidth: 150,
    cell: ({ renewal: { clicks, clicksInAYear, domains } }) => (
      <>
        {clicks === 0 ? T.renewals.noClick : T.renewals.click(clicks)}
        {domains.map((domain) => (
          <div key={domain}>{domain}</div>
        ))}
        {clicksInAYear > clicks && <div className="quiet">{T.renewals.inAYear(clicksInAYear)}</div>}
      </>
    ),
    sort: ({ renewal }) => renewal.clicks,
  },
  {
    id: 'what',
    header: T.renewals.what,
    minWidth: 250,
    cell: ({ renewal: { message, remedy } }) => <Said message={message} remedy={remedy} />,
  },
];

/** In the simulated world with a way to the day itself, which may be months away. */
function Opens({ row: { prefix, siteId, renewal } }: { row: Row }) {
  const { opensAt } = renewal;
  return (
    <>
      <Day iso={opensAt} />
      {isLocal() && Date.parse(opensAt) > nowMs() && (
        <SimulatedLink href={to.clock(theDayAfter(opensAt), to.renewals())}>
          {T.renewals.jump}
          <span className="unseen">{` ${prefix}, ${siteId}`}</span>
        </SimulatedLink>
      )}
    </>
  );
}

const DAY_MS = 86_400_000;

/** Its first moment, UTC, comes after the window has opened. */
function theDayAfter(iso: string): string {
  return new Date(Date.parse(iso) + DAY_MS).toISOString().slice(0, 10);
}
