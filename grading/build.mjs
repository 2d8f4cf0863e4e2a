/** Builds what runs outside Jest, into dist/: the command, the part compiler, the suite threads, and what Jest loads by itself. */
import { build } from 'esbuild';
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const grading = dirname(fileURLToPath(import.meta.url));
const outdir = join(grading, '../dist');

await build({
  entryPoints: {
    hyperlab: join(grading, 'cli/main.ts'),
    compile: join(grading, 'compile/main.ts'),
    'suite-thread': join(grading, 'suite/run/thread.ts'),
    launcher: join(grading, 'sandbox/launcher-main.ts'),
    conformance: join(grading, 'machine/conformance/main.ts'),
    fuzz: join(grading, 'machine/fuzz/main.ts'),
    'fuzz-modes': join(grading, 'machine/fuzz-modes/main.ts'),
    'fuzz-para': join(grading, 'machine/fuzz-para/main.ts'),
    'guests-build': join(grading, 'machine/teaching-kernel/build-main.ts'),
    'guests-power-cut': join(grading, 'machine/teaching-kernel/power-cut-main.ts'),
    'bench-modes': join(grading, 'machine/modes/measured/main.ts'),
    'bench-grade': join(grading, 'bench/main.ts'),
    'class-trials': join(grading, 'class/trials/main.ts'),
    mutants: join(grading, 'mutants/main.ts'),
    'session-setup': join(grading, 'engine/session-setup.ts'),
    slowest: join(grading, 'slowest.ts'),
  },
  outdir,
  bundle: true,
  packages: 'external', // what npm installed is used where it lies
  // Published as ES modules alone, which a CommonJS file cannot load on Node.js 20: it is bundled.
  alias: { '@dodona/dolos-core': './node_modules/@dodona/dolos-core/dist/index.js' },
  absWorkingDir: join(grading, '..'),
  preserveSymlinks: true, // the same bytes, wherever node_modules really lies
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
});
chmodSync(join(outdir, 'hyperlab.js'), 0o755);
