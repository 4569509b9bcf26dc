/** What stands around every screen: the top bar, the simulated clock, navigation, notices, and the one place that shows the screen. */
import Alert from '@cloudscape-design/components/alert';
import AppLayout from '@cloudscape-design/components/app-layout-toolbar';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Button from '@cloudscape-design/components/button';
import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { Component, lazy, type ReactNode, Suspense, useDeferredValue, useEffect, useState } from 'react';
import { Loading } from '../parts/states.tsx';
import { useMedia } from '../parts/width.ts';
import { go, type Place, to, usePlace } from '../place.ts';
import { SCREENS } from '../screens.ts';
import { tellFailure } from '../service/act.ts';
import { connected, resting } from '../service/live.ts';
import { dismiss, notices } from '../service/notices.ts';
import { mayDo, sessionState } from '../service/reader.ts';
import { signOut } from '../service/session.ts';
import { isLocal } from '../service/simulation.ts';
import { useStore } from '../service/store.ts';
import { T } from '../texts.ts';
import { ClockBar } from '../world/clock-bar.tsx';
import { type Appearance, appearance, CHOICES, choose } from './appearance.ts';
import { crumbs } from './crumbs.ts';
import { Navigation } from './navigation.tsx';
import { Page } from './page.tsx';

const SignIn = lazy(async () => ({ default: (await import('../access/sign-in.tsx')).SignIn }));

/** Of the libraries in this page; written when it is built (console/vite.config.ts). */
const LICENCES = './licences.md';

/** Beside an open navigation a narrower window has no room for a table. */
const WIDE = window.matchMedia('(min-width: 75rem)');

export function Shell() {
  // While a screen is being loaded the one before stays.
  const place = useDeferredValue(usePlace());
  const session = useStore(sessionState);
  const way = useStore(crumbs);
  const open = SCREENS.some((row) => row.open && row.pattern.test(place.path));
  const out = session.kind === 'out' && !open;
  const wide = useMedia(WIDE);
  const [navigates, setNavigates] = useState(wide);
  useEffect(() => setNavigates(wide), [wide]);
  return (
    <>
      <button id="skip" type="button" onClick={focusMain}>
        {T.shell.skip}
      </button>
      <div id="top">
        <TopBar />
        {isLocal() && <ClockBar />}
      </div>
      <AppLayout
        headerSelector="#top"
        toolsHide
        navigation={<Navigation place={place} />}
        navigationHide={out || open}
        navigationOpen={navigates}
        onNavigationChange={({ detail }) => setNavigates(detail.open)}
        breadcrumbs={
          way.length > 1 && !out && !open ? <BreadcrumbGroup items={way} ariaLabel={T.shell.breadcrumbs} /> : undefined
        }
        notifications={<Notices />}
        stickyNotifications
        ariaLabels={{
          navigation: T.shell.navigation,
          navigationClose: T.shell.closeNavigation,
          navigationToggle: T.shell.openNavigation,
          notifications: T.shell.notifications,
        }}
        content={
          <div id="main" tabIndex={-1}>
            <Suspense fallback={<Loading />}>
              {session.kind === 'out' && out ? (
                <SignIn ended={session.ended} />
              ) : (
                <Screen key={place.path} place={place} />
              )}
            </Suspense>
          </div>
        }
      />
    </>
  );
}

function focusMain(): void {
  document.getElementById('main')?.focus({ preventScroll: true });
}

let first = true;

function Screen({ place }: { place: Place }) {
  const session = useStore(sessionState);
  useEffect(() => {
    if (!first) {
      focusMain();
      window.scrollTo(0, 0);
    }
    first = false;
  }, []);
  for (const { pattern, screen: Shown, permission, simulated } of SCREENS) {
    const names = pattern.exec(place.path)?.slice(1);
    if (!names || (simulated && !isLocal())) continue;
    if (permission && !mayDo(session, permission))
      return (
        <Page title={T.shell.mayNot}>
          <Alert type="warning">{T.shell.mayNotMore}</Alert>
        </Page>
      );
    return (
      <Breakage>
        <Shown names={names.map((name) => decodeURIComponent(name))} query={place.query} />
      </Breakage>
    );
  }
  return (
    <Page title={T.shell.unknownPlace}>
      <Alert type="warning" action={<Button href={to.sites()}>{T.shell.allSites}</Button>}>
        {T.shell.unknownPlaceMore}
      </Alert>
    </Page>
  );
}

/** A mistake of ours breaks one screen and not the page. */
class Breakage extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Page title={T.shell.broken}>
        <Alert type="error" action={<Button onClick={() => location.reload()}>{T.shell.reload}</Button>}>
          {T.shell.brokenMore}
        </Alert>
      </Page>
    );
  }
}

function TopBar() {
  const chosen = useStore(appearance);
  const session = useStore(sessionState);
  const utilities: TopNavigationProps.Utility[] = [
    {
      type: 'menu-dropdown',
      iconName: 'settings',
      ariaLabel: T.shell.appearance,
      title: T.shell.appearance,
      items: [
        ...CHOICES.map((id) => ({
          id,
          text: T.shell.appearances[id],
          itemType: 'checkbox' as const,
          checked: id === chosen,
        })),
        { id: LICENCES, text: T.shell.licences, href: LICENCES, external: true },
      ],
      onItemClick: ({ detail: { id } }) => id !== LICENCES && choose(id as Appearance),
    },
  ];
  if (session.kind === 'in')
    utilities.push({
      type: 'menu-dropdown',
      iconName: 'user-profile',
      text: session.session.UID,
      description: session.session.partnerId ?? T.shell.vendor,
      items: [{ id: 'sign-out', text: T.shell.signOut }],
      onItemClick: leave,
    });
  return (
    <TopNavigation
      identity={{ href: to.sites(), title: T.shell.product, logo: { src: './icon.svg', alt: T.shell.logo } }}
      utilities={utilities}
    />
  );
}

/** Whoever signs in next begins with the sites, and not where this reader was. */
function leave(): void {
  go(to.sites());
  signOut().catch(tellFailure);
}

function Notices() {
  const shown = useStore(notices);
  const isConnected = useStore(connected);
  const isResting = useStore(resting);
  const items: FlashbarProps.MessageDefinition[] = shown.map(({ id, type, text, more }) => ({
    id,
    type,
    header: more ? text : undefined,
    content: more ?? text,
    dismissible: true,
    dismissLabel: T.shell.dismiss,
    onDismiss: () => dismiss(id),
    ariaRole: type === 'error' ? 'alert' : 'status',
  }));
  if (isResting) items.unshift({ id: 'resting', type: 'info', content: T.shell.resting, ariaRole: 'status' });
  if (!isConnected)
    items.unshift({
      id: 'offline',
      type: 'warning',
      header: T.shell.offline,
      content: T.shell.offlineMore,
      ariaRole: 'alert',
    });
  return <Flashbar items={items} />;
}
