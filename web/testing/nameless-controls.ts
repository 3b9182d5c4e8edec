import type { Page } from 'playwright-core';

const nameless =
  /^\s*- (?:button|link|textbox|searchbox|checkbox|radio|slider|spinbutton|combobox|dialog|alertdialog)(?! ")/;

/** The controls of a page that a screen reader could call by nothing but their role. */
export async function namelessControls(page: Page): Promise<string[]> {
  const tree = await page.locator('body').ariaSnapshot();
  return tree.split('\n').filter((line) => nameless.test(line));
}
