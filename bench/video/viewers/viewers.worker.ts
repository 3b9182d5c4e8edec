import { answerCalls } from '../../calls/answer.ts';
import { Crowd } from './crowd.ts';
import type { ViewersApi } from './messages.ts';

const crowd = new Crowd();

answerCalls<ViewersApi>({
  join: (target, lot, plan) => crowd.join(target, lot, plan),
  reception: async () => crowd.reception(),
});
