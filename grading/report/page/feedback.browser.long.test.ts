import axe, { type AxeResults } from 'axe-core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { labRoot } from '../../lab-root.js';
import { readLecture } from '../../lecture/index.js';
import { exampleResult } from '../../result/example-result.js';
import type { Result, RunNotes } from '../../result/index.js';
import { browserPath, browserTest, launchBrowser } from './browser-for-tests.js';
import { exampleLecture } from './example-lecture.js';
import { renderFeedback, studentView } from '../index.js';

const hostile = `</script><script>document.title = 'taken'</script><img src="http://example.invalid/x.png" onerror="document.title='taken'">${'W'.repeat(500)}`;

const notes: RunNotes = {
  milliseconds: {},
  sandbox: 'process limits only',
  warnings: ['something to know'],
  typeErrors: Object.fromEntries(
    exampleResult.exercises.map(({ id }) => [
      id,
      [{ file: 'emulate.ts', line: 1, column: 1, message: hostile }],
    ]),
  ),
};

/** The example with hostile text wherever a student can put some. */
function hostileResult(): Result {
  const exercises = exampleResult.exercises.map((exercise) => ({
    ...exercise,
    checks: exercise.checks.map((check) => ({
      ...check,
      message: hostile,
      expected: hostile,
      actual: `${hostile}!`,
      console: hostile,
      exits: { [hostile]: 1_000_000, 'a quite ordinary kind of exit': 1 },
    })),
  }));
  return { ...exampleResult, submission: hostile, exercises };
}

/** Programs for the page are text here: the project's own code is compiled without a browser's names. */
const unfold = 'for (const details of document.querySelectorAll("details")) details.open = true';

let browser: Browser | undefined;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'feedback-'));
  const lecture = readLecture(path.join(labRoot(), 'exercises/lecture.md'));
  writeFileSync(path.join(folder, 'plain.html'), renderFeedback(studentView(exampleResult, notes), lecture));
  writeFileSync(
    path.join(folder, 'hostile.html'),
    renderFeedback(studentView(hostileResult(), notes), exampleLecture),
  );
  if (browserPath !== undefined) {
    browser = await launchBrowser();
  }
}, 30_000);
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

async function open(
  name: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser!.newContext(options);
  try {
    const page = await context.newPage();
    await page.goto(pathToFileURL(path.join(folder, name)).href);
    await use(page);
  } finally {
    await context.close();
  }
}

for (const [name, colorScheme] of [
  ['plain.html', 'light'],
  ['plain.html', 'dark'],
  ['hostile.html', 'light'],
] as const) {
  browserTest(
    `nothing stands in the way of a reader with a screen reader or weak eyes (${colorScheme}, ${name})`,
    () =>
      // The page forbids scripts, axe's too.
      open(name, { colorScheme, bypassCSP: true }, async (page) => {
        await page.evaluate(unfold);
        await page.evaluate(axe.source);
        const { violations, passes } = await page.evaluate<AxeResults>('axe.run()');
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`),
        );
        expect(found).toEqual([]);
        expect(passes.map(({ id }) => id)).toEqual(
          expect.arrayContaining(['color-contrast', 'region', 'heading-order']),
        );
      }),
  );
}

browserTest('the page loads nothing but itself, and runs nothing that a student smuggled in', async () => {
  const context = await browser!.newContext();
  const page = await context.newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const url = pathToFileURL(path.join(folder, 'hostile.html')).href;
  await page.goto(url, { waitUntil: 'load' });
  expect(requests.filter((request) => !request.startsWith('data:'))).toEqual([url]);
  expect(await page.title()).toContain('hyperlab feedback');
  expect(await page.locator('script').count()).toBe(0);
  await context.close();
});

browserTest('even markup that got in could neither run nor load anything', () =>
  open('plain.html', {}, async (page) => {
    const refused: (string | undefined)[] = [];
    page.on('requestfailed', (request) => refused.push(request.failure()?.errorText));
    const failed = page.waitForEvent('requestfailed');
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = "document.title = 'taken'";
      const image = new Image();
      image.src = 'http://example.invalid/x.png';
      document.body.append(script, image);
    }`);
    await failed;
    expect(await page.title()).not.toBe('taken');
    expect(refused).toEqual(['csp']);
  }),
);

for (const name of ['plain.html', 'hostile.html']) {
  browserTest(`a phone of 360 pixels shows the page without scrolling sideways (${name})`, () =>
    open(name, { viewport: { width: 360, height: 740 } }, async (page) => {
      await page.evaluate(unfold);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }),
  );
}

browserTest('in print the page is light, folded parts are unfolded, and nothing is cut off at the side', () =>
  open('plain.html', { colorScheme: 'dark', viewport: { width: 700, height: 1000 } }, async (page) => {
    const background = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const printed = page.getByText('pool 17'); // printed by a check that passed, so folded twice
    expect(await background()).toBe('rgb(21, 25, 27)');
    expect(await printed.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await background()).toBe('rgb(255, 255, 255)');
    expect(await printed.isVisible()).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(700);
    expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(10_000);
  }),
);

browserTest(
  'failing checks stand open, passed ones are folded, and a click unfolds them without any script',
  () =>
    open('plain.html', {}, async (page) => {
      expect(await page.locator('.check.fail:not([open])').count()).toBe(0);
      expect(await page.locator('.check.pass[open]').count()).toBe(0);
      await page.locator('.check.pass > summary').first().click();
      expect(await page.locator('.check.pass[open]').count()).toBe(1);
    }),
);

browserTest('each further hint takes a click or the Enter key, and is then read out with its number', () =>
  open('plain.html', {}, async (page) => {
    const check = page.locator('#check-08-trap-and-emulate-interrupts-off');
    const hint = (start: string) => check.getByText(start);
    const visible = () =>
      Promise.all(['Who keeps', 'The task page', 'Before you'].map((start) => hint(start).isVisible()));
    expect(await visible()).toEqual([true, false, false]);
    await check.getByText('Hint 2 of 3').click();
    expect(await visible()).toEqual([true, true, false]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await visible()).toEqual([true, true, true]);
    expect(await check.locator('.hints').ariaSnapshot()).toMatch(/Hint 1 of 3[^]*Hint 2 of 3[^]*Hint 3 of 3/);
    await check.getByText('Hint 2 of 3').click();
    expect(await visible()).toEqual([true, false, false]);
  }),
);

browserTest('in print every hint is there', () =>
  open('plain.html', {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    const last = page.locator('.check').getByText('Before you inject');
    expect(await last.isVisible()).toBe(true);
  }),
);
