import { answerCalls } from '../calls/answer.ts';
import type { Framing, PeerReady } from './contract.ts';
import { startSocketIoChat } from './socket-io-chat.ts';

const [redisUrl, framing] = process.argv.slice(2) as [string, Framing];
const port = await startSocketIoChat(redisUrl, framing);
answerCalls({});
process.send?.({ port } satisfies PeerReady);
