/** Lecture notes as note-taking programs write them, on a page in a real browser. */
import axe, { type AxeResults } from 'axe-core';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { labRoot } from '../../lab-root.js';
import { readLecture } from '../../lecture/index.js';
import { exampleResult } from '../../result/example-result.js';
import { browserPath, browserTest, launchBrowser } from './browser-for-tests.js';
import { renderFeedback, studentView } from '../index.js';

const fixtures = path.join(labRoot(), 'grading/lecture/fixtures');
const files = [
  'obsidian/Virtualization.md',
  'logseq/pages/Virtualization.md',
  'notion/Virtualization 4f1c.md',
  'joplin/Virtualization.md',
  'github.md',
];
/** No exercises: theirs name sections of the lab's own lecture. */
const pageOf = (file: string): string =>
  renderFeedback(studentView({ ...exampleResult, exercises: [] }), readLecture(path.join(fixtures, file)));

const unfold = 'for (const details of document.querySelectorAll("details")) details.open = true';

let browser: Browser | undefined;
beforeAll(async () => {
  if (browserPath !== undefined) {
    browser = await launchBrowser();
  }
}, 30_000);
afterAll(() => browser?.close());

async function open(
  file: string,
  width: number,
  colorScheme: 'light' | 'dark',
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser!.newContext({
    viewport: { width, height: 800 },
    colorScheme,
    bypassCSP: true,
  });
  try {
    const page = await context.newPage();
    await page.setContent(pageOf(file));
    await use(page);
  } finally {
    await context.close();
  }
}

for (const file of files) {
  browserTest(`${file} fits a screen and a telephone, and shows no comment`, () =>
    open(file, 1100, 'light', async (page) => {
      await page.evaluate(unfold);
      expect(await page.locator('body').innerText()).not.toContain('SECRET');
      for (const width of [1100, 390]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
    }),
  );
}

// These two have every notation and every look.
for (const file of [files[0]!, files[4]!]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    browserTest(`nothing in ${file} stands in a reader's way (${colorScheme})`, () =>
      open(file, 1100, colorScheme, async (page) => {
        await page.evaluate(unfold);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate<AxeResults>('axe.run()');
        expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
      }),
    );
  }
}

browserTest('callouts fold, footnotes lead there and back, and every picture is really shown', () =>
  open(files[0]!, 1100, 'light', async (page) => {
    const folded = page.getByText('KVM is both.');
    expect(await folded.isVisible()).toBe(false);
    await page.getByText('Not always so clear').click();
    expect(await folded.isVisible()).toBe(true);
    expect(await page.getByText('Which one is VirtualBox?').isVisible()).toBe(true);

    await page.getByLabel('Footnote 2', { exact: true }).click();
    expect(await page.locator(':target').innerText()).toContain("The guest's kernel runs in user mode.");
    await page.locator(':target').getByLabel('Back to the text').click();
    expect(await page.locator(':target').getAttribute('aria-label')).toBe('Footnote 2');

    const widths = await page.evaluate(
      'Array.from(document.images, ({ width, naturalWidth }) => [width, naturalWidth])',
    );
    expect(widths).toEqual([[300, 600]]);
  }),
);
