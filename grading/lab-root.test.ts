import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { labRoot } from './lab-root.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lab-root-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the lab is found from its own sources', () => {
  expect(readFileSync(path.join(labRoot(), 'package.json'), 'utf8')).toContain('"name": "hyperlab"');
});

test("the nearest package.json of hyperlab counts, past other packages' and broken ones", () => {
  const inner = path.join(folder, 'a', 'b');
  mkdirSync(inner, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "hyperlab" }');
  writeFileSync(path.join(folder, 'a', 'package.json'), '{ broken');
  writeFileSync(path.join(inner, 'package.json'), '{ "name": "other" }');
  expect(labRoot(inner)).toBe(folder);
});

test('a folder outside any lab is an error that says what to do', () => {
  expect(() => labRoot(folder)).toThrow(/no package\.json of hyperlab at or above .*; run hyperlab from/);
});
