/** All sites that the reader may see, and in local mode what to try first. */
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { Code, When } from '../parts/text.tsx';
import { to } from '../place.ts';
import { useSites } from '../service/reads.ts';
import { useMay } from '../service/session.ts';
import { isLocal } from '../service/simulation.ts';
import { T } from '../texts.ts';
import { Tour } from '../world/tour.tsx';
import { RetirementBadge } from './leaving.tsx';

const COLUMNS: readonly Column<SiteAnswer>[] = [
  {
    id: 'name',
    header: T.sites.name,
    cell: (site) => (
      <>
        <Link href={to.site(site.siteId)}>{site.name}</Link> <RetirementBadge site={site} />
      </>
    ),
    sort: ({ name }) => name,
  },
  { id: 'siteId', header: T.sites.siteId, cell: ({ siteId }) => <Code>{siteId}</Code>, sort: ({ siteId }) => siteId },
  {
    id: 'dataCenter',
    header: T.sites.dataCenter,
    cell: ({ dataCenter }) => dataCenter,
    sort: ({ dataCenter }) => dataCenter,
  },
  { id: 'domains', header: T.sites.domains, cell: eligible, sort: eligible },
  {
    id: 'prefix',
    header: T.sites.prefix,
    cell: ({ apiDomainPrefix }) =>
      apiDomainPrefix ? (
        <Indicator type="success">{apiDomainPrefix}</Indicator>
      ) : (
        <Indicator type="stopped">{T.sites.noPrefix}</Indicator>
      ),
    sort: ({ apiDomainPrefix }) => apiDomainPrefix ?? '',
  },
  {
    id: 'createdAt',
    header: T.sites.registered,
    cell: ({ createdAt }) => <When iso={createdAt} />,
    sort: ({ createdAt }) => createdAt,
  },
];

function eligible({ trustedDomains }: SiteAnswer): number {
  return trustedDomains.filter((domain) => domain.eligible).length;
}

export function Sites() {
  const sites = useSites();
  const mayRegister = useMay('sites.write');
  const register = mayRegister && (
    <Button variant="primary" href={to.register()}>
      {T.sites.register}
    </Button>
  );
  return (
    <Page title={T.sites.title} description={T.sites.about}>
      {isLocal() && mayRegister && <Tour />}
      <Loaded live={sites}>
        {(all) => (
          <DataTable
            title={T.sites.title}
            items={all}
            showAll={sites.showAll}
            columns={COLUMNS}
            keyOf={({ siteId }) => siteId}
            textOf={({ siteId, name, trustedDomains }) =>
              [siteId, name, ...trustedDomains.map(({ domain }) => domain)].join(' ')
            }
            find={T.sites.find}
            actions={register}
            empty={
              <Empty title={T.sites.empty} action={register}>
                {T.sites.emptyMore}
              </Empty>
            }
          />
        )}
      </Loaded>
    </Page>
  );
}
