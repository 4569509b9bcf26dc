/** Every name of a request: its conditions, what is open, and its own mail; all that is known of one name on demand. */
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useMemo, useState } from 'react';
import type { ConditionName } from '../../core/condition.ts';
import type { AliasView, RequestView } from '../../core/view.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import {
  Code,
  ConditionChip,
  Confirm,
  Copyable,
  CopyButton,
  Empty,
  Indicator,
  Sentence,
  SimulatedLink,
  When,
} from '../parts/widgets.tsx';
import { to } from '../place.ts';
import { isMigrating } from '../renewal/migration.tsx';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { useMay } from '../service/session.ts';
import { isLocal } from '../service/simulation.ts';
import { T } from '../texts.ts';
import { Matters } from './findings.tsx';
import {
  CONDITIONS,
  type Conditions,
  conditionsOf,
  isRunning,
  mendingRecord,
  openMatters,
  toneOf,
  waitsForApproval,
} from './words.ts';

export function NamesTable({ request, actions }: { request: RequestView; actions?: ReactNode }) {
  const [shown, setShown] = useState<string>();
  const [resending, setResending] = useState<string>();
  const may = useMay('certificates.write');
  const { aliases } = request;
  const sorted = useMemo(() => openFirst(aliases), [aliases]);
  const columns = columnsOf(request, setShown, may ? setResending : undefined);
  const detailed = aliases.find(({ alias }) => alias === shown);
  const again = aliases.find(({ alias }) => alias === resending);
  const lines = isMigrating(request) ? [] : zoneLines(aliases);
  return (
    <>
      <DataTable
        title={T.request.names}
        items={sorted}
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
      {again && <Resend request={request} alias={again} onClose={() => setResending(undefined)} />}
    </>
  );
}

/** All records that somebody still has to add, and those that have to stay for the renewals, as lines of a zone file. */
function zoneLines(aliases: readonly AliasView[]): string[] {
  const lines = aliases.flatMap(({ conditions, validationRecord }) => [
    ...openMatters(conditions).flatMap((matter) => {
      const record = mendingRecord(matter);
      return record
        ? [`${record.name}. 300 IN ${record.type} ${record.value}${record.type === 'CNAME' ? '.' : ''}`]
        : [];
    }),
    ...(validationRecord ? [`${validationRecord.name}. 300 IN CNAME ${validationRecord.value}.`] : []),
  ]);
  return [...new Set(lines)];
}

function openFirst(aliases: readonly AliasView[]): AliasView[] {
  const isOpen = ({ conditions }: AliasView) => openMatters(conditions).length > 0;
  return [...aliases.filter(isOpen), ...aliases.filter((alias) => !isOpen(alias))];
}

/** Most certificates are never migrated: of those nothing is said. */
const chipsOf = (conditions: Conditions): ConditionName[] =>
  (Object.keys(CONDITIONS) as ConditionName[]).filter((name) => name !== 'migration' || conditions.migration);

/** Nobody is asked for anything any more; what a request failed of stays to be read. */
const isPast = ({ status }: RequestView): boolean => ['SUPERSEDED', 'CANCELED', 'RETIRED'].includes(status);

type Choose = (alias: string) => void;

function columnsOf(request: RequestView, show: Choose, resend: Choose | undefined): Column<AliasView>[] {
  const isEmail = request.method === 'EMAIL';
  return [
    {
      id: 'alias',
      header: T.request.name,
      minWidth: 180,
      sort: ({ alias }) => alias,
      cell: ({ alias }) => (
        <Link
          variant="secondary"
          ariaLabel={T.request.more(alias)}
          onFollow={(event) => {
            event.preventDefault();
            show(alias);
          }}
          href={location.hash}
        >
          <Code>{alias}</Code>
        </Link>
      ),
    },
    {
      id: 'conditions',
      header: T.request.conditions,
      minWidth: 200,
      cell: ({ conditions }) => (
        <div className="chips">
          {chipsOf(conditions).map((name) => (
            <ConditionChip key={name} name={CONDITIONS[name].name} condition={conditions[name]} />
          ))}
        </div>
      ),
    },
    {
      id: 'open',
      header: T.request.open,
      minWidth: 260,
      cell: (alias) => {
        const all = openMatters(alias.conditions);
        const open = isMigrating(request) ? all.filter(([name]) => name !== 'migration') : all;
        if (all.length > open.length && open.length === 0) return <span className="quiet">{T.migration.above}</span>;
        if (isPast(request)) return <span className="quiet">{T.request.past}</span>;
        if (open.length === 0) return <span className="quiet">{T.request.nothingOpen}</span>;
        return (
          <SpaceBetween size="xs">
            <div>
              <Matters matters={open} />
            </div>
            {waitsForApproval(alias) && isEmail && isRunning(request) && resend && (
              <SpaceBetween direction="horizontal" size="xs" alignItems="center">
                <Button
                  variant="inline-link"
                  ariaLabel={`${T.request.resend} ${alias.alias}`}
                  onClick={() => resend(alias.alias)}
                >
                  {T.request.resend}
                </Button>
                {isLocal() && (
                  <SimulatedLink href={to.mails(alias.alias, location.hash)}>{T.request.readMails}</SimulatedLink>
                )}
              </SpaceBetween>
            )}
          </SpaceBetween>
        );
      },
    },
  ];
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
                value: (
                  <div>
                    <Copyable text={record.name} />
                    <div className="record">
                      CNAME <Copyable text={record.value} />
                    </div>
                  </div>
                ),
              }
            : { label: T.request.addresses, value: addresses.join(', ') || T.request.noAddresses },
        ]}
      />
    </Modal>
  );
}

function Resend({ request, alias, onClose }: { request: RequestView; alias: AliasView; onClose: () => void }) {
  const act = useAct();
  const { siteId, requestId } = request;
  const resend = async () => {
    const done = await act.run(() => call('certificates.resend', { siteId, requestId, alias: alias.alias }));
    if (done) notify('success', T.request.resent([alias.alias]));
    onClose();
  };
  return (
    <Confirm
      title={T.request.resendTitle}
      label={T.request.resendButton}
      act={act}
      onConfirm={() => void resend()}
      onClose={onClose}
    >
      {T.request.resendOne(alias.alias, alias.addresses)}
    </Confirm>
  );
}
