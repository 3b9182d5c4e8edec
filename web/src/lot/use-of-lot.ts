import { useEffect, useState } from 'preact/hooks';

/** What `open` gives for a lot, for as long as the component is shown; null before the first paint. */
export function useOfLot<Thing extends { leave(): void }>(
  lotId: string,
  open: (lotId: string) => Thing,
): Thing | null {
  const [opened, setOpened] = useState<{ readonly lotId: string; readonly thing: Thing } | null>(null);
  useEffect(() => {
    const thing = open(lotId);
    setOpened({ lotId, thing });
    return () => thing.leave();
  }, [lotId, open]);
  return opened?.lotId === lotId ? opened.thing : null;
}
