/**
 * Going on without names: which of them block the rest, which may be left out, what is lost by it. The rule kept here: a name that
 * serves goes off the air only if it is said of this very name.
 */
import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import type { RequestView } from '../../core/view.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Indicator, ProblemAlert } from '../parts/states.tsx';
import { ConnectionLost, call, Problem } from '../service/api.ts';
import { T } from '../texts.ts';

interface Known {
  blocking: readonly string[];
  /** Names of the certificate whose place this request is to take: they serve now. */
  replaced: readonly string[];
  /** Why the request cannot go on without any. */
  problem?: Problem;
}

/** Milliseconds after which it is asked again what the connection has kept from being known. */
const RETRY_MS = 1000;

/** The service says what blocks where nothing is named to leave out, and starts nothing. */
function useKnown({ siteId, requestId, replaces }: RequestView): Known | undefined {
  const [known, setKnown] = useState<Known>();
  useEffect(() => {
    const learn = async (): Promise<Known> => {
      const blocks = await call('certificates.continueWithout', { siteId, requestId }).catch(refusal);
      const old = replaces && (await call('certificates.get', { siteId, requestId: replaces }));
      const replaced = old ? old.aliases.map(({ alias }) => alias) : [];
      if (!(blocks instanceof Problem)) return { blocking: [], replaced };
      return blocks.code === 'WithoutUnclear'
        ? { blocking: blocks.blocking, replaced }
        : { blocking: [], replaced, problem: blocks };
    };
    let retry: ReturnType<typeof setTimeout> | undefined;
    let isShown = true;
    const ask = (): Promise<void> =>
      learn().then(setKnown, (error) => {
        if (error instanceof Problem) setKnown({ blocking: [], replaced: [], problem: error });
        else if (!(error instanceof ConnectionLost)) throw error;
        else if (isShown) retry = setTimeout(() => void ask(), RETRY_MS); // told once for the whole page
      });
    void ask();
    return () => {
      isShown = false;
      clearTimeout(retry);
    };
  }, [siteId, requestId, replaces]);
  return known;
}

function refusal(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}

export function GoOn({ request, onClose }: { request: RequestView; onClose: () => void }) {
  const { siteId, requestId, aliases } = request;
  const known = useKnown(request);
  const [chosen, setChosen] = useState<readonly string[]>();
  const [consented, setConsented] = useState<readonly string[]>([]);
  /** Serves too, as a refusal said. */
  const [serves, setServes] = useState<readonly string[]>([]);
  const serving = [...namesOnAir(request), ...(known?.replaced ?? []), ...serves].filter(
    (name) => !request.offAir.includes(name),
  );
  /** What serves is left out only by a person's own hand. */
  const without = chosen ?? (known?.blocking ?? []).filter((name) => !serving.includes(name));
  const open = without.filter((name) => serving.includes(name) && !consented.includes(name));
  const offAir = without.filter((name) => serving.includes(name) && consented.includes(name));
  const goOn = () =>
    call('certificates.continueWithout', { siteId, requestId, without: [...without], offAir }).catch((error) => {
      if (error instanceof Problem) setServes(error.names);
      throw error;
    });
  return (
    <Confirm
      title={T.goOn.title}
      label={T.goOn.confirm}
      act={goOn}
      said={T.goOn.going(without)}
      why={whyNot(without.length, aliases.length, open.length)}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <div>{T.goOn.text}</div>
        {known?.problem && <ProblemAlert problem={known.problem} />}
        {known === undefined && <Indicator type="loading">{T.goOn.asking}</Indicator>}
        {known && !known.problem && (
          <fieldset>
            <legend>{T.goOn.choose}</legend>
            {blockingFirst(request, known.blocking).map((name) => (
              <NameChoice
                key={name}
                name={name}
                blocks={known.blocking.includes(name)}
                chosen={without.includes(name)}
                onChoose={(on) => setChosen(toggled(without, name, on))}
                serves={serving.includes(name)}
                mayGo={consented.includes(name)}
                onMayGo={(on) => setConsented(toggled(consented, name, on))}
              />
            ))}
          </fieldset>
        )}
        <Lost request={request} />
      </SpaceBetween>
    </Confirm>
  );
}

const toggled = (list: readonly string[], name: string, on: boolean): string[] => [
  ...list.filter((other) => other !== name),
  ...(on ? [name] : []),
];

/** Why it cannot be confirmed; undefined when it can. */
function whyNot(left: number, all: number, open: number): string | undefined {
  if (left === 0) return T.goOn.whyNone;
  if (left === all) return T.goOn.whyAll;
  return open > 0 ? T.goOn.whyConsent : undefined;
}

interface NameProps {
  name: string;
  blocks: boolean;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  serves: boolean;
  mayGo: boolean;
  onMayGo: (on: boolean) => void;
}

function NameChoice({ name, blocks, chosen, onChoose, serves, mayGo, onMayGo }: NameProps) {
  return (
    <div className="choice">
      <Checkbox
        checked={chosen}
        onChange={({ detail }) => onChoose(detail.checked)}
        {...(blocks && { description: T.goOn.blocks })}
      >
        {name}
      </Checkbox>
      {chosen && serves && (
        <div className="inset">
          <Checkbox checked={mayGo} onChange={({ detail }) => onMayGo(detail.checked)}>
            {T.plan.mayGo(name)}
          </Checkbox>
        </div>
      )}
    </div>
  );
}

/** Names of this request that are on the distribution. */
function namesOnAir({ aliases }: RequestView): string[] {
  return aliases.flatMap(({ alias, conditions: { attached, serving } }) =>
    attached?.status === 'True' || serving?.status === 'True' ? [alias] : [],
  );
}

function blockingFirst({ aliases }: RequestView, blocking: readonly string[]): string[] {
  const names = aliases.map(({ alias }) => alias);
  return [...blocking, ...names.filter((name) => !blocking.includes(name))];
}

/** What was approved for a certificate that is not issued is lost with it. */
function Lost({ request: { aliases, notAfter } }: { request: RequestView }) {
  const approved = aliases.filter(({ conditions: { approval } }) => approval?.status === 'True').length;
  if (approved === 0) return null;
  return notAfter === null ? (
    <Alert type="warning">{T.goOn.approvalsLost(approved)}</Alert>
  ) : (
    <Indicator>{T.goOn.approvalsKept}</Indicator>
  );
}
