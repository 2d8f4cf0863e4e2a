/** The committed kernel and disk are what the sources say. Another version of the compiler may make other bytes: CI installs Debian's. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { KERNEL_FILES } from '../../../src/guests/index.js';
import { labRoot } from '../../lab-root.js';
import { buildGuests, compilerInstalled } from './build-guests.js';

const installed = compilerInstalled();
const { elf, para, disk, lines } = KERNEL_FILES;
let folder = '';

beforeAll(() => {
  if (installed) {
    folder = mkdtempSync(join(tmpdir(), 'guests-'));
    buildGuests(folder);
  }
});

afterAll(() => {
  if (installed) {
    rmSync(folder, { recursive: true });
  }
});

(installed ? test : test.skip).each([elf, para, disk, lines])(
  '%s is what the compiler makes of the sources, byte for byte',
  (file) => {
    const built = readFileSync(join(folder, basename(file)));
    expect(built.equals(readFileSync(join(labRoot(), file)))).toBe(true);
  },
);
