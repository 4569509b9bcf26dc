/** How long ACM takes for what it does by itself, in seconds of world time: its usual spans, unless this world says otherwise. */
import type { World } from '../../world.ts';

/** `least`, and up to `spread` more by chance. */
export interface Span {
  least: number;
  spread: number;
}

const USUAL = {
  /** From the request to its being seen: "a delay of several seconds" (API_RequestCertificate.html). */
  visible: { least: 2, spread: 7 },
  /** From the request to addresses and mails; clients that wait for them find them within a minute. */
  contacts: { least: 10, spread: 31 },
  /** Between two looks at the CNAMEs: "a few minutes". */
  recordCheck: { least: 120, spread: 181 },
  /** From the last approval to the certificate. AWS publishes none; minutes are common, hours are possible. */
  issuance: { least: 30, spread: 91 },
  /** Between two looks at CNAMEs that a renewal misses: its status may be hours old (check-certificate-renewal-status.html). */
  renewalCheck: { least: 3600, spread: 7200 },
  /** From a renewal until the edges show the new certificate: at most 24 hours (cnames-and-https-rotate-certificates.html). */
  edges: { least: 600, spread: 85_800 },
} as const satisfies Record<string, Span>;

export type SpanName = keyof typeof USUAL;

export interface Spans {
  /** The instant, as an ISO string, at which what begins now is done. */
  after(name: SpanName): string;
  /** Takes another span from now on; the usual one again without. */
  set(name: SpanName, span?: Span): void;
}

export function createSpans({ clock, store, random }: World): Spans {
  const own = store.collection<Span>('acm.spans');
  return {
    after(name) {
      const { least, spread } = own.get(name) ?? USUAL[name];
      return new Date(clock.now().getTime() + (least + random.below(spread)) * 1000).toISOString();
    },
    set: (name, span) => (span ? own.put(name, span) : own.delete(name)),
  };
}
