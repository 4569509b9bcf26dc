/** Every place of the page and the screen it shows; each screen is loaded when it is first seen. */
import { type ComponentType, lazy } from 'react';
import type { Permission } from '../core/principal.ts';

export interface ScreenProps {
  /** What the path names, in its order. */
  names: readonly string[];
  query: URLSearchParams;
}

type Screen = ComponentType<ScreenProps>;

interface Row {
  pattern: RegExp;
  screen: Screen;
  /** Without it the screen shows nothing but refusals. */
  permission?: Permission;
  simulated?: true;
  /** Needs no session, and leads nowhere else. */
  open?: true;
}

function screen<Name extends string>(load: () => Promise<Record<Name, Screen>>, name: Name): Screen {
  return lazy(async (): Promise<{ default: Screen }> => ({ default: (await load())[name] }));
}

export const SCREENS: readonly Row[] = [
  {
    pattern: /^\/instructions\/([^/]+)$/,
    screen: screen(() => import('./screens/instructions.tsx'), 'Instructions'),
    open: true,
  },
  { pattern: /^\/(?:sites)?$/, screen: screen(() => import('./screens/sites.tsx'), 'Sites') },
  { pattern: /^\/register$/, screen: screen(() => import('./screens/site-form.tsx'), 'Register') },
  { pattern: /^\/sites\/([^/]+)$/, screen: screen(() => import('./screens/site.tsx'), 'SiteScreen') },
  { pattern: /^\/sites\/([^/]+)\/generate$/, screen: screen(() => import('./screens/generate.tsx'), 'Generate') },
  { pattern: /^\/sites\/([^/]+)\/settings$/, screen: screen(() => import('./screens/settings.tsx'), 'Settings') },
  {
    pattern: /^\/sites\/([^/]+)\/requests\/([^/]+)$/,
    screen: screen(() => import('./screens/request.tsx'), 'RequestScreen'),
  },
  {
    pattern: /^\/sites\/([^/]+)\/requests\/([^/]+)\/conflict$/,
    screen: screen(() => import('./screens/conflict.tsx'), 'Conflict'),
  },
  {
    pattern: /^\/sites\/([^/]+)\/requests\/([^/]+)\/workflow$/,
    screen: screen(() => import('./screens/workflow.tsx'), 'Workflow'),
  },
  {
    pattern: /^\/renewals$/,
    screen: screen(() => import('./screens/renewals.tsx'), 'Renewals'),
    permission: 'certificates.read',
  },
  {
    pattern: /^\/migrations$/,
    screen: screen(() => import('./screens/migrations.tsx'), 'Migrations'),
    permission: 'certificates.read',
  },
  { pattern: /^\/orphans$/, screen: screen(() => import('./screens/orphans.tsx'), 'Orphans'), permission: 'tickets' },
  { pattern: /^\/tickets$/, screen: screen(() => import('./screens/tickets.tsx'), 'Tickets'), permission: 'tickets' },
  {
    pattern: /^\/tickets\/([^/]+)$/,
    screen: screen(() => import('./screens/ticket.tsx'), 'Ticket'),
    permission: 'tickets',
  },
  {
    pattern: /^\/applications$/,
    screen: screen(() => import('./screens/applications.tsx'), 'Applications'),
    permission: 'applications',
  },
  { pattern: /^\/members$/, screen: screen(() => import('./screens/members.tsx'), 'Members'), permission: 'members' },
  { pattern: /^\/audit$/, screen: screen(() => import('./screens/audit.tsx'), 'Audit'), permission: 'audit' },
  {
    pattern: /^\/world\/clock$/,
    screen: screen(() => import('./screens/world-clock.tsx'), 'WorldClock'),
    simulated: true,
  },
  {
    pattern: /^\/world(?:\/mails)?$/,
    screen: screen(() => import('./screens/world-mails.tsx'), 'Mails'),
    simulated: true,
  },
  {
    pattern: /^\/world\/mails\/([^/]+)$/,
    screen: screen(() => import('./screens/world-mails.tsx'), 'Mail'),
    simulated: true,
  },
  { pattern: /^\/world\/zones$/, screen: screen(() => import('./screens/world-zones.tsx'), 'Zones'), simulated: true },
  {
    pattern: /^\/world\/others$/,
    screen: screen(() => import('./screens/world-others.tsx'), 'Others'),
    simulated: true,
  },
  {
    pattern: /^\/world\/receivers$/,
    screen: screen(() => import('./screens/world-receivers.tsx'), 'Receivers'),
    simulated: true,
  },
  {
    pattern: /^\/world\/troubles$/,
    screen: screen(() => import('./screens/world-troubles.tsx'), 'Troubles'),
    simulated: true,
  },
];
