/** Addresses of the kernel as lines of its source. */
import { SourceLines } from './source-lines.js';

const table = '80400000 boot.S 6\n80400008 boot.S 7\n8040000c trap.S 42\n';

test.each([
  [0x803f_ffff, undefined],
  [0x8040_0000, { file: 'boot.S', line: 6 }],
  [0x8040_0007, { file: 'boot.S', line: 6 }],
  [0x8040_0008, { file: 'boot.S', line: 7 }],
  [0x8040_1000, { file: 'trap.S', line: 42 }],
])('the instruction at %s has its line', (address, line) => {
  expect(new SourceLines(table).at(address)).toEqual(line);
});

test('another text is refused', () => {
  expect(() => new SourceLines('80400000 boot.S\n')).toThrow(/no row/);
});
