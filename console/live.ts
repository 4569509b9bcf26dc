/**
 * Live places: each loads every second while the page is seen, and is drawn anew only when what it shows has changed.
 * Drawing keeps the keyboard's focus and what the reader has opened, by their ids.
 */
import { ConnectionLost, Problem } from './api.ts';
import { byId, type Child, nodesOf } from './element.ts';
import { refreshDistances } from './time.ts';
import { problemAlert } from './widgets.ts';

const EVERY_MS = 1000;

type Place = () => Promise<void>;
const always: Place[] = [];
let ofThisPage: Place[] = [];

/** The element is filled when this resolves; `everywhere` outlives the page. Throws Problem when the first load is refused. */
export async function live<Value>(
  element: HTMLElement,
  load: () => Promise<Value>,
  draw: (value: Value) => Child,
  { everywhere = false } = {},
): Promise<HTMLElement> {
  let shown: string | undefined;
  const show = (state: unknown, content: () => Child) => {
    const text = JSON.stringify(state);
    if (text === shown) return;
    shown = text;
    redraw(element, content());
  };
  const look = async () => {
    const value = await load();
    show(value, () => draw(value));
  };
  await look();
  const place = () =>
    look().catch((error) => {
      if (!(error instanceof Problem)) throw error;
      show(error.message, () => problemAlert(error));
    });
  if (everywhere) always.push(place);
  else ofThisPage.push(place);
  return element;
}

/** Forgets the places of the page that is left. */
export function leavePage(): void {
  ofThisPage = [];
}

/** Looks at once: after an act of the reader. */
export async function refresh(): Promise<void> {
  const looks = await Promise.allSettled([...always, ...ofThisPage].map((place) => place()));
  const failures = looks.filter((look) => look.status === 'rejected').map(({ reason }) => reason);
  byId('connection').hidden = !failures.some((failure) => failure instanceof ConnectionLost);
  for (const failure of failures) if (!(failure instanceof ConnectionLost)) reportError(failure);
  refreshDistances();
}

export async function keepLive(): Promise<never> {
  document.addEventListener('visibilitychange', () => document.hidden || refresh());
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    if (!document.hidden) await refresh();
  }
}

function redraw(element: HTMLElement, content: Child): void {
  const focused = element.contains(document.activeElement) ? document.activeElement?.id : undefined;
  const opened = [...element.querySelectorAll('details[open]')].map(({ id }) => id);
  element.replaceChildren(...nodesOf(content));
  for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
