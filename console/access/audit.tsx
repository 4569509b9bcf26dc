/** The audit: who called what, from where, and how it ended; newest first, a page at a time. */
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Answers } from '../../core/api/operations.ts';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Form, TextField } from '../parts/form.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { Code, When } from '../parts/text.tsx';
import { rename, to } from '../place.ts';
import type { ScreenProps } from '../screens.ts';
import { call } from '../service/api.ts';
import { refresh, useLive } from '../service/live.ts';
import { T } from '../texts.ts';

type AuditEntry = Answers['audit.list']['entries'][number];

const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: 'at', header: T.audit.at, minWidth: 130, cell: ({ at }) => <When iso={at} form="exact" /> },
  {
    id: 'who',
    header: T.audit.who,
    minWidth: 150,
    cell: ({ principal, claimed, sourceIp }) => (
      <>
        {principal ? principal.id : T.audit.nobody(claimed)}
        <div className="quiet">
          {principal && T.audit.kinds[principal.kind]} {sourceIp}
        </div>
      </>
    ),
  },
  {
    id: 'operation',
    header: T.audit.operation,
    minWidth: 220,
    cell: ({ operation, parameters }) => (
      <>
        <Code>{operation}</Code>
        <div className="quiet">{inWords(parameters)}</div>
      </>
    ),
  },
  {
    id: 'outcome',
    header: T.audit.outcome,
    cell: ({ outcome, errorCode, reason }) => (
      <Indicator type={errorCode === 0 ? 'success' : 'error'}>
        {outcome}
        {reason && ` (${reason})`}
      </Indicator>
    ),
  },
  { id: 'callId', header: T.audit.callId, minWidth: 170, cell: ({ callId }) => <Code>{callId}</Code> },
];

/** What was given and may be told; of the rest the names alone. */
function inWords(parameters: AuditEntry['parameters']): string {
  return Object.entries(parameters)
    .map(([name, value]) =>
      value === null ? name : `${name}=${Array.isArray(value) ? value.join(' ') : String(value)}`,
    )
    .join(', ');
}

export function Audit({ query }: ScreenProps) {
  const [siteId, setSiteId] = useState(query.get('siteId') ?? '');
  const [typed, setTyped] = useState(siteId);
  const [reads, setReads] = useState(false);
  /** Cursors of the pages up to this one; the first has none. */
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  const cursor = cursors.at(-1);
  const page = useLive(
    `audit ${siteId} ${reads} ${cursor}`,
    () =>
      call('audit.list', { ...(siteId && { siteId }), ...(!reads && { only: 'changes' }), ...(cursor && { cursor }) }),
    { still: reads }, // each reading of it is a call that only reads
  );
  const filter = () => {
    const wanted = typed.trim();
    if (wanted === siteId && cursor === undefined) void refresh(); // nothing else would read it anew
    setSiteId(wanted);
    setCursors([undefined]);
    rename(to.audit(wanted));
  };
  const next = page.value?.nextCursor;
  return (
    <Page title={T.navigation.audit} description={T.audit.about}>
      <Form onSubmit={filter}>
        <SpaceBetween direction="horizontal" size="xs" alignItems="end">
          <TextField label={T.audit.site} value={typed} onChange={setTyped} type="search" />
          <Button formAction="submit">{T.access.show}</Button>
        </SpaceBetween>
      </Form>
      <Checkbox
        checked={reads}
        onChange={({ detail }) => {
          setReads(detail.checked);
          setCursors([undefined]);
        }}
      >
        {T.audit.reads}
      </Checkbox>
      <Loaded live={page}>
        {({ entries }) => (
          <DataTable
            title={T.audit.entries}
            items={entries}
            pageSize={entries.length || 1}
            columns={COLUMNS}
            keyOf={({ callId, at }) => `${callId} ${at}`}
            empty={<Empty title={T.audit.empty} />}
          />
        )}
      </Loaded>
      <SpaceBetween direction="horizontal" size="xs">
        <Button disabled={cursors.length === 1} onClick={() => setCursors(cursors.slice(0, -1))}>
          {T.audit.newer}
        </Button>
        <Button disabled={!next} onClick={() => next && setCursors([...cursors, next])}>
          {T.audit.older}
        </Button>
      </SpaceBetween>
    </Page>
  );
}
