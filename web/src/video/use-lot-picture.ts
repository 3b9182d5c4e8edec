import { useEffect, useState } from 'preact/hooks';
import { type LotPicture, openPicture } from './lot-picture.ts';

/** The picture of a lot for as long as the component is shown; null before the first paint. */
export function useLotPicture(lotId: string): LotPicture | null {
  const [picture, setPicture] = useState<LotPicture | null>(null);
  useEffect(() => {
    const opened = openPicture(lotId);
    setPicture(opened);
    return () => opened.leave();
  }, [lotId]);
  return picture;
}
