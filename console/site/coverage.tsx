/** Of the sites that share their sign-in: which have an active prefix, and which lack one. */
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import type { Answers } from '../../core/api/operations.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { to } from '../place.ts';
import { call } from '../service/api.ts';
import { useLive } from '../service/live.ts';
import { T } from '../texts.ts';

type Answer = Answers['sites.ssoCoverage'];

export function Coverage({ site: { siteId } }: { site: SiteAnswer }) {
  const coverage = useLive(`coverage ${siteId}`, () => call('sites.ssoCoverage', { siteId }));
  return <Loaded live={coverage}>{(answer) => <Group answer={answer} siteId={siteId} />}</Loaded>;
}

function Group({ answer: { ssoGroup, sites, lacking }, siteId: own }: { answer: Answer; siteId: string }) {
  if (ssoGroup === null)
    return (
      <Container header={<Header description={T.coverage.about}>{T.coverage.title}</Header>}>
        <Empty title={T.coverage.none}>{T.coverage.noneMore}</Empty>
      </Container>
    );
  return (
    <DataTable
      title={T.coverage.title}
      description={`${T.coverage.about} ${T.coverage.group(ssoGroup, sites.length - lacking.length, sites.length)}`}
      items={sites}
      keyOf={({ siteId }) => siteId}
      textOf={({ siteId, name }) => `${siteId} ${name}`}
      find={T.sites.find}
      empty={<Empty title={T.common.none} />}
      columns={[
        {
          id: 'name',
          header: T.sites.name,
          sort: ({ name }) => name,
          cell: ({ siteId, name }) => (
            <>
              <Link href={to.site(siteId)}>{name}</Link> {siteId === own && T.coverage.this}
            </>
          ),
        },
        {
          id: 'prefix',
          header: T.sites.prefix,
          sort: ({ apiDomainPrefix }) => apiDomainPrefix ?? '',
          cell: ({ apiDomainPrefix }) =>
            apiDomainPrefix ? (
              <Indicator>{apiDomainPrefix}</Indicator>
            ) : (
              <Indicator type="warning">{T.coverage.lacks}</Indicator>
            ),
        },
      ]}
    />
  );
}
