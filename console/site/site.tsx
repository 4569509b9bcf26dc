/** Certificate provisioning of one site: what needs a person now, its certificate requests, its facts. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { isServing } from '../../core/status.ts';
import type { RequestView } from '../../core/view.ts';
import { aboveSite } from '../frame/crumbs.ts';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { Code, Copyable, Sentence, When, WhenAndHowFar } from '../parts/text.tsx';
import { to } from '../place.ts';
import { troubleOf } from '../request/glance.ts';
import { Alongside, StatusBadge } from '../request/status.tsx';
import { actorText, STATUSES, whoOf } from '../request/words.ts';
import type { ScreenProps } from '../screens.ts';
import { useRequests, useSite } from '../service/reads.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';
import { isLeavingOrGone, isPastReturn } from './leaving.tsx';
import { Outdated } from './outdated.tsx';
import { RetirementState } from './retirement.tsx';

const COLUMNS: readonly Column<RequestView>[] = [
  {
    id: 'requestId',
    header: T.site.request,
    minWidth: 210,
    cell: ({ siteId, requestId }) => <Link href={to.request(siteId, requestId)}>{requestId}</Link>,
    sort: ({ requestId }) => requestId,
  },
  { id: 'prefix', header: T.site.requestPrefix, cell: ({ prefix }) => prefix, sort: ({ prefix }) => prefix },
  {
    id: 'status',
    header: T.site.status,
    cell: ({ status, alongside }) => (
      <>
        <StatusBadge status={status} />
        <Alongside of={alongside} />
      </>
    ),
    sort: ({ status }) => STATUSES[status].text,
  },
  {
    id: 'who',
    header: T.site.who,
    cell: (request) => whoOf(request) ?? T.common.none,
    sort: ({ waitingOn }) => waitingOn,
  },
  {
    id: 'until',
    header: T.site.until,
    cell: ({ deadline }) => <WhenAndHowFar iso={deadline} />,
    sort: ({ deadline }) => deadline ?? '',
  },
  {
    id: 'createdAt',
    header: T.site.requested,
    cell: ({ createdAt }) => <When iso={createdAt} />,
    sort: ({ createdAt }) => createdAt,
  },
];

export function SiteScreen({ names: [siteId = ''] }: ScreenProps) {
  const site = useSite(siteId);
  const requests = useRequests(siteId);
  const may = useMay('certificates.write');
  const generate = may && site.value && !isLeavingOrGone(site.value) && (
    <Button variant="primary" href={to.generate(siteId, site.value.apiDomainPrefix ?? '')}>
      {T.site.generate}
    </Button>
  );
  return (
    <Page
      title={site.value?.name ?? siteId}
      above={aboveSite()}
      description={T.navigation.certificates}
      actions={generate}
    >
      <Loaded live={site}>
        {(value) => (
          <SpaceBetween size="l">
            <RetirementState site={value} />
            {!isLeavingOrGone(value) && <Outdated site={value} requests={requests.value ?? []} />}
            <Overview site={value} />
          </SpaceBetween>
        )}
      </Loaded>
      {site.value && (
        <Loaded live={requests}>
          {(certificates) => (
            <SpaceBetween size="l">
              {site.value && !isLeavingOrGone(site.value) && <NeedsYou requests={certificates} />}
              <DataTable
                title={T.site.requests}
                items={certificates}
                showAll={requests.showAll}
                columns={COLUMNS}
                keyOf={({ requestId }) => requestId}
                textOf={({ requestId, prefix, status }) => `${requestId} ${prefix} ${STATUSES[status].text}`}
                find={T.site.requestsFind}
                empty={
                  <Empty title={T.site.empty} action={generate}>
                    {T.site.emptyMore}
                  </Empty>
                }
              />
            </SpaceBetween>
          )}
        </Loaded>
      )}
      {site.value && <Domains site={site.value} />}
    </Page>
  );
}

function NeedsYou({ requests }: { requests: readonly RequestView[] }) {
  const ready = requests.find(({ status, alongside }) => status === 'READY' && !alongside.includes('DEGRADED'));
  const asked = requests.find(({ status }) => status === 'ACTION_REQUIRED');
  const troubled = requests.flatMap((request) => {
    const trouble = isServing(request) && troubleOf(request);
    return trouble ? [{ request, trouble }] : [];
  });
  const [newest] = requests;
  const failed = newest?.failure && ['FAILED', 'EXPIRED'].includes(newest.status) ? newest : undefined;
  if (!ready && !asked && !failed && troubled.length === 0) return null;
  return (
    <SpaceBetween size="s">
      {failed && <Failed request={failed} />}
      {troubled.map(({ request: { siteId, requestId }, trouble: { type, headline, more } }) => (
        <Alert
          key={requestId}
          type={type}
          header={<Sentence text={headline} />}
          action={<Button href={to.request(siteId, requestId)}>{T.site.openRequest}</Button>}
        >
          <Sentence text={more} />
        </Alert>
      ))}
      {asked && (
        <Alert
          type="warning"
          header={T.site.actionRequired(actorText(asked.waitingOn))}
          action={<Button href={to.request(asked.siteId, asked.requestId)}>{T.site.openRequest}</Button>}
        >
          {T.site.running(asked.prefix)}. {T.site.until}: <WhenAndHowFar iso={asked.deadline} />
        </Alert>
      )}
      {ready && (
        <Alert
          type="info"
          header={T.site.ready(ready.prefix)}
          action={<Button href={to.settings(ready.siteId)}>{T.site.toSettings}</Button>}
        >
          {T.glance.readyMore}
        </Alert>
      )}
    </SpaceBetween>
  );
}

/** The last word on the site's certificate, until it is generated again. */
function Failed({ request: { siteId, requestId, prefix, failure } }: { request: RequestView }) {
  const may = useMay('certificates.write');
  if (!failure) return null;
  return (
    <Alert
      type="error"
      header={<Sentence text={failure.message} />}
      action={
        may ? (
          <Button href={to.generate(siteId, prefix)}>{T.request.generateAgain}</Button>
        ) : (
          <Button href={to.request(siteId, requestId)}>{T.site.openRequest}</Button>
        )
      }
    >
      {T.request.who}: {actorText(failure.actor)}. <Sentence text={failure.remedy} />
    </Alert>
  );
}

