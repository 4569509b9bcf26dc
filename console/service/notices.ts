/** Words on what has just been done, for eyes and for screen readers. */
import { createStore } from './store.ts';

export interface Notice {
  id: string;
  type: 'success' | 'error' | 'info';
  text: string;
  more: string | undefined;
}

export const notices = createStore<readonly Notice[]>([]);

/** Long enough to read a sentence; refusals stay until they are dismissed. */
const NOTICE_MS = 6000;
/** Refusals that are kept beside each other; of what went well the last word is enough. */
const MOST = 3;
let count = 0;

export function notify(type: Notice['type'], text: string, more?: string): void {
  const id = String(++count);
  const refusals = notices.get().filter((notice) => notice.type === 'error' && notice.text !== text);
  notices.set([...refusals, { id, type, text, more: more || undefined }].slice(-MOST));
  if (type !== 'error') setTimeout(() => dismiss(id), NOTICE_MS);
}

export function dismiss(id: string): void {
  notices.set(notices.get().filter((notice) => notice.id !== id));
}
