/**
 * Builds the one file that a rig's process runs: SES, the lab's layers, the reference plugs and one exercise's scenarios.
 * The sandbox then needs to see nothing else of the lab.
 */
import { build } from 'esbuild';
import { join } from 'node:path';

/** Bundles `grading/suites/<id>/rig.ts` for each id into `outFolder/<id>.js`. Throws where a rig does not build. */
export async function bundleRigs(root: string, ids: readonly string[], outFolder: string): Promise<void> {
  await Promise.all(
    ids.map((id) => bundleRig(root, `./grading/suites/${id}/rig.js`, join(outFolder, `${id}.js`))),
  );
}

/** Bundles one rig; `rig` is its module as seen from `root`. */
export async function bundleRig(root: string, rig: string, outFile: string): Promise<void> {
  const entry = `import rig from '${rig}';
import { serve } from './grading/rig/serve.js';
serve(rig);`;
  await build({
    stdin: { contents: entry, resolveDir: root, sourcefile: 'rig-entry.ts', loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    banner: { js: '"use strict";' }, // SES refuses to start in sloppy mode
    outfile: outFile,
    logLevel: 'silent', // a failed build throws, with its reasons in the message
  });
}
