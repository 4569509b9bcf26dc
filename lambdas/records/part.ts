/** Part of a list: from one of its sort keys on, so many entries. */
import type { Query } from '../clients/table.ts';

export interface Part {
  /** Sort key of the first entry, itself included; without it, the list's first. */
  begin?: string | undefined;
  limit?: number | undefined;
}

/** As a query has it: `from` in a list that goes up, `upTo` in one that goes down. */
export function part(bound: 'from' | 'upTo', begin: string | undefined, limit: number | undefined): Partial<Query> {
  return { ...(begin === undefined ? {} : { [bound]: begin }), ...(limit === undefined ? {} : { limit }) };
}
