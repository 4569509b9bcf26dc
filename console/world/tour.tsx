/** The simulated world's first journey, step by step, each with the way to where it happens. Local mode only, and marked so. */
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Link from '@cloudscape-design/components/link';
import { Simulated } from '../parts/simulated.tsx';
import { to } from '../place.ts';
import { T } from '../texts.ts';

/** As local/scenery.ts has them. */
const [SITE, PREFIX, NAME] = ['acme', 'login', 'login.www.example.com'];

const PLACES: Record<string, string> = {
  others: to.others(NAME, to.sites()),
  generate: to.generate(SITE, PREFIX),
  settings: to.settings(SITE),
  renewals: to.renewals(),
  migrations: to.migrations(),
};

export function Tour() {
  return (
    <ExpandableSection variant="container" defaultExpanded headerText={T.tour.title} headerInfo={<Simulated />}>
      <p>{T.tour.about}</p>
      <ol className="plain">
        {T.tour.steps.map((step) => (
          <li key={step}>{step.split(/(\*[^*]+\*|\{[^}]+\})/).map(pieceOf)}</li>
        ))}
      </ol>
    </ExpandableSection>
  );
}

function pieceOf(piece: string) {
  const [, place = '', text] = /^\{(\w+):(.+)\}$/.exec(piece) ?? [];
  if (text)
    return (
      <Link key={piece} href={PLACES[place] ?? to.sites()}>
        {text}
      </Link>
    );
  return piece.startsWith('*') ? <b key={piece}>{piece.slice(1, -1)}</b> : piece;
}
