/** World time below the top bar, and the ways to move it. Local mode only, and marked so. */
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { Simulated } from '../parts/simulated.tsx';
import { HowFar, When } from '../parts/text.tsx';
import { useNarrow } from '../parts/width.ts';
import { useAct } from '../service/act.ts';
import { useLive } from '../service/live.ts';
import { world } from '../service/simulation.ts';
import { T } from '../texts.ts';
import './clock-bar.css';

const JUMPS = { hour: 1, day: 24, week: 7 * 24, month: 30 * 24 } as const;
type Jump = keyof typeof JUMPS;

export function ClockBar() {
  const { value: clock } = useLive('clock', world.clock);
  const act = useAct();
  const narrow = useNarrow();
  const jump = (hours?: number) => void act.run(() => world.jump(hours === undefined ? {} : { hours }));
  const more: Jump[] = narrow ? ['hour', 'day', 'week', 'month'] : ['week', 'month'];
  return (
    <section id="clock" aria-label={T.clock.title}>
      <Simulated>{T.clock.title}</Simulated>
      {clock && (
        <div className="face">
          <strong>
            <When iso={clock.now} form="exact" />
          </strong>
          <span className="next">
            {clock.next ? (
              <>
                {T.clock.next(clock.next.name)} <HowFar iso={clock.next.due} />
              </>
            ) : (
              T.clock.nothing
            )}
          </span>
        </div>
      )}
      <div className="jumps">
        <Button loading={act.busy} onClick={() => jump()}>
          {T.clock.toNext}
        </Button>
        {!narrow && (
          <>
            <Button disabled={act.busy} onClick={() => jump(JUMPS.hour)}>
              {T.clock.hour}
            </Button>
            <Button disabled={act.busy} onClick={() => jump(JUMPS.day)}>
              {T.clock.day}
            </Button>
          </>
        )}
        <ButtonDropdown
          disabled={act.busy}
          ariaLabel={T.clock.more}
          variant="normal"
          items={more.map((id) => ({ id, text: T.clock[id] }))}
          onItemClick={({ detail }) => jump(JUMPS[detail.id as Jump])}
        />
        {!narrow && clock && <Speed speed={clock.speed} />}
      </div>
    </section>
  );
}

/** World seconds in a second: 0 lets time stand. No Select: it would be a tenth of all that the first load brings. */
export function Speed({ speed }: { speed: number }) {
  const act = useAct();
  const items = Object.entries(T.clock.speeds)
    .map(([id, text]) => ({ id, text, disabled: id === String(speed) }))
    .toSorted((a, b) => Number(a.id) - Number(b.id));
  const now = T.clock.speeds[String(speed)] ?? `${speed} s/s`;
  return (
    <ButtonDropdown
      ariaLabel={`${T.clock.speed}: ${now}`}
      items={items}
      onItemClick={({ detail }) => void act.run(() => world.setSpeed(Number(detail.id)))}
    >
      {now}
    </ButtonDropdown>
  );
}
