/** The teaching kernel visits computers: what is said of one where it works, and of one where it breaks. */
import axe, { type AxeResults } from 'axe-core';
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { vmModes } from '../../../src/hypervisor/index.js';
import { browserPath, browserTest, launchBrowser } from '../../report/page/browser-for-tests.js';
import { Workspace } from '../../sandbox/index.js';
import { computers, nameOf, visitAll, visitPage, visitTable, type Visit } from './index.js';

const wanted = ['bare on strict', 'full/trap-and-emulate on legacy'];
let visits: readonly Visit[];

beforeAll(() => {
  visits = visitAll(
    computers().filter((computer) => wanted.includes(nameOf(computer))),
    referenceParts,
  );
}, 60_000);

test('every mode for unmodified kernels is shown, beside the bare machine, which comes first', () => {
  const modes = computers().map(({ mode }) => mode);
  expect(modes[0]).toBe('bare');
  expect(modes).toEqual(expect.arrayContaining(vmModes.filter((mode) => mode.startsWith('full/'))));
});

test('where it works it is compared with the bare machine', () => {
  expect(visits[0]).toMatchObject({ boots: true, works: true, relative: 1, failure: [] });
  expect(visits[0]!.end).toBe('it turned the machine off');
});

test('where hardware fails silently it breaks, and the first failure is named with its line', () => {
  const { boots, works, relative, failure, end } = visits[1]!;
  expect({ boots, works, relative, end }).toEqual({
    boots: false,
    works: false,
    relative: undefined,
    end: 'it gave up, with code 1',
  });
  expect(failure[0]).toMatch(/^the first instruction that failed silently: sfence\.vma .*paging\.c:\d+/);
});

test('the table for a terminal has a row for each, and says what went wrong', () => {
  const lines = visitTable(visits).split('\n');
  expect(lines[1]).toMatch(/^bare on strict +yes +yes +[\d,]+ +1\.00 +0$/);
  expect(lines[2]).toMatch(/^full\/trap-and-emulate on legacy +no +no +[\d,]+ +[\d,]+$/);
  expect(lines.join('\n')).toContain('its last words: /init (pid 1) killed');
});

test('the page needs nothing from elsewhere, and runs no script', () => {
  const page = visitPage(visits);
  expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)|@import|url\(/);
  expect(page).toContain('<td>it gave up, with code 1</td>');
});

const workspace = new Workspace();
let browser: Browser | undefined;
beforeAll(async () => {
  browser = browserPath === undefined ? undefined : await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  workspace.remove();
});

for (const colorScheme of ['light', 'dark'] as const) {
  browserTest(`the page is accessible and no wider than a phone, in ${colorScheme} colours`, async () => {
    const file = workspace.path('modes.html');
    writeFileSync(file, visitPage(visits));
    const page = await browser!.newPage({ viewport: { width: 360, height: 700 }, colorScheme });
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>('axe.run()');
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });
}
