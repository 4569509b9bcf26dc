/** The forecast of renewals as bars, a week each, and the same in words. A file of its own: the drawing weighs more than the screen. */
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import MixedLineBarChart from '@cloudscape-design/components/mixed-line-bar-chart';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Empty } from '../parts/states.tsx';
import { useNarrow } from '../parts/width.ts';
import { utcDay } from '../service/time.ts';
import { T } from '../texts.ts';
import { together, WAYS, type Way, type Week } from './forecast.ts';
import './renewal-chart.css';

const TICK = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: '2-digit', timeZone: 'UTC' });
/** Weeks in a bar on a narrow screen, where one of a week is a hair. */
const TOGETHER = 4;
/** Names: below it the axis would count in halves. */
const LEAST = 4;
/** CSS pixels: enough to tell five names from ten. */
const HEIGHT = 180;

export default function RenewalChart({ weeks }: { weeks: readonly Week[] }) {
  const busy = weeks.filter((week) => WAYS.some((way) => week[way] > 0));
  const used = WAYS.filter((way) => weeks.some((week) => week[way] > 0));
  const narrow = useNarrow();
  const bars = narrow ? together(weeks, TOGETHER) : weeks;
  const most = Math.max(LEAST, ...bars.map(({ clicks, alone, ends }) => clicks + alone + ends));
  return (
    <SpaceBetween size="s">
      <MixedLineBarChart
        series={used.map((way) => ({
          type: 'bar',
          title: T.renewals.series[way],
          color: `var(--forecast-${way})`,
          data: bars.map((week) => ({ x: week.begins, y: week[way] })),
        }))}
        xDomain={bars.map(({ begins }) => begins)}
        yDomain={[0, most]}
        xScaleType="categorical"
        stackedBars
        height={HEIGHT}
        xTitle={narrow ? T.renewals.weeks(TOGETHER) : T.renewals.week}
        yTitle={T.renewals.names}
        i18nStrings={{ xTickFormatter: (begins) => TICK.format(begins) }}
        ariaLabel={T.renewals.chart}
        ariaDescription={busy.map(inWords).join('; ')}
        hideFilter
        empty={<Empty title={T.renewals.empty} />}
      />
      <ExpandableSection headerText={T.renewals.inWords}>
        <ul className="plain">
          {busy.map((week) => (
            <li key={week.begins.getTime()}>{inWords(week)}</li>
          ))}
        </ul>
      </ExpandableSection>
    </SpaceBetween>
  );
}

function inWords(week: Week): string {
  const said = WAYS.filter((way) => week[way] > 0).map((way: Way) => T.renewals.ofWeek[way](week[way]));
  return `${T.renewals.weekOf(utcDay(week.begins.toISOString().slice(0, 10)))}: ${said.join(', ')}`;
}
