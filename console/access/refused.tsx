/** Where a person lands whom the portal has sent here in vain: why, in the service's words, and the way to try again. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Page } from '../frame/page.tsx';
import { to } from '../place.ts';
import type { ScreenProps } from '../screens.ts';
import { sessionState } from '../service/reader.ts';
import { useStore } from '../service/store.ts';
import { T } from '../texts.ts';
import { refusalOf } from './refusals.ts';
import { Way } from './sign-in.tsx';

export function Refused({ query }: ScreenProps) {
  const session = useStore(sessionState);
  const { publicText, remedy } = refusalOf(query.get('refused'));
  return (
    <Page title={T.signIn.refusedTitle}>
      <Container>
        <SpaceBetween size="m">
          <Alert type="error" header={publicText}>
            {remedy}
          </Alert>
          <p>{T.signIn.refusedMore}</p>
          {session.kind === 'in' && (
            <Alert type="info" action={<Button href={to.sites()}>{T.shell.allSites}</Button>}>
              {T.signIn.stillIn(session.session.UID)}
            </Alert>
          )}
          {/* Loads the page anew, which takes up the place where the session was missed. */}
          <Way again={<Button href="./">{T.signIn.again}</Button>} />
        </SpaceBetween>
      </Container>
    </Page>
  );
}
