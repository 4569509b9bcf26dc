/** Every name of a request: its conditions, what is open, and its own mail; all that is known of one name on demand. */
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useMemo, useState } from 'react';
import type { ConditionName } from '../../core/condition.ts';
import type { AliasView, RequestView } from '../../core/view.ts';
import { AskButton } from '../parts/confirm.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { SimulatedLink } from '../parts/simulated.tsx';
import { Empty, Indicator } from '../parts/states.tsx';
import { Code, CopyButton, Sentence, When } from '../parts/text.tsx';
import { to } from '../place.ts';
import { isMigrating } from '../renewal/migration.tsx';
import { call } from '../service/api.ts';
import { useMay } from '../service/session.ts';
import { isLocal } from '../service/simulation.ts';
import { T } from '../texts.ts';
import { Matters } from './findings.tsx';
import { RecordToAdd } from './record.tsx';
import { ConditionChip } from './status.tsx';
import {
  CONDITIONS,
  type Conditions,
  conditionsOf,
  mendingRecords,
  openMatters,
  toneOf,
  waitingForClick,
} from './words.ts';
import { zoneLine } from './zone-line.ts';

export function NamesTable({ request, actions }: { request: RequestView; actions?: ReactNode }) {
  const [shown, setShown] = useState<string>();
  const may = useMay('certificates.write');
  const { aliases, leftOut } = request;
  const names = useMemo(() => openFirst([...aliases, ...leftOut]), [aliases, leftOut]);
  const columns = columnsOf(request, setShown, may);
  const detailed = names.find(({ alias }) => alias === shown);
  const lines = isMigrating(request) ? [] : zoneLines(names);
  return (
    <>
      <DataTable
        title={T.request.names}
        items={names}
        columns={columns}
        keyOf={({ alias }) => alias}
        textOf={({ alias }) => alias}
        find={T.request.namesFind}
        empty={<Empty title={T.common.none} />}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {actions}
            {lines.length > 0 && <CopyButton label={T.generate.zoneFile} text={lines.join('\n')} />}
          </SpaceBetween>
        }
      />
      {detailed && <Details alias={detailed} onClose={() => setShown(undefined)} />}
    </>
  );
}

/** All records that somebody still has to add, and those that have to stay for the renewals, as lines of a zone file. */
function zoneLines(aliases: readonly AliasView[]): string[] {
  const lines = aliases.flatMap(({ conditions, validationRecord }) => [
    ...openMatters(conditions).flatMap(([, condition]) => mendingRecords(condition).map(zoneLine)),
    ...(validationRecord ? [zoneLine({ ...validationRecord, type: 'CNAME' })] : []),
  ]);
  return [...new Set(lines)];
}

function openFirst(aliases: readonly AliasView[]): AliasView[] {
  const isOpen = ({ conditions }: AliasView) => openMatters(conditions).length > 0;
  return [...aliases.filter(isOpen), ...aliases.filter((alias) => !isOpen(alias))];
}

/** On the certificate and nothing else. */
const isLeftOut = ({ leftOut }: RequestView, { alias }: AliasView): boolean =>
  leftOut.some((name) => name.alias === alias);

/** Most certificates are never migrated, and a name that was left out never serves: of that nothing is said. */
const chipsOf = (conditions: Conditions, leftOut: boolean): ConditionName[] =>
  (Object.keys(CONDITIONS) as ConditionName[]).filter((name) => conditions[name] || (name !== 'migration' && !leftOut));

/** Nobody is asked for anything any more; what a request failed of stays to be read. */
const isPast = ({ status }: RequestView): boolean => ['SUPERSEDED', 'CANCELED', 'RETIRED'].includes(status);

function columnsOf(request: RequestView, show: (alias: string) => void, mayResend: boolean): Column<AliasView>[] {
  return [
    {
      id: 'alias',
      header: T.request.name,
      minWidth: 180,
      sort: ({ alias }) => alias,
      cell: (name) => (
        <>
          <Link
            variant="secondary"
            ariaLabel={T.request.more(name.alias)}
            onFollow={(event) => {
              event.preventDefault();
              show(name.alias);
            }}
            href={location.hash}
          >
            <Code>{name.alias}</Code>
          </Link>
          {isLeftOut(request, name) && <div className="quiet">{T.request.leftOut}</div>}
        </>
      ),
    },
    {
      id: 'conditions',
      header: T.request.conditions,
      minWidth: 200,
      cell: (name) => (
        <div className="chips">
          {chipsOf(name.conditions, isLeftOut(request, name)).map((each) => (
            <ConditionChip key={each} name={CONDITIONS[each].name} condition={name.conditions[each]} />
          ))}
        </div>
      ),
    },
    {
      id: 'open',
      header: T.request.open,
      minWidth: 260,
      cell: (alias) => <Open request={request} alias={alias} mayResend={mayResend} />,
    },
  ];
}

interface OneProps {
  request: RequestView;
  alias: AliasView;
}

function Open({ request, alias, mayResend }: OneProps & { mayResend: boolean }) {
  const all = openMatters(alias.conditions);
  const open = isMigrating(request) ? all.filter(([name]) => name !== 'migration') : all;
  if (all.length > open.length && open.length === 0) return <span className="quiet">{T.migration.above}</span>;
  if (isPast(request)) return <span className="quiet">{T.request.past}</span>;
  if (open.length === 0) return <span className="quiet">{T.request.nothingOpen}</span>;
  const isMailed = waitingForClick(request).includes(alias.alias);
  return (
    <SpaceBetween size="xs">
      <div>
        <Matters matters={open} />
      </div>
      {isMailed && (
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          {mayResend && <Resend request={request} alias={alias} />}
          {isLocal() && (
            <SimulatedLink href={to.mails(alias.alias, location.hash)}>{T.request.readMails}</SimulatedLink>
          )}
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

function Resend({ request: { siteId, requestId }, alias: { alias, addresses } }: OneProps) {
  return (
    <AskButton
      variant="inline-link"
      text={T.request.resend}
      ariaLabel={`${T.request.resend} ${alias}`}
      title={T.request.resendTitle}
      label={T.request.resendButton}
      act={() => call('certificates.resend', { siteId, requestId, alias })}
      said={T.request.resent([alias])}
    >
      {T.request.resendOne(alias, addresses)}
    </AskButton>
  );
}

function Details({ alias, onClose }: { alias: AliasView; onClose: () => void }) {
  const { validationRecord: record, addresses } = alias;
  return (
    <Modal
      visible
      size="large"
      header={<Code>{alias.alias}</Code>}
      onDismiss={onClose}
      closeAriaLabel={T.request.close}
    >
      <KeyValuePairs
        columns={1}
        items={[
          ...conditionsOf(alias.conditions).map(([name, condition]) => ({
            label: CONDITIONS[name].name,
            value: (
              <>
                <Indicator type={toneOf(condition)}>
                  <Sentence text={condition.message} />
                </Indicator>
                {condition.status !== 'True' && (
                  <div>
                    <Sentence text={condition.remedy} />
                  </div>
                )}
                <div className="quiet">
                  {T.common.since} <When iso={condition.lastChange} form="exact" />
                </div>
              </>
            ),
          })),
          record
            ? {
                label: T.request.validationRecord,
                value: <RecordToAdd record={{ ...record, type: 'CNAME' }} />,
              }
            : { label: T.request.addresses, value: addresses.join(', ') || T.request.noAddresses },
        ]}
      />
    </Modal>
  );
}
