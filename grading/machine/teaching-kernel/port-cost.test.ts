import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../../lab-root.js';
import { portCost } from './port-cost.js';
import { PORT_LIMIT, ourPort, portTable, shares } from './port-table.js';

const sources = new Map([
  ['arch/trap.S', '# comment\n        sret\n\n'],
  ['core/main.c', '// what it is\n#include "x.h"\nint a;\n\nint b;\n'],
]);

test('changed and added lines count, by the folder of their file; those that are only removed do not', () => {
  const patch = `--- a/arch/trap.S
+++ b/arch/trap.S
@@ -1,2 +1,3 @@
 # comment
-        sret
+        ecall
+# new
--- a/core/main.c
+++ b/core/main.c
@@ -2,2 +2 @@
 #include "x.h"
-int a;
--- /dev/null
+++ b/drivers/new.c
@@ -0,0 +1,3 @@
+++ is no file name here
+
+#define X
`;
  expect(portCost(sources, patch)).toEqual({
    kernel: { all: 7, code: 4 },
    changed: {
      'architecture-independent': { all: 0, code: 0 },
      drivers: { all: 3, code: 2 },
      'VMM-specific': { all: 2, code: 1 },
    },
    removed: 1,
  });
});

test('what is no patch is refused', () => {
  expect(() => portCost(sources, '@@ -1 +1 @@\n')).toThrow(/no place in a patch/);
  expect(() => portCost(sources, '+++ b/core/main.c\n@@ here @@\n')).toThrow(/no place in a patch/);
});

test('the port of the teaching kernel is below its limit, with and without comments, and leaves the kernel’s core alone', () => {
  const cost = ourPort();
  const { all, code } = shares(cost).shareWithoutDrivers;
  expect(Math.max(all, code)).toBeLessThan(PORT_LIMIT);
  expect(cost.changed['architecture-independent']).toEqual({ all: 0, code: 0 });
  expect(cost.kernel.all).toBeGreaterThan(2000);
});

test('the lecture tells the same numbers', () => {
  const { withoutDrivers, shareWithoutDrivers } = shares(ourPort());
  const lecture = readFileSync(join(labRoot(), 'exercises/lecture.md'), 'utf8');
  expect(lecture).toContain(`${withoutDrivers.all} lines, which is ${shareWithoutDrivers.all.toFixed(2)} %`);
});

test('the table says so beside the paper’s numbers', () => {
  const table = portTable(ourPort());
  expect(table).toMatch(/^total +\d+ +\d+ +2,995 +4,620$/m);
  expect(table).toMatch(/^share of all lines +\d\.\d\d % +\d\.\d\d %$/m);
});
