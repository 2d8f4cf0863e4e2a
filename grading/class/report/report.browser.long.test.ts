/** The report of a class in a real browser: a thousand students are filtered, and pages stand in nobody's way. */
import axe, { type AxeResults } from 'axe-core';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { browserPath, browserTest as inBrowser, launchBrowser } from '../../report/page/browser-for-tests.js';
import { labRoot } from '../../lab-root.js';
import { makeClassFolder } from './class-for-tests.js';
import { makeReport } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'hyperlab-report-'));
/** A backstop, for a machine that is busy with all other tests. */
const browserTest = (title: string, body: () => Promise<void>): void => inBrowser(title, body, 240_000);

let browser: Browser | undefined;
let someone: string;

async function report(name: string, count: number, only: readonly string[] = []): Promise<void> {
  const folder = join(root, name);
  mkdirSync(folder);
  const { class: id, students } = makeClassFolder(folder, count, only);
  someone = students.find(({ state }) => state === 'graded')!.key;
  const text = readFileSync(join(labRoot(), 'solutions/08-trap-and-emulate/emulate.ts'), 'utf8');
  const handed = students.slice(0, 2).map(({ key }, index) => ({
    owner: key,
    text: text + 'void [1, 2].map((x) => x + 1);\n'.repeat(20 * index),
  }));
  const texts = { class: id, handed: new Map([['08-trap-and-emulate', handed]]) };
  await makeReport(folder, join(folder, 'report'), {
    readTexts: () => Promise.resolve(texts),
    makeFolder: (made) => mkdirSync(made),
  });
}

beforeAll(async () => {
  if (browserPath !== undefined) {
    await report('large', 1000);
    await report('small', 14, ['01', '08']);
    browser = await launchBrowser();
  }
}, 300_000);
afterAll(async () => {
  await browser?.close();
  rmSync(root, { recursive: true });
});

async function open(
  path: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser!.newContext(options);
  try {
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(root, path)).href);
    await use(page);
  } finally {
    await context.close();
  }
}

const PAGES = ['index.html', 'exercises/08-trap-and-emulate.html'];

browserTest('a thousand students are searched, filtered and ordered without a server', () =>
  open('large/report/index.html', {}, async (page) => {
    /** The column of the rows that are shown, from 0. */
    const column = (at: number): Promise<string[]> =>
      page.evaluate(
        `[...document.querySelectorAll('#rows tr')].filter((row) => row.offsetParent !== null).map((row) => row.cells[${at}].innerText)`,
      );
    const shown = async (): Promise<number> => (await column(0)).length;
    expect(await page.locator('#shown').innerText()).toBe('1000 of 1000 students');
    await page.fill('#find', 'lovelace nobody-of-this-name');
    expect(await shown()).toBe(0);
    await page.fill('#find', 'lovelace maria'); // without the accent, in any order
    expect((await column(0))[0]).toMatch(/^María Lovelace/);
    await page.fill('#find', '');
    await page.selectOption('#who', 'missing');
    expect(await shown()).toBe(40);
    await page.selectOption('#who', '');
    await page.selectOption('#group', { label: 'Tuesday' });
    expect(await shown()).toBe(333);
    await page.selectOption('#section', { label: 'Hypervisors' });
    await page.selectOption('#verdict', 'p');
    expect(new Set(await column(3))).toEqual(new Set(['100']));
    await page.selectOption('#verdict', 'n');
    expect(new Set(await column(3))).toEqual(new Set(['–']));
    await page.selectOption('#verdict', '');
    await page.selectOption('#order', 'down');
    const points = (await column(1)).map(Number).filter((each) => !Number.isNaN(each));
    expect(points).toEqual([...points].sort((a, b) => b - a));
    expect(points.length).toBeGreaterThan(300);
  }),
);

browserTest('pages load nothing but themselves, and their links lead to files that are there', async () => {
  const context = await browser!.newContext();
  const page = await context.newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const start = pathToFileURL(join(root, 'small/report/index.html')).href;
  await page.goto(start);
  await page.locator('#rows a').first().click();
  await page.getByText('The student’s own page').click();
  expect(page.url()).toMatch(/small\/[^/]+\/feedback\.html$/);
  expect(requests.filter((url) => !url.startsWith('data:'))).toHaveLength(3);
  await context.close();
});

const kinds = (): string[] => [
  ...PAGES,
  `students/${someone}.html`,
  'similar.html',
  'similar/08-trap-and-emulate-1.html',
];
const unfold = 'for (const details of document.querySelectorAll("details")) details.open = true';

for (const colorScheme of ['light', 'dark'] as const) {
  browserTest(
    `nothing stands in the way of a reader with a screen reader or weak eyes (${colorScheme})`,
    async () => {
      for (const path of kinds()) {
        // The pages allow no script but their own, axe's neither.
        await open(`small/report/${path}`, { colorScheme, bypassCSP: true }, async (page) => {
          await page.evaluate(unfold);
          await page.evaluate(axe.source);
          const { violations } = await page.evaluate<AxeResults>('axe.run()');
          const found = violations.flatMap(({ id, nodes }) =>
            nodes.slice(0, 3).map(({ html }) => `${path}: ${id}: ${html.slice(0, 160)}`),
          );
          expect(found).toEqual([]);
        });
      }
    },
  );
}

browserTest('a phone of 390 pixels shows every page without scrolling sideways', async () => {
  for (const path of kinds()) {
    await open(`small/report/${path}`, { viewport: { width: 390, height: 800 } }, async (page) => {
      await page.evaluate(unfold);
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 390]);
    });
  }
});
