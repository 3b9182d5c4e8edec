import { useEffect, useRef } from 'preact/hooks';
import { t } from '../words/language.ts';

let isFirstPage = true;

/** The title of a page. It takes the focus after moving to the page, so that whoever listens hears where they are. */
export function PageTitle({ title, class: name }: { readonly title: string; readonly class?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  useEffect(() => {
    document.title = `${title} · ${t.peek().page.name}`;
  }, [title]);
  return (
    <h1 ref={heading} class={name} tabIndex={-1}>
      {title}
    </h1>
  );
}
