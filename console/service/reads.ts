/**
 * What more than one screen reads, live. Lists, which the service answers in pages, are read to the first hundred entries, and whole
 * when the reader wants that.
 */
import { useEffect, useState } from 'react';
import { call } from './api.ts';
import { type Live, refresh, useLive } from './live.ts';

/** The most that a page may hold, and as many as are read unasked. */
const FIRST = 100;

export interface PageInput {
  limit: number;
  cursor?: string;
}

interface Page {
  nextCursor: string | null;
}

export interface List<Entry> extends Live<readonly Entry[]> {
  /** Reads the rest too; undefined when there is none. */
  showAll: (() => void) | undefined;
}

/** `key` as of useLive. */
export function useList<Answer extends Page, Entry>(
  key: string,
  read: (page: PageInput) => Promise<Answer>,
  entriesOf: (answer: Answer) => readonly Entry[],
): List<Entry> {
  const [all, setAll] = useState(false);
  const { value, problem } = useLive(key, () => readEntries(read, entriesOf, all));
  useEffect(() => {
    if (all) void refresh();
  }, [all]);
  return { value: value?.entries, problem, showAll: value?.hasMore ? () => setAll(true) : undefined };
}

/** The first hundred, or `all`. */
export async function readEntries<Answer extends Page, Entry>(
  read: (page: PageInput) => Promise<Answer>,
  entriesOf: (answer: Answer) => readonly Entry[],
  all: boolean,
): Promise<{ entries: Entry[]; hasMore: boolean }> {
  const entries: Entry[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await read({ limit: FIRST, ...(cursor && { cursor }) });
    entries.push(...entriesOf(page));
    cursor = page.nextCursor;
  } while (cursor && (all || entries.length < FIRST)); // a page may hold less than it could, or nothing
  return { entries, hasMore: Boolean(cursor) };
}

export const useSite = (siteId: string) => useLive(`site ${siteId}`, () => call('sites.get', { siteId }));

export const useRequest = (siteId: string, requestId: string) =>
  useLive(`request ${siteId} ${requestId}`, () => call('certificates.get', { siteId, requestId }));

export const useHistory = (siteId: string, requestId: string) =>
  useLive(`history ${siteId} ${requestId}`, () => call('certificates.history', { siteId, requestId }));

export const useSites = () =>
  useList(
    'sites',
    (page) => call('sites.list', page),
    ({ sites }) => sites,
  );

/** The newest first. */
export const useRequests = (siteId: string) =>
  useList(
    `requests ${siteId}`,
    (page) => call('certificates.list', { siteId, ...page }),
    ({ certificates }) => certificates,
  );
