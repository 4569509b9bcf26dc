/**
 * From e-mail to DNS validation: what it spares, the records to copy and which of them are seen, AWS's windows, and how it ended.
 * Nothing of it takes the certificate off the air.
 */
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { MigrationView } from '../../core/api/answers-certificates.ts';
import { isServing } from '../../core/status.ts';
import type { AliasView, RequestView } from '../../core/view.ts';
import { AskButton } from '../parts/confirm.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator } from '../parts/states.tsx';
import { Code, CopyButton, Sentence, When, WhenAndHowFar } from '../parts/text.tsx';
import { Mend } from '../request/findings.tsx';
import { RecordToAdd } from '../request/record.tsx';
import { mendingRecords } from '../request/words.ts';
import { type DnsRecord, zoneLine } from '../request/zone-line.ts';
import { call } from '../service/api.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';
import { MigrationState } from './states.tsx';

/** AWS names its records, or waits for them. */
export const isMigrating = ({ migration }: Pick<RequestView, 'migration'>): boolean =>
  migration !== null && migration.end === null;

/** Of what serves, and was or is validated by e-mail. */
export function Migration({ request }: { request: RequestView }) {
  const { migration, method } = request;
  if (!isServing(request) || (method === 'DNS' && migration === null)) return null;
  const state = migration && <MigrationState state={migration.state} />;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            actions={method === 'EMAIL' && !isMigrating(request) && <Move request={request} />}
            {...(state && { info: state })}
          >
            {method === 'EMAIL' ? T.migration.title : T.migration.titleDns}
          </Header>
        }
      >
        <SpaceBetween size="s">
          {method === 'EMAIL' && <div>{T.migration.about}</div>}
          {migration && <Standing migration={migration} />}
        </SpaceBetween>
      </Container>
      {migration && isMigrating(request) && <RecordsToAdd request={request} migration={migration} />}
    </SpaceBetween>
  );
}

function Standing({ migration: { end, seen, records, until, windowUntil, windows } }: { migration: MigrationView }) {
  if (end)
    return (
      <>
        <p>
          <Sentence text={end.message} />{' '}
          <span className="quiet">
            <When iso={end.at} />
          </span>
        </p>
        <p>
          <Sentence text={end.remedy} />
        </p>
      </>
    );
  return (
    <KeyValuePairs
      columns={4}
      items={[
        { label: T.migration.records, value: T.migration.progress(seen, records) },
        { label: T.migration.until, value: <WhenAndHowFar iso={until} /> },
        {
          label: T.migration.window,
          value: windowUntil ? <WhenAndHowFar iso={windowUntil} /> : T.migration.noWindow,
        },
        { label: T.migration.windows, value: String(windows) },
      ]}
    />
  );
}

type Named = AliasView & { validationRecord: NonNullable<AliasView['validationRecord']> };

const isNamed = (alias: AliasView): alias is Named => alias.validationRecord !== null;

/** What has to stay stays in the list, once it is seen too. */
function recordsOf({ conditions: { migration }, validationRecord }: Named): readonly DnsRecord[] {
  const open = migration ? mendingRecords(migration) : [];
  return open.length > 0 ? open : [{ ...validationRecord, type: 'CNAME' }];
}

/** What is not seen comes first. */
function RecordsToAdd({ request, migration }: { request: RequestView; migration: MigrationView }) {
  const named = [...request.aliases, ...request.leftOut].filter(isNamed);
  const sorted = [...named.filter((alias) => !isSeen(alias)), ...named.filter(isSeen)];
  const lines = named.flatMap(recordsOf).map(zoneLine);
  return (
    <DataTable
      title={T.migration.records}
      description={`${T.migration.progress(migration.seen, migration.records)}. ${T.migration.recordsMore}`}
      items={sorted}
      keyOf={({ alias }) => alias}
      textOf={({ alias }) => alias}
      find={T.request.namesFind}
      empty={<Empty title={T.migration.recordsEmpty} />}
      actions={lines.length > 0 && <CopyButton label={T.generate.zoneFile} text={lines.join('\n')} />}
      columns={[
        { id: 'alias', header: T.request.name, minWidth: 160, cell: ({ alias }) => <Code>{alias}</Code> },
        {
          id: 'record',
          header: T.generate.record,
          minWidth: 280,
          cell: (alias) => recordsOf(alias).map((record) => <RecordToAdd key={record.name} record={record} />),
        },
        { id: 'seen', header: T.migration.seen, minWidth: 200, cell: (alias) => <Seen alias={alias} /> },
      ]}
    />
  );
}

const isSeen = ({ conditions: { migration } }: AliasView): boolean =>
  migration?.reason === 'RecordSeen' || migration?.status === 'True';

function Seen({ alias }: { alias: Named }) {
  const { migration } = alias.conditions;
  if (isSeen(alias)) return <Indicator>{T.migration.seenYes}</Indicator>;
  if (!migration) return <Indicator type="pending">{T.request.notYet}</Indicator>;
  if (migration.reason === 'RecordSpreading') return <Indicator type="pending">{T.migration.seenSpreading}</Indicator>;
  return (
    <>
      <Indicator type="pending">{T.migration.seenNo}</Indicator>
      {migration.reason !== 'RecordMissing' && (
        <div className="quiet">
          <Sentence text={migration.message} />
        </div>
      )}
      {migration.reason === 'RecordUnderWildcard' && <Sentence text={migration.remedy} />}
      <Mend matter={['migration', migration]} />
    </>
  );
}

function Move({ request: { siteId, requestId, aliases, leftOut } }: { request: RequestView }) {
  const may = useMay('certificates.write');
  return (
    <AskButton
      title={T.migration.moveTitle}
      label={T.migration.move}
      act={() => call('certificates.migrateToDns', { siteId, requestId })}
      said={T.migration.moved}
      mayNot={may ? undefined : T.shell.onlyLook}
    >
      {T.migration.moveText(aliases.length + leftOut.length)}
    </AskButton>
  );
}
