/** What belongs to nobody any more, for the vendor's own people: why, and what may be deleted. Looking costs calls of AWS, so it is asked for. */
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Answers } from '../../core/api/operations.ts';
import { Page } from '../frame/page.tsx';
import { AskButton } from '../parts/confirm.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { Code, Sentence } from '../parts/text.tsx';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { refresh, useLive } from '../service/live.ts';
import { notify } from '../service/notices.ts';
import { T } from '../texts.ts';

type Orphan = Answers['orphans.list']['orphans'][number];

const COLUMNS: readonly Column<Orphan>[] = [
  {
    id: 'kind',
    header: T.orphans.kind,
    minWidth: 140,
    cell: ({ kind }) => T.orphans.kinds[kind],
    sort: ({ kind }) => kind,
  },
  { id: 'id', header: T.orphans.id, minWidth: 220, cell: ({ id }) => <Code>{id}</Code>, sort: ({ id }) => id },
  { id: 'why', header: T.orphans.why, minWidth: 220, cell: ({ why }) => <Sentence text={why} /> },
  {
    id: 'verdict',
    header: T.orphans.verdict,
    minWidth: 200,
    cell: (orphan) =>
      orphan.safe ? (
        <SpaceBetween size="xs">
          <Indicator type="success">{T.orphans.safe}</Indicator>
          <Delete orphan={orphan} />
        </SpaceBetween>
      ) : (
        <Indicator type="warning">{T.orphans.inDoubt}</Indicator>
      ),
    sort: ({ safe }) => (safe ? 0 : 1),
  },
];

export function Orphans() {
  const orphans = useLive('orphans', async () => (await call('orphans.list', {})).orphans, { still: true });
  const look = useAct();
  const again = (
    <Button loading={look.busy} onClick={() => void look.run(refresh)}>
      {T.orphans.look}
    </Button>
  );
  return (
    <Page title={T.navigation.orphans} description={T.orphans.about} actions={again}>
      <Loaded live={orphans}>
        {(all) => (
          <DataTable
            title={T.orphans.list}
            items={all}
            columns={COLUMNS}
            keyOf={({ kind, id }) => `${kind} ${id}`}
            find={T.orphans.find}
            textOf={({ kind, id, why }) => `${T.orphans.kinds[kind]} ${id} ${why}`}
            empty={<Empty title={T.orphans.empty}>{T.orphans.emptyMore}</Empty>}
          />
        )}
      </Loaded>
    </Page>
  );
}

function Delete({ orphan: { kind, id, why } }: { orphan: Orphan }) {
  const remove = async () => {
    const { deleted, text } = await call('orphans.delete', { kind, id });
    notify(deleted ? 'success' : 'info', text);
  };
  return (
    <AskButton
      ariaLabel={`${T.orphans.delete} ${id}`}
      title={T.orphans.ask(T.orphans.kinds[kind])}
      label={T.orphans.delete}
      act={remove}
    >
      <SpaceBetween size="m">
        <Code>{id}</Code>
        <p>
          <Sentence text={why} />
        </p>
        <p>{T.orphans.askText}</p>
      </SpaceBetween>
    </AskButton>
  );
}
