/**
 * A letter as HTML, made of its plain text so that the two never say different things: blank lines part paragraphs, indented lines
 * are to be copied as they stand, addresses are links. Nothing is loaded from anywhere, and all that is not ours is escaped.
 */
import type { LetterText } from './letter.ts';

const BODY =
  'font:16px/1.5 system-ui,sans-serif;color:#16191f;background:#fff;max-width:42em;margin:1.5em auto;padding:0 1em';
const COPY =
  'font:14px/1.5 ui-monospace,monospace;background:#f2f3f3;padding:.75em;white-space:pre-wrap;overflow-wrap:anywhere';

export function letterHtml({ subject, text }: LetterText): string {
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    `<body style="${BODY}">`,
    ...text.split('\n\n').map(paragraph),
    '</body></html>',
  ].join('\n');
}

/** Runs of lines of the same kind: words, or what is indented. */
function paragraph(text: string): string {
  const lines = text.split('\n');
  const kinds = lines.map((line) => line.startsWith('  '));
  const starts = kinds.flatMap((kind, index) => (index === 0 || kind !== kinds[index - 1] ? [index] : []));
  return starts
    .map((start, index) => {
      const run = lines.slice(start, starts[index + 1]);
      return kinds[start]
        ? `<pre style="${COPY}">${run.map((line) => linked(line.slice(2))).join('\n')}</pre>`
        : `<p>${run.map(linked).join('<br>')}</p>`;
    })
    .join('\n');
}

function linked(line: string): string {
  const pieces = line.split(/(https?:\/\/[^\s<>"']+)/);
  return pieces
    .map(escaped)
    .map((piece, at) => (at % 2 === 1 ? `<a href="${piece}">${piece}</a>` : piece))
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
