/** The frame of a screen: its title in the window and the heading, the way up, and where the keyboard starts. */
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useEffect } from 'react';
import { Simulated } from '../parts/simulated.tsx';
import { T } from '../texts.ts';
import { type Crumb, crumbs } from './crumbs.ts';

interface Props {
  title: string;
  /** The places above this one. */
  above?: readonly Crumb[];
  description?: ReactNode;
  actions?: ReactNode;
  simulated?: boolean;
  children: ReactNode;
}

export function Page({ title, above = [], description, actions, simulated = false, children }: Props) {
  const way = JSON.stringify([...above, { text: title, href: location.hash }]);
  useEffect(() => {
    document.title = `${title} – ${T.shell.product}`;
    crumbs.set(JSON.parse(way));
  }, [title, way]);
  return (
    <ContentLayout
      header={
        <Header variant="h1" {...(simulated && { info: <Simulated /> })} description={description} actions={actions}>
          {title}
        </Header>
      }
    >
      <SpaceBetween size="l">{children}</SpaceBetween>
    </ContentLayout>
  );
}
