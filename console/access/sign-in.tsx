/** Without a session: who signs people in, and the way there. After it the reader is back where the session was missed. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useEffect } from 'react';
import { Page } from '../frame/page.tsx';
import { Simulated } from '../parts/simulated.tsx';
import { keepPlace } from '../place.ts';
import { askAgain } from '../service/session.ts';
import { isLocal } from '../service/simulation.ts';
import { T } from '../texts.ts';

export function SignIn({ ended }: { ended: boolean }) {
  useEffect(keepPlace, []);
  return (
    <Page title={ended ? T.signIn.endedTitle : T.signIn.title}>
      <Container>
        <SpaceBetween size="m">
          {ended && <Alert type="warning">{T.signIn.ended}</Alert>}
          <Way again={<Button onClick={() => void askAgain()}>{T.signIn.again}</Button>} />
        </SpaceBetween>
      </Container>
    </Page>
  );
}

/** To the portal, and how to go on after it. */
export function Way({ again }: { again: ReactNode }) {
  return (
    <SpaceBetween size="m">
      <p>{T.signIn.about}</p>
      {isLocal() && <p>{T.signIn.simulated}</p>}
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        {isLocal() && (
          <Button variant="primary" href="/portal">
            {T.signIn.portal}
          </Button>
        )}
        {isLocal() && <Simulated />}
        {again}
      </SpaceBetween>
    </SpaceBetween>
  );
}
