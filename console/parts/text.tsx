/** Names, times and sentences of the service as people read them, and what can be copied. */
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { Fragment } from 'react';
import { piecesOf } from '../../core/text.ts';
import { useStore } from '../service/store.ts';
import { distance, format, second, utc } from '../service/time.ts';
import { T } from '../texts.ts';

/** In the reader's zone, UTC on hover. */
export function When({ iso, form = 'short' }: { iso: string; form?: 'short' | 'exact' }) {
  return (
    <time dateTime={iso} title={utc(iso)}>
      {format(iso, form)}
    </time>
  );
}

export function HowFar({ iso }: { iso: string }) {
  useStore(second);
  return (
    <span className="quiet" title={utc(iso)}>
      ({distance(iso)})
    </span>
  );
}

export function WhenAndHowFar({ iso }: { iso: string | null | undefined }) {
  return iso ? (
    <span>
      <When iso={iso} /> <HowFar iso={iso} />
    </span>
  ) : (
    T.common.none
  );
}

/** Letters: a longer name fits into no column of a table. */
const LONG_NAME = 20;

/** The service's sentences carry times as machines write them; here they become times for people. */
export function Sentence({ text }: { text: string }) {
  return piecesOf(text).map(({ piece, isTime }, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, which never move
    isTime ? <When key={at} iso={piece} /> : <Breaking key={at} text={piece} longest={LONG_NAME} />,
  );
}

/** What was found, and what to do about it. */
export function Said({ message, remedy }: { message: string; remedy: string }) {
  return (
    <>
      <p>
        <Sentence text={message} />
      </p>
      <p>
        <Sentence text={remedy} />
      </p>
    </>
  );
}

/** A name or a value as a machine reads it. */
export function Code({ children }: { children: string }) {
  return (
    <code>
      <Breaking text={children} longest={0} />
    </code>
  );
}

/** Words of more letters than this break after their dots; a shorter one goes into the next line whole. */
function Breaking({ text, longest }: { text: string; longest: number }) {
  const pieces = text.split(/(\s+)/).flatMap((word) => (word.length > longest ? word.split(/(?<=\.)/) : [word]));
  return pieces.map((piece, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, which never move
    <Fragment key={at}>
      {pieces[at - 1]?.endsWith('.') && <wbr />}
      {piece}
    </Fragment>
  ));
}

export function Copyable({ text, what = text }: { text: string; what?: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      textToDisplay={<Code>{text}</Code>}
      copyButtonAriaLabel={T.common.copy(what)}
      copySuccessText={T.common.copied}
      copyErrorText={T.common.notCopied}
      popoverRenderWithPortal
    />
  );
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  return (
    <CopyToClipboard
      textToCopy={text}
      copyButtonText={label}
      copySuccessText={T.common.copied}
      copyErrorText={T.common.notCopied}
      popoverRenderWithPortal
    />
  );
}

/** In a cell, a line each. */
export function NameLines({ names }: { names: readonly string[] }) {
  return names.map((name) => (
    <div key={name}>
      <Code>{name}</Code>
    </div>
  ));
}

/** Under a few words; nothing where there are none. */
export function NamesUnder({ title, names }: { title: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div>
      {title}
      <Names names={names} />
    </div>
  );
}

export function Names({ names }: { names: readonly string[] }) {
  return (
    <ul className="plain">
      {names.map((name) => (
        <li key={name}>
          <Code>{name}</Code>
        </li>
      ))}
    </ul>
  );
}
