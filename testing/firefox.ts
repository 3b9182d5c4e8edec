import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { installedFirefox } from '../setup/firefox.mjs';
import { BidiSession } from './bidi.ts';
import { onCleanup, type Scope } from './cleanup.ts';
import { spawnGroup } from './processes.ts';
import { temporaryFolder } from './temporary-folder.ts';

const preferences: Readonly<Record<string, boolean | number | string>> = {
  // A fake camera and microphone, and nobody to ask.
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  // It asks nothing of the internet.
  'app.update.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,none',
};

/** A tab of Firefox. */
export class FirefoxPage {
  readonly #session: BidiSession;
  readonly #context: string;
  readonly #faults: string[];

  constructor(session: BidiSession, context: string, faults: string[]) {
    this.#session = session;
    this.#context = context;
    this.#faults = faults;
  }

  async goto(url: string): Promise<void> {
    await this.#session.send('browsingContext.navigate', { context: this.#context, url, wait: 'complete' });
  }

  /** Has it known by a cookie (`name=value`) where `url` is. */
  async addCookie(cookie: string, url: string): Promise<void> {
    const [name, ...rest] = cookie.split('=');
    const value = { type: 'string', value: rest.join('=') };
    await this.#session.send('storage.setCookie', {
      cookie: { name, value, domain: new URL(url).hostname },
    });
  }

  /** Runs a function in the page, as after a press of its person, and gives what it resolves to, which must be JSON. */
  async evaluate<Result>(
    work: (...given: string[]) => Result | Promise<Result>,
    ...given: string[]
  ): Promise<Result> {
    const call = `(${work})(${given.map((text) => JSON.stringify(text)).join(', ')})`;
    const { type, result, exceptionDetails } = await this.#session.send<{
      type: 'success' | 'exception';
      result?: { value: string };
      exceptionDetails?: { text: string };
    }>('script.evaluate', {
      expression: `(async () => JSON.stringify((await ${call}) ?? null))()`,
      target: { context: this.#context },
      awaitPromise: true,
      userActivation: true,
    });
    if (type === 'exception') throw new Error(exceptionDetails?.text);
    return JSON.parse(result?.value ?? 'null') as Result;
  }

  /** What the console has called an error, in any tab of this browser. */
  get faults(): readonly string[] {
    return this.#faults;
  }
}

/** A running Firefox. */
export interface Firefox {
  /** Opens a tab; `script` runs in each of its pages before their own. */
  newPage(script: () => void): Promise<FirefoxPage>;
}

/** Launches the installed Firefox without a window, with a fake camera. It is ended with the scope. */
export async function launchFirefox(scope: Scope): Promise<Firefox> {
  const program = installedFirefox();
  if (program === null) throw new Error('Firefox is not installed; `npm test` installs it.');
  const profile = await temporaryFolder(scope);
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, 'user.js'), lines.join(''));
  const browser = spawnGroup(
    scope,
    program,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: profile } },
  );
  const url = await new Promise<string>((resolve, reject) => {
    browser.once('close', (code) => reject(new Error(`Firefox ended with exit code ${code}`)));
    createInterface({ input: browser.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  const faults: string[] = [];
  const session = await BidiSession.begin(url, (method, params) => {
    const entry = params as { level: string; text: string };
    if (method === 'log.entryAdded' && entry.level === 'error') faults.push(entry.text);
  });
  await session.send('session.subscribe', { events: ['log.entryAdded'] });
  // Killed while it writes, it would leave its profile behind.
  onCleanup(scope, () => session.send('browser.close', {}).catch(() => {}));
  return {
    newPage: async (script) => {
      const { context } = await session.send<{ context: string }>('browsingContext.create', { type: 'tab' });
      await session.send('script.addPreloadScript', {
        functionDeclaration: String(script),
        contexts: [context],
      });
      return new FirefoxPage(session, context, faults);
    },
  };
}
