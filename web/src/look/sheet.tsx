import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface SheetProps {
  readonly title: string;
  readonly testId?: string;
  readonly class?: string;
  /** Called when the person closes the sheet, by Escape too. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal sheet over the page: from below on a phone, in the middle elsewhere. The focus returns by itself. */
export function Sheet({ title, testId, class: more, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={more === undefined ? 'sheet' : `sheet ${more}`}
      aria-labelledby={titleId}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
