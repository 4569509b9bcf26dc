/** A table that can be searched, sorted and paged; on a narrow screen the same as cards. */
import { useCollection } from '@cloudscape-design/collection-hooks';
import Button from '@cloudscape-design/components/button';
import Cards from '@cloudscape-design/components/cards';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { KeyboardEvent, ReactNode } from 'react';
import { T } from '../texts.ts';
import { Empty } from './states.tsx';
import { useNarrow } from './width.ts';

export interface Column<Item> {
  id: string;
  header: string;
  cell: (item: Item) => ReactNode;
  /** What it is sorted by; not sortable without. */
  sort?: (item: Item) => string | number;
  width?: number | string;
  minWidth?: number;
}

interface Props<Item> {
  title: string;
  items: readonly Item[];
  columns: readonly Column<Item>[];
  /** One name for each row that stays the same. */
  keyOf: (item: Item) => string;
  /** What the search looks at; no search without. */
  textOf?: (item: Item) => string;
  find?: string;
  empty: ReactNode;
  actions?: ReactNode;
  description?: ReactNode;
  pageSize?: number;
  /** Shows the rest of a list that was read in part. */
  showAll?: (() => void) | undefined;
  loading?: boolean;
  variant?: 'container' | 'full-page' | 'embedded';
}

/** Fewer rows than this are found by looking. */
const SEARCHED_FROM = 8;
const PAGE = 20;

export function DataTable<Item>(props: Props<Item>) {
  const {
    title,
    items,
    columns,
    keyOf,
    textOf,
    empty,
    actions,
    description,
    pageSize = PAGE,
    loading = false,
    showAll,
  } = props;
  const narrow = useNarrow();
  const noMatch = (
    <Empty
      title={T.common.noMatch}
      action={
        <Button formAction="none" onClick={() => collection.actions.setFiltering('')}>
          {T.common.clearFilter}
        </Button>
      }
    />
  );
  const collection = useCollection(items, {
    filtering: {
      empty,
      noMatch,
      filteringFunction: (item, text) => !textOf || textOf(item).toLowerCase().includes(text.trim().toLowerCase()),
    },
    sorting: {},
    pagination: { pageSize },
  });
  const { filterProps, collectionProps, paginationProps, filteredItemsCount = 0 } = collection;
  // What is searched for is seen and can be cleared, however few rows are left.
  const searched = textOf !== undefined && (items.length >= SEARCHED_FROM || filterProps.filteringText !== '');
  const filter = (searched || showAll) && (
    <SpaceBetween direction="horizontal" size="s" alignItems="center">
      {searched && (
        // biome-ignore lint/a11y/noStaticElementInteractions: a key on its way through is kept, and none is answered
        <div onKeyDown={keepEnter}>
          <TextFilter
            {...filterProps}
            filteringPlaceholder={props.find ?? T.common.filter}
            filteringAriaLabel={props.find ?? T.common.filter}
            countText={T.common.matches(filteredItemsCount)}
          />
        </div>
      )}
      {showAll && (
        <>
          {T.common.inPart(items.length)}{' '}
          <Button formAction="none" onClick={showAll}>
            {T.common.showAll}
          </Button>
        </>
      )}
    </SpaceBetween>
  );
  const header = (
    <Header counter={`(${items.length}${showAll ? '+' : ''})`} actions={actions} description={description}>
      {title}
    </Header>
  );
  const paging = paginationProps.pagesCount > 1 && <Pagination {...paginationProps} />;
  if (narrow) {
    const [first, ...rest] = columns;
    return (
      <Cards
        items={collection.items}
        trackBy={keyOf}
        loading={loading}
        loadingText={T.shell.loading}
        header={header}
        filter={filter || undefined}
        pagination={paging || undefined}
        empty={collectionProps.empty}
        ariaLabels={{ itemSelectionLabel: () => '', selectionGroupLabel: title, cardsLabel: title }}
        cardDefinition={{
          header: (item) => <div className="card-title">{first?.cell(item)}</div>,
          sections: rest.map(({ id, header: name, cell }) => ({ id, header: name, content: cell })),
        }}
      />
    );
  }
  return (
    <Table
      {...collectionProps}
      items={collection.items}
      trackBy={keyOf}
      loading={loading}
      loadingText={T.shell.loading}
      variant={props.variant ?? 'container'}
      wrapLines
      cellVerticalAlign="top"
      header={header}
      filter={filter || undefined}
      pagination={paging || undefined}
      ariaLabels={{ tableLabel: title }}
      columnDefinitions={columns.map(({ sort, id, header: name, cell, width, minWidth }) => ({
        id,
        header: name,
        cell: (item: Item) => <div className="said">{cell(item)}</div>,
        ...(width !== undefined && { width }),
        ...(minWidth !== undefined && { minWidth }),
        // By its field the table knows which column it is sorted by: the comparator is another one each time.
        ...(sort && { sortingField: id, sortingComparator: (a: Item, b: Item) => compare(sort(a), sort(b)) }),
      }))}
    />
  );
}

/** To find a row is not to submit the form around the table. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}
