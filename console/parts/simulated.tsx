/** The marks of the simulated world: what exists on this machine only, the ways into it, and the way back. */
import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { T } from '../texts.ts';

/** Marks what exists in the simulated world only. */
export function Simulated({ children = T.shell.simulation }: { children?: ReactNode }) {
  return <span className="simulated">{children}</span>;
}

/** A way into the simulated world from a real screen. */
export function SimulatedLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a className="simulated" href={href}>
      {children}
    </a>
  );
}

/** From a screen of the simulated world to where the reader was. */
export function Back({ query }: { query: URLSearchParams }) {
  const back = query.get('back') ?? '';
  return back.startsWith('#/') ? <Link href={back}>{T.world.back}</Link> : null;
}
