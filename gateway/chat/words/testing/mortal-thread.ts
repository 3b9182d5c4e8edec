import type { ToWordsThread, WordsTask } from '../messages.ts';
import runWords from '../words-thread.ts';

/** Ends at once when it is asked about this text. */
export const poison = 'the thread that reads this ends';

/** The real thread, but for one text. */
export default async function runMortal(task: WordsTask): Promise<void> {
  task.control.on('message', (message: ToWordsThread) => {
    if (message.type === 'check' && message.texts.includes(poison)) process.exit(1);
  });
  await runWords(task);
}
