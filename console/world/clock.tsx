/** The simulated clock: where it stands, what is due next, and how it is moved. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Page } from '../frame/page.tsx';
import { Form, TextField } from '../parts/form.tsx';
import { Back } from '../parts/simulated.tsx';
import { Loaded, ProblemAlert } from '../parts/states.tsx';
import { When, WhenAndHowFar } from '../parts/text.tsx';
import type { ScreenProps } from '../screens.ts';
import { useAct } from '../service/act.ts';
import { useLive } from '../service/live.ts';
import { world } from '../service/simulation.ts';
import { utc } from '../service/time.ts';
import { T } from '../texts.ts';
import { Speed } from './clock-bar.tsx';

/** Hours. */
const JUMPS = [1, 24, 72, 7 * 24, 30 * 24, 150 * 24];

export function WorldClock({ query }: ScreenProps) {
  const clock = useLive('clock', world.clock);
  const [day, setDay] = useState(query.get('day') ?? '');
  const act = useAct({ told: true });
  const jumpTo = () => act.run(() => world.jump({ to: `${day}T00:00:00.000Z` }));
  return (
    <Page title={T.navigation.clock} simulated description={T.world.clockMore}>
      <Back query={query} />
      <Loaded live={clock}>
        {({ now, next, speed }) => (
          <Container header={<Header>{T.clock.title}</Header>}>
            <SpaceBetween size="l">
              {act.problem && <ProblemAlert problem={act.problem} />}
              <KeyValuePairs
                columns={3}
                items={[
                  { label: T.world.now, value: <When iso={now} form="exact" /> },
                  { label: 'UTC', value: utc(now) },
                  {
                    label: T.world.nextDue,
                    value: next ? (
                      <>
                        {T.clock.due(next.name)} <WhenAndHowFar iso={next.due} />
                      </>
                    ) : (
                      T.clock.nothing
                    ),
                  },
                ]}
              />
              <FormField label={T.clock.speed}>
                <Speed speed={speed} />
              </FormField>
              <FormField label={T.world.jump}>
                <SpaceBetween direction="horizontal" size="xs">
                  <Button loading={act.busy} onClick={() => void act.run(() => world.jump())}>
                    {T.world.jumpNext}
                  </Button>
                  {JUMPS.map((hours) => (
                    <Button key={hours} disabled={act.busy} onClick={() => void act.run(() => world.jump({ hours }))}>
                      {T.world.jumpHours(hours)}
                    </Button>
                  ))}
                </SpaceBetween>
              </FormField>
              <Form onSubmit={jumpTo}>
                <SpaceBetween size="s">
                  <TextField
                    label={T.world.jumpTo}
                    hint={T.world.jumpToHint}
                    value={day}
                    placeholder="2027-01-05"
                    onChange={(text) => setDay(text.trim())}
                  />
                  <Button formAction="submit" disabled={act.busy || !/^\d{4}-\d\d-\d\d$/.test(day)}>
                    {T.world.jumpToButton}
                  </Button>
                </SpaceBetween>
              </Form>
            </SpaceBetween>
          </Container>
        )}
      </Loaded>
    </Page>
  );
}
