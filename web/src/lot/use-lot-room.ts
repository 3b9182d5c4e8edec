import { useEffect, useState } from 'preact/hooks';
import { enterLot, type LotRoom } from './lot-room.ts';

/** The room of a lot for as long as the component is shown; null before the first paint. */
export function useLotRoom(lotId: string): LotRoom | null {
  const [room, setRoom] = useState<LotRoom | null>(null);
  useEffect(() => {
    const entered = enterLot(lotId);
    setRoom(entered);
    return () => entered.leave();
  }, [lotId]);
  return room?.lotId === lotId ? room : null;
}
