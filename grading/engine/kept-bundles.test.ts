import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from '../sandbox/index.js';
import { KeptBundles } from './kept-bundles.js';

let workspace: Workspace;
beforeEach(() => (workspace = new Workspace()));
afterEach(() => workspace.remove());

/** A folder of this name in the workspace, with a script in it and something else. */
function built(name: string, script: string): string {
  const folder = workspace.path(name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'rig.js'), script);
  writeFileSync(join(folder, 'session.json'), '{}');
  return folder;
}

test('scripts that were kept are copied to where they are used, and nothing else', () => {
  new KeptBundles(workspace.folder, 'a').keep(built('first', '1'));
  const used = workspace.path('used');
  mkdirSync(used);
  expect(new KeptBundles(workspace.folder, 'a').copyTo(used)).toBe(true);
  expect(readdirSync(used)).toEqual(['rig.js']);
  expect(readFileSync(join(used, 'rig.js'), 'utf8')).toBe('1');
});

test('what was kept under another key is not used', () => {
  new KeptBundles(workspace.folder, 'a').keep(built('first', '1'));
  expect(new KeptBundles(workspace.folder, 'b').copyTo(workspace.folder)).toBe(false);
});

test('of two graders that build the same, one is kept whole, and nothing unfinished stays', () => {
  new KeptBundles(workspace.folder, 'a').keep(built('first', '1'));
  new KeptBundles(workspace.folder, 'a').keep(built('second', '2'));
  const place = workspace.path('dist/kept-bundles');
  expect(readdirSync(place)).toEqual(['a']);
  expect(readFileSync(join(place, 'a', 'rig.js'), 'utf8')).toBe('1');
});

test('a lab that cannot be written into keeps nothing, and says nothing', () => {
  writeFileSync(workspace.path('dist'), 'a file where the folder would be');
  const kept = new KeptBundles(workspace.folder, 'a');
  expect(() => kept.keep(built('first', '1'))).not.toThrow();
  expect(kept.copyTo(workspace.folder)).toBe(false);
});

test('those that are older than a day go when others are kept', () => {
  new KeptBundles(workspace.folder, 'old').keep(built('first', '1'));
  const old = workspace.path('dist/kept-bundles/old');
  const before = new Date(Date.now() - 25 * 60 * 60 * 1000);
  utimesSync(old, before, before);
  new KeptBundles(workspace.folder, 'new').keep(built('second', '2'));
  expect(existsSync(old)).toBe(false);
});
