/** The side navigation: all sites, the site that the reader is in, on-call, access, and in local mode the simulated world. */
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { type Place, to } from '../place.ts';
import { mayDo, sessionState } from '../service/reader.ts';
import { useSite } from '../service/reads.ts';
import { isLocal } from '../service/simulation.ts';
import { useStore } from '../service/store.ts';
import { isLeavingOrGone } from '../site/leaving.tsx';
import { T } from '../texts.ts';

type Item = SideNavigationProps.Item;

interface Props {
  place: Place;
}

export function Navigation({ place }: Props) {
  const session = useStore(sessionState);
  const siteId = /^\/sites\/([^/]+)/.exec(place.path)?.[1];
  if (siteId && session.kind === 'in') return <InSite place={place} siteId={decodeURIComponent(siteId)} />;
  return <Ways place={place} />;
}

function InSite({ place, siteId }: Props & { siteId: string }) {
  const { value: site } = useSite(siteId);
  const mayGenerate = mayDo(useStore(sessionState), 'certificates.write') && !(site && isLeavingOrGone(site));
  const ways = [
    link(T.navigation.certificates, to.site(siteId)),
    ...(mayGenerate ? [link(T.navigation.generate, to.generate(siteId))] : []),
    link(T.navigation.settings, to.settings(siteId)),
  ];
  return <Ways place={place} ofSite={{ type: 'section-group', title: siteId, items: ways }} />;
}

const link = (text: string, href: string): SideNavigationProps.Link => ({ type: 'link', text, href });

/** `ofSite`: those of the site that the reader is in. */
function Ways({ place, ofSite }: Props & { ofSite?: Item }) {
  const session = useStore(sessionState);
  const items: Item[] = session.kind === 'in' ? [link(T.navigation.sites, to.sites())] : [];
  if (ofSite) items.push(ofSite);
  if (mayDo(session, 'certificates.read'))
    items.push(
      { type: 'divider' },
      link(T.navigation.renewals, to.renewals()),
      link(T.navigation.migrations, to.migrations()),
    );
  if (mayDo(session, 'tickets'))
    items.push(
      { type: 'divider' },
      link(T.navigation.workflows, to.workflows()),
      link(T.navigation.onCall, to.tickets()),
      link(T.navigation.orphans, to.orphans()),
    );
  const access = [
    ...(mayDo(session, 'applications') ? [link(T.navigation.applications, to.applications())] : []),
    ...(mayDo(session, 'members') ? [link(T.navigation.members, to.members())] : []),
    ...(mayDo(session, 'audit') ? [link(T.navigation.audit, to.audit())] : []),
  ];
  if (access.length > 0)
    items.push({ type: 'divider' }, { type: 'section-group', title: T.navigation.access, items: access });
  if (isLocal())
    items.push(
      { type: 'divider' },
      {
        type: 'section-group',
        title: T.navigation.world,
        items: [
          link(T.navigation.zones, to.zones()),
          link(T.navigation.mails, to.mails()),
          link(T.navigation.others, to.others()),
          link(T.navigation.receivers, to.receivers()),
          link(T.navigation.troubles, to.troubles()),
          link(T.navigation.clock, to.clock()),
        ],
      },
    );
  return <SideNavigation items={items} activeHref={activeOf(place.path)} />;
}

/** The entry that leads to the place, or to what it belongs to. */
function activeOf(path: string): string {
  const request = /^(\/sites\/[^/]+)\/requests\//.exec(path)?.[1];
  const mail = path.startsWith('/world/mails/') ? '/world/mails' : undefined;
  const ticket = path.startsWith('/tickets/') ? '/tickets' : undefined;
  return `#${request ?? mail ?? ticket ?? path}`;
}
