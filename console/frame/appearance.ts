/** Light or dark: as the reader's system says, unless the reader chose otherwise here. */
import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { createStore } from '../service/store.ts';

export const CHOICES = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof CHOICES)[number];

const KEY = 'appearance';
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');

export const appearance = createStore<Appearance>(kept());

function kept(): Appearance {
  const found = localStorage.getItem(KEY);
  return CHOICES.find((choice) => choice === found) ?? 'system';
}

export function choose(choice: Appearance): void {
  localStorage.setItem(KEY, choice);
  appearance.set(choice);
}

export function followAppearance(): void {
  const show = () => {
    const choice = appearance.get();
    const dark = choice === 'dark' || (choice === 'system' && prefersDark.matches);
    applyMode(dark ? Mode.Dark : Mode.Light);
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  };
  prefersDark.addEventListener('change', show);
  appearance.subscribe(show);
  show();
}
