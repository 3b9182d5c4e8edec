import { useEffect, useState } from 'preact/hooks';
import { openStudio, type Studio } from './studio.ts';

/** The studio of a lot for as long as the component is shown; null before the first paint. */
export function useStudio(lotId: string): Studio | null {
  const [studio, setStudio] = useState<Studio | null>(null);
  useEffect(() => {
    const opened = openStudio(lotId);
    setStudio(opened);
    return () => opened.leave();
  }, [lotId]);
  return studio;
}
