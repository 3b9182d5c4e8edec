import { answerMs } from '../execute/subject.ts';
import { Wire } from '../targets/wire.ts';
import { clientFrame, takeServerFrames } from '../targets/ws-frames.ts';
import { wsHandshake } from '../targets/ws-handshake.ts';

let lastBidId = Date.now() * 1_000;

interface BidAnswer {
  readonly type: string;
  readonly bidId?: number;
  readonly code?: string;
}

/** Places one valid bid on a socket of its own; gives how it was answered: `bidAccepted`, the code of a refusal, or what went wrong. */
export async function probeBid(port: number, cookie: string, lot: string, amount: number): Promise<string> {
  const wire = await Wire.open({ port });
  try {
    const bidId = ++lastBidId;
    await wire.send(Buffer.from(wsHandshake(cookie)));
    if (!(await wire.until(() => wire.received.includes('\r\n\r\n'), answerMs))) return 'no handshake';
    wire.take(wire.received.indexOf('\r\n\r\n') + 4);
    const bid = JSON.stringify({ type: 'bid', lot, bidId, amount, confirm: true });
    await wire.send(Buffer.from(clientFrame(bid), 'latin1'));
    let answer: BidAnswer | undefined;
    await wire.until(() => {
      const { frames, rest } = takeServerFrames(wire.received);
      wire.take(wire.received.length - rest.length);
      for (const { opcode, payload } of frames) {
        if (opcode !== 1) continue;
        const message: BidAnswer = JSON.parse(payload.toString('utf8'));
        if (message.bidId === bidId) answer = message;
      }
      return answer !== undefined;
    }, answerMs);
    if (answer === undefined) return wire.isOver ? 'cut off' : 'no answer';
    return answer.type === 'bidAccepted' ? answer.type : String(answer.code);
  } finally {
    wire.drop();
  }
}
