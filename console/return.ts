/** Where the reader was when the session was missed: kept for this tab while the portal signs in, and taken up again once. */
const KEY = 'return';

export function keepPlace(): void {
  if (location.hash.length > 1) sessionStorage.setItem(KEY, location.hash);
}

export function takeUpPlace(): void {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (kept?.startsWith('#/') && location.hash.length <= 2) history.replaceState(null, '', kept);
}
