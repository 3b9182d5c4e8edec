import type { Browser } from 'playwright-core';

/** What one person may say at once in a room, and how long a message may take. */
const atOnce = 5;
const patienceMs = 15_000;

/**
 * Has as many people as it takes come into the room of a lot, all guests of one window, and say these texts one after
 * the other. Resolves when all of them have been said.
 */
export async function crowdSays(
  browser: Browser,
  url: string,
  lot: string,
  texts: readonly string[],
): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}/results`);
  for (let first = 0; first < texts.length; first += atOnce) {
    const told = { lot, name: `Guest ${first}`, texts: texts.slice(first, first + atOnce), patienceMs };
    await page.evaluate(async ({ lot, name, texts, patienceMs }) => {
      await fetch('/api/guests', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name }),
      });
      await new Promise<void>((resolve, reject) => {
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws?v=1`);
        const firstId = Date.now() * 1_000;
        const speaker = {
          said: 0,
          send(message: object) {
            socket.send(JSON.stringify(message));
          },
          say() {
            const { said } = speaker;
            if (said === texts.length) resolve();
            else speaker.send({ type: 'chatSay', lot, sayId: firstId + said, text: texts[said] });
          },
        };
        setTimeout(
          () => reject(new Error(`${speaker.said} of ${texts.length} were said in time`)),
          patienceMs,
        );
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(data) as { type: string; code?: string };
          if (message.type === 'welcome') speaker.send({ type: 'subscribe', lot });
          if (message.type === 'snapshot') speaker.send({ type: 'chatEnter', lot });
          if (message.type === 'chatRoom') speaker.say();
          if (message.type === 'chatSaid') {
            speaker.said++;
            speaker.say();
          }
          if (message.type === 'chatRefused') reject(new Error(`refused: ${message.code}`));
        };
      });
    }, told);
  }
  await context.close();
}
