import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

/** What sets a visitor apart from a speaker of English at a desk. */
export interface VisitorKind {
  readonly locale?: string;
  readonly isPhone?: boolean;
  /** Runs in each page before its own scripts. */
  readonly script?: () => void;
}

/** How long anything may take before it counts as not happening. */
const patienceMs = 20_000;
const mostTabs = 60;
const desk = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
/** What Chromium says of a network or a server that is not there. */
const networkFailure = /net::ERR_|WebSocket connection to|Failed to load resource/;

declare global {
  interface Window {
    /** What has flown off the clock so far, in ms as text. */
    flights?: Set<string>;
  }
}

/** Runs in the page: notes what flies off the clock, for it is gone before a busy machine has looked. */
function noteFlights(): void {
  const flights = new Set<string>();
  window.flights = flights;
  new MutationObserver(() => {
    for (const flight of document.querySelectorAll<HTMLElement>('[data-testid="clock-change"]')) {
      flights.add(flight.dataset.changeMs ?? '');
    }
  }).observe(document, { childList: true, subtree: true, attributeFilter: ['data-change-ms'] });
}

/** Somebody with a browser of their own: own cookie, own screen, own language. */
export class Visitor {
  readonly name: string;
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #faults: string[] = [];
  readonly #posts: string[] = [];
  #mayFail = false;
  #loads = 0;

  private constructor(name: string, context: BrowserContext, page: Page) {
    this.name = name;
    this.#context = context;
    this.page = page;
    page.setDefaultTimeout(patienceMs);
    page.on('pageerror', (error) => this.#faults.push(String(error)));
    page.on('console', (message) => {
      const isForgiven = this.#mayFail && networkFailure.test(message.text());
      if (message.type() === 'error' && !isForgiven) this.#faults.push(message.text());
    });
    page.on('load', () => {
      this.#loads += 1;
    });
    page.on('request', (request) => {
      if (request.method() === 'POST') this.#posts.push(new URL(request.url()).pathname);
    });
  }

  /** Opens a browser window at a place of the page. */
  static async arrive(
    browser: Browser,
    name: string,
    address: string,
    kind: VisitorKind = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({
      ...(kind.isPhone ? phone : desk),
      locale: kind.locale ?? 'en-GB',
      colorScheme: 'dark',
    });
    await context.addInitScript(noteFlights);
    if (kind.script) await context.addInitScript(kind.script);
    const visitor = new Visitor(name, context, await context.newPage());
    await visitor.page.goto(address);
    return visitor;
  }

  /** Opens one more window of the same browser, at a place of the page. */
  async opensWindow(address: string): Promise<Visitor> {
    const visitor = new Visitor(this.name, this.#context, await this.#context.newPage());
    await visitor.page.goto(address);
    return visitor;
  }

  /** Loses the cookie that says who they are, as if its time had come; what renews it stays. */
  losesAccess(): Promise<void> {
    return this.#context.clearCookies({ name: /lotcast_access$/ });
  }

  /** Comes as somebody who is known by this cookie (`name=value`), to a place of the page. */
  async comesAs(cookie: string, address: string): Promise<void> {
    const [name = '', ...value] = cookie.split('=');
    await this.#context.addCookies([{ name, value: value.join('='), url: new URL(address).origin }]);
    await this.page.goto(address);
  }

  /** Waits until something is on the page with these `data-` attributes, and gives it. */
  async sees(testId: string, data: Readonly<Record<string, string | number>> = {}): Promise<Locator> {
    const attributes = Object.entries(data).map(([key, value]) => `[data-${key}="${value}"]`);
    const selector = `[data-testid="${testId}"]${attributes.join('')}`;
    return this.#awaited(this.page.locator(selector).first(), selector);
  }

  /** Waits until something on the page says this. */
  async reads(testId: string, text: string | RegExp): Promise<Locator> {
    const found = this.page.getByTestId(testId).filter({ hasText: text }).first();
    return this.#awaited(found, `${testId}: ${text}`);
  }

  /** Presses what can be pressed, with the finger on a phone. */
  async press(testId: string): Promise<void> {
    await (await this.sees(testId)).click();
  }

  /** Types into a field, in the place of what was in it. */
  async types(testId: string, text: string): Promise<void> {
    await (await this.sees(testId)).fill(text);
  }

  /** Chooses one of a few; the radio button itself is not to be seen, its label is. */
  async chooses(testId: string): Promise<void> {
    await this.page.getByTestId(testId).check({ force: true });
  }

  /** Moves the focus on with the tab key until it is at something. */
  async tabsTo(testId: string): Promise<void> {
    const target = await this.sees(testId);
    for (let presses = 0; presses < mostTabs; presses++) {
      await this.page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    assert.fail(`the tab key never leads ${this.name} to ${testId}`);
  }

  /** Answers the question for a name with the own. */
  async signsIn(): Promise<void> {
    await this.types('sign-in-name', this.name);
    await this.press('sign-in-submit');
    await this.reads('person', this.name);
  }

  /** When the hammer falls by the page's running countdown, in ms since 1970. */
  async endsAtMs(): Promise<number> {
    const running = this.page.locator('[data-testid="countdown"][data-ends-at]');
    return Number(await running.getAttribute('data-ends-at'));
  }

  /** Waits until the countdown shows the time until a moment (ms since 1970), give or take a second. */
  async seesTimeUntil(atMs: number): Promise<void> {
    await this.page.waitForFunction((endsAtMs) => {
      const text = document.querySelector('[data-testid="countdown"]')?.textContent ?? '';
      const shownMs = text.split(':').reduce((total, part) => total * 60 + Number(part), 0) * 1_000;
      return Math.abs(shownMs - (endsAtMs - Date.now())) <= 1_000;
    }, atMs);
  }

  /** Waits until so much has flown off the clock, or on to it, since the page was loaded. */
  async seesFlight(changeMs: number): Promise<void> {
    await this.page.waitForFunction((ms) => window.flights?.has(ms), String(changeMs), { polling: 50 });
  }

  /** Loses the network until it is given back. */
  async losesNetwork(): Promise<void> {
    this.#mayFail = true;
    await this.#context.setOffline(true);
    await this.sees('connection', { state: 'offline' });
  }

  async regainsNetwork(): Promise<void> {
    await this.#context.setOffline(false);
    await this.isBack();
  }

  /** From now on, until the page is connected again, requests may fail. */
  losesServer(): void {
    this.#mayFail = true;
  }

  /** Waits until the page has come back by itself. */
  async isBack(): Promise<void> {
    await this.sees('connection', { state: 'open' });
    this.#mayFail = false;
  }

  /** How often the whole page has been loaded. */
  get loads(): number {
    return this.#loads;
  }

  /** How often the page has posted to a path that ends like this. */
  postsTo(end: string): number {
    return this.#posts.filter((path) => path.endsWith(end)).length;
  }

  /** Fails if the page has broken, was refused something, or broke its content security policy. */
  hadNoFaults(): void {
    assert.deepEqual(this.#faults, [], `the console of ${this.name}`);
  }

  async #awaited(found: Locator, wanted: string): Promise<Locator> {
    try {
      await found.waitFor();
      return found;
    } catch (cause) {
      const seen = await this.page.locator('body').ariaSnapshot();
      throw new Error(`${this.name} waits in vain for ${wanted}; on the page is\n${seen}`, { cause });
    }
  }
}
