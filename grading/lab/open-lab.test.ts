import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { labRoot } from '../lab-root.js';
import { openLab } from './open-lab.js';

/** What `openLab` writes to the terminal. */
function told(lecture?: string): string[] {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    openLab([], lecture);
    return write.mock.calls.map(([line]) => String(line));
  } finally {
    write.mockRestore();
  }
}

test('an instructor is told each picture of the notes that no page can show, a line each', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lab-'));
  const copy = path.join(folder, 'notes.md'); // without the folder of its pictures
  copyFileSync(path.join(labRoot(), 'exercises/lecture.md'), copy);
  const lines = told(copy);
  rmSync(folder, { recursive: true });
  expect(lines).toHaveLength(6);
  for (const line of lines) {
    expect(line.replace(copy, '')).toMatch(
      /^hyperlab: note: :\d+: the picture "[\w-]+\.svg" is not there \(figures\/[\w-]+\.svg\); check the path\n$/,
    );
  }
});

test("the lab's own lecture leaves nothing to tell", () => {
  expect(told()).toEqual([]);
});