function Overview({ site }: { site: SiteAnswer }) {
  const { siteId, dataCenter, cnameTarget, apiDomainPrefix, contacts } = site;
  const target = cnameTarget ? (
    <Copyable text={cnameTarget} />
  ) : isPastReturn(site) ? (
    T.site.targetGone
  ) : (
    T.site.targetLater
  );
  return (
    <Container header={<Header description={`${T.site.dataCenter} ${dataCenter}`}>{T.site.overview}</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          { label: T.site.siteId, value: <Copyable text={siteId} /> },
          { label: T.site.target, value: target },
          {
            label: T.site.prefix,
            value: apiDomainPrefix ? <Indicator>{apiDomainPrefix}</Indicator> : T.site.noPrefix,
          },
          { label: T.site.contacts, value: contacts.join(', ') || T.site.nobody },
        ]}
      />
    </Container>
  );
}

function Domains({ site }: { site: SiteAnswer }) {
  return (
    <DataTable
      title={T.site.domains}
      items={site.trustedDomains}
      keyOf={({ domain }) => domain}
      textOf={({ domain }) => domain}
      empty={<Empty title={T.common.none} />}
      columns={[
        {
          id: 'domain',
          header: T.site.domain,
          cell: ({ domain }) => <Code>{domain}</Code>,
          sort: ({ domain }) => domain,
        },
        {
          id: 'eligible',
          header: T.site.certificate,
          cell: ({ eligible, why }) =>
            eligible ? (
              <Indicator>{T.site.eligible}</Indicator>
            ) : (
              <Indicator type="stopped">
                {T.site.notEligible}: {why}
              </Indicator>
            ),
          sort: ({ eligible }) => Number(eligible),
        },
      ]}
    />
  );
}
