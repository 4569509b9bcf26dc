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
    screen: screen(() => import('./request/instructions.tsx'), 'Instructions'),
    open: true,
  },
  { pattern: /^\/sign-in$/, screen: screen(() => import('./access/refused.tsx'), 'Refused'), open: true },
  { pattern: /^\/(?:sites)?$/, screen: screen(() => import('./site/sites.tsx'), 'Sites') },
  {
    pattern: /^\/register$/,
    screen: screen(() => import('./site/site-form.tsx'), 'Register'),
    permission: 'sites.write',
  },
  { pattern: /^\/sites\/([^/]+)$/, screen: screen(() => import('./site/site.tsx'), 'SiteScreen') },
  { pattern: /^\/sites\/([^/]+)\/generate$/, screen: screen(() => import('./generate/generate.tsx'), 'Generate') },
  { pattern: /^\/sites\/([^/]+)\/settings$/, screen: screen(() => import('./site/settings.tsx'), 'Settings') },
  {
    pattern: /^\/sites\/([^/]+)\/requests\/([^/]+)$/,
    screen: screen(() => import('./request/request.tsx'), 'RequestScreen'),
  },
  {
    pattern: /^\/sites\/([^/]+)\/requests\/([^/]+)\/conflict$/,
    screen: screen(() => import('./request/conflict.tsx'), 'Conflict'),
  },
  {
    pattern: /^\/sites\/([^/]+)\/requests\/([^/]+)\/workflow$/,
    screen: screen(() => import('./workflow/workflow.tsx'), 'Workflow'),
  },
  {
    pattern: /^\/renewals$/,
    screen: screen(() => import('./renewal/renewals.tsx'), 'Renewals'),
    permission: 'certificates.read',
  },
  {
    pattern: /^\/migrations$/,
    screen: screen(() => import('./renewal/migrations.tsx'), 'Migrations'),
    permission: 'certificates.read',
  },
  {
    pattern: /^\/workflows$/,
    screen: screen(() => import('./on-call/workflows.tsx'), 'Workflows'),
    permission: 'tickets',
  },
  { pattern: /^\/orphans$/, screen: screen(() => import('./on-call/orphans.tsx'), 'Orphans'), permission: 'tickets' },
  { pattern: /^\/tickets$/, screen: screen(() => import('./on-call/tickets.tsx'), 'Tickets'), permission: 'tickets' },
  {
    pattern: /^\/tickets\/([^/]+)$/,
    screen: screen(() => import('./on-call/ticket.tsx'), 'Ticket'),
    permission: 'tickets',
  },
  {
    pattern: /^\/applications$/,
    screen: screen(() => import('./access/applications.tsx'), 'Applications'),
    permission: 'applications',
  },
  { pattern: /^\/members$/, screen: screen(() => import('./access/members.tsx'), 'Members'), permission: 'members' },
  { pattern: /^\/audit$/, screen: screen(() => import('./access/audit.tsx'), 'Audit'), permission: 'audit' },
  {
    pattern: /^\/world\/clock$/,
    screen: screen(() => import('./world/clock.tsx'), 'WorldClock'),
    simulated: true,
  },
  {
    pattern: /^\/world(?:\/mails)?$/,
    screen: screen(() => import('./world/mails.tsx'), 'Mails'),
    simulated: true,
  },
  {
    pattern: /^\/world\/mails\/([^/]+)$/,
    screen: screen(() => import('./world/mails.tsx'), 'Mail'),
    simulated: true,
  },
  { pattern: /^\/world\/zones$/, screen: screen(() => import('./world/zones.tsx'), 'Zones'), simulated: true },
  {
    pattern: /^\/world\/others$/,
    screen: screen(() => import('./world/others.tsx'), 'Others'),
    simulated: true,
  },
  {
    pattern: /^\/world\/receivers$/,
    screen: screen(() => import('./world/receivers.tsx'), 'Receivers'),
    simulated: true,
  },
  {
    pattern: /^\/world\/troubles$/,
    screen: screen(() => import('./world/troubles.tsx'), 'Troubles'),
    simulated: true,
  },
];
