import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from '../../sandbox/index.js';
import { privateCache } from './private-cache.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

test("Jest's cache is a private folder in the user's own", () => {
  const base = workspace.path('home');
  expect(privateCache(base)).toBe(join(base, 'hyperlab/jest'));
  expect(statSync(join(base, 'hyperlab/jest')).mode & 0o777).toBe(0o700);
  expect(privateCache(base)).toBe(join(base, 'hyperlab/jest'));
});

test('a folder that others can write into, a link, or no folder at all is not used', () => {
  const shared = workspace.path('shared');
  mkdirSync(join(shared, 'hyperlab/jest'), { recursive: true });
  chmodSync(join(shared, 'hyperlab/jest'), 0o777);
  const linked = workspace.path('linked');
  mkdirSync(linked);
  symlinkSync(join(shared, 'hyperlab'), join(linked, 'hyperlab'));
  const file = workspace.path('file');
  writeFileSync(file, '');
  for (const base of [shared, linked, file, 'relative']) {
    const folder = privateCache(base);
    expect(folder).not.toContain(workspace.folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  }
});
