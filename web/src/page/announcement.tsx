import type { ComponentChildren } from 'preact';
import { PageTitle } from './page-title.tsx';

/** A whole page that says one thing and where to go from here. */
export function Announcement({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="announcement">
      <PageTitle title={title} />
      <p>{text}</p>
      {children}
    </div>
  );
}
