/** Starts the page: finds out whether there is a simulated world and who is signed in, then shows the place that the address names. */
import '@cloudscape-design/global-styles/index.css';
import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { createRoot } from 'react-dom/client';
import { followAppearance } from './frame/appearance.ts';
import { Shell } from './frame/shell.tsx';
import { takeUpPlace } from './place.ts';
import { ConnectionLost } from './service/api.ts';
import { keepLive } from './service/live.ts';
import { sessionState } from './service/reader.ts';
import { findSession, watchSession } from './service/session.ts';
import { findWorld } from './service/simulation.ts';
import { T } from './texts.ts';
import './style.css';

const RETRY_MS = 1000;

const page = document.getElementById('page');
if (!page) throw new Error('index.html has no #page');
followAppearance();
watchSession();
await begin(page);
if (sessionState.get().kind !== 'out') takeUpPlace();
keepLive();
createRoot(page).render(
  <I18nProvider locale="en" messages={[messages]}>
    <Shell />
  </I18nProvider>,
);

/** Until the service answers there is nothing to show but that. */
async function begin(place: HTMLElement): Promise<void> {
  for (;;) {
    try {
      return void (await Promise.all([findWorld(), findSession()]));
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      place.textContent = T.shell.offline;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
