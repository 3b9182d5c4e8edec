import { answerCalls } from '../../calls/answer.ts';
import type { SalesroomApi } from './messages.ts';
import { Salesroom } from './salesroom.ts';

let open: Salesroom | null = null;

function salesroom(): Salesroom {
  if (open === null) throw new Error('the salesroom is not open');
  return open;
}

const api: SalesroomApi = {
  open: async (plan) => {
    open = await Salesroom.open(plan);
  },
  look: async () => salesroom().look(),
  close: () => salesroom().close(),
};

answerCalls(api);
