/** Builds the teaching kernel, its programs and its disk again, the same bytes every time. It needs Debian's gcc-riscv64-unknown-elf. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDisk } from '../../../src/guests/index.js';
import { labRoot } from '../../lab-root.js';

const SOURCES = 'src/guests/kernel';
/** Not in the order of the folder, which is the file system's. */
const byName = (a: string, b: string): number => (a < b ? -1 : 1);

export function compilerInstalled(): boolean {
  return spawnSync('riscv64-unknown-elf-gcc', ['--version']).status === 0;
}

/** Writes kernel.elf, kernel.lines, kernel-para.elf and disk.img into `folder`. Throws with the compiler's words where it finds a mistake. */
export function buildGuests(folder: string): void {
  const sources = join(labRoot(), SOURCES);
  const work = mkdtempSync(join(tmpdir(), 'guests-'));
  try {
    const { status, stderr, error } = spawnSync(join(sources, 'build.sh'), [work], { encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(`build.sh failed: ${error?.message ?? stderr}`);
    }
    const programs = readdirSync(join(work, 'programs'))
      .sort(byName)
      .map((name) => ({ name, bytes: readFileSync(join(work, 'programs', name)) }));
    const readme = { name: 'readme', bytes: readFileSync(join(sources, 'user/readme.txt')) };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'disk.img'), makeDisk([...programs, readme]));
    for (const name of ['kernel.elf', 'kernel.lines', 'kernel-para.elf']) {
      copyFileSync(join(work, name), join(folder, name));
    }
  } finally {
    rmSync(work, { recursive: true });
  }
}
