/**
 * The distributions and tenants of all accounts, found by what they are called. The index beside the collection only says
 * where to look, and forgets nothing; whether it is so, the document says. Thus no transaction that is undone can mislead it.
 */
import type { Store } from '../../store.ts';
import { aliasesOf, held, type StoredDistribution } from './distributions.ts';

/** No look-up costs more for what others hold: each reads only resources that have, or had, the name in question. */
export interface Resources {
  get(id: string): StoredDistribution | undefined;
  put(resource: StoredDistribution): void;
  delete(id: string): void;
  /** Everything there is, in order of creation. */
  values(): IterableIterator<StoredDistribution>;
  /** The distributions of an account, in order of creation; not its tenants. */
  distributionsOf(account: string): StoredDistribution[];
  /** The distribution of an account that was made with this CallerReference. */
  madeWith(account: string, callerReference: string | undefined): StoredDistribution | undefined;
  /** Distributions and tenants of all accounts together. */
  readonly size: number;
  /** Those that have exactly this alias, in their configuration or at the edges. */
  named(alias: string): StoredDistribution[];
  /** The one that holds exactly this alias. */
  holder(alias: string): StoredDistribution | undefined;
  /** Aliases that end in this domain, without the domain itself; some of them may be gone. */
  aliasesBelow(domain: string): string[];
  /** By its own name under cloudfront.net. */
  withDomainName(domainName: string): StoredDistribution | undefined;
}

export function createResources(store: Store): Resources {
  const collection = store.collection<StoredDistribution>('cloudfront.distributions');
  const [byAlias, byAccount, byReference, below] = [createIndex(), createIndex(), createIndex(), createIndex()];
  const byDomainName = new Map<string, string>();

  function index({ id, account, domainName, config, deployed }: StoredDistribution): void {
    byAccount.add(account, id);
    byReference.add(`${account} ${config.CallerReference}`, id);
    byDomainName.set(domainName, id);
    for (const alias of [...aliasesOf(config), ...(deployed?.aliases ?? [])]) {
      byAlias.add(alias, id);
      for (const ancestor of ancestorsOf(alias)) below.add(ancestor, alias);
    }
  }

  const existing = (ids: Iterable<string>) =>
    [...ids].flatMap((id) => {
      const found = collection.get(id);
      return found ? [found] : [];
    });

  function named(alias: string): StoredDistribution[] {
    return existing(byAlias.get(alias)).filter(
      ({ config, deployed }) => aliasesOf(config).includes(alias) || deployed?.aliases.includes(alias),
    );
  }

  function madeWith(account: string, reference: string | undefined): StoredDistribution | undefined {
    return existing(byReference.get(`${account} ${reference}`)).find(({ tenant }) => !tenant);
  }

  for (const resource of collection.values()) index(resource);

  return {
    get: (id) => collection.get(id),
    put(resource) {
      collection.put(resource.id, resource);
      index(resource);
    },
    delete: (id) => collection.delete(id),
    values: () => collection.values(),
    distributionsOf: (account) => existing(byAccount.get(account)).filter(({ tenant }) => !tenant),
    madeWith,
    get size() {
      return collection.size;
    },
    named,
    holder: (alias) => named(alias).find((resource) => held(resource).includes(alias)),
    aliasesBelow: (domain) => [...below.get(domain)],
    withDomainName: (domainName) => existing([byDomainName.get(domainName) ?? ''])[0],
  };
}

/** `a.b.example.com` lies below b.example.com, example.com and com. */
export function ancestorsOf(name: string): string[] {
  const labels = name.split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
}

function createIndex() {
  const sets = new Map<string, Set<string>>();
  return {
    add(key: string, value: string): void {
      const set = sets.get(key) ?? new Set();
      sets.set(key, set.add(value));
    },
    get: (key: string): Iterable<string> => sets.get(key) ?? [],
  };
}
