/** A real browser for tests, where one is installed. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const names = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium: the one that HYPERLAB_BROWSER names, or the first in the usual places of Linux. */
export const browserPath: string | undefined =
  process.env['HYPERLAB_BROWSER'] ?? names.find((file) => existsSync(file));

/** Like `test`; without a browser the test is skipped, and its title says why. */
export function browserTest(title: string, body: () => Promise<void>, timeout = 30_000): void {
  if (browserPath === undefined) {
    test.skip(`${title} (skipped: no browser found; name a Chromium in HYPERLAB_BROWSER)`, body);
  } else {
    test(title, body, timeout);
  }
}

export async function launchBrowser(): Promise<Browser> {
  if (browserPath === undefined) {
    throw new Error('no browser found; name a Chromium in HYPERLAB_BROWSER');
  }
  // Its own sandbox needs rights that containers seldom give; it only shows pages that this test made.
  return chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
}
