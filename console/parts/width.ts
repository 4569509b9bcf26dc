/** How much room there is. */
import { useSyncExternalStore } from 'react';

/** Narrower than a table can be read on. */
const NARROW = window.matchMedia('(max-width: 47rem)');

export const useNarrow = () => useMedia(NARROW);

export function useMedia(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (tell) => {
      query.addEventListener('change', tell);
      return () => query.removeEventListener('change', tell);
    },
    () => query.matches,
  );
}
