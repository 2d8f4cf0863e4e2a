/**
 * Builds the one file that a rig's process runs: SES, the lab's layers, the reference plugs and the scenarios of all exercises.
 * The sandbox then needs to see nothing else of the lab, and one process can take the parts of a submission one after another.
 */
import { build, type BuildOptions, type BuildResult, type Plugin } from 'esbuild';
import { basename, dirname } from 'node:path';

/** The rigs of exercises, as `bundleRigs` takes them. */
export function rigsOf(ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, `./grading/suites/${id}/rig.js`]));
}

/**
 * Bundles `rigs`: modules as seen from `root`, by the names under which parts ask for them. `more` changes how, as a handout
 * does. Throws where one does not build.
 */
export async function bundleRigs(
  root: string,
  rigs: Readonly<Record<string, string>>,
  outFile: string,
  more: BuildOptions = {},
): Promise<BuildResult> {
  return build({
    entryPoints: [{ in: ENTRY, out: basename(outFile, '.js') }],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifyWhitespace: true, // each rig reads its bundle when it starts
    banner: { js: '"use strict";' }, // SES refuses to start in sloppy mode
    outdir: dirname(outFile),
    absWorkingDir: root,
    logLevel: 'silent', // a failed build throws, with its reasons in the message
    ...more,
    plugins: [entryFor(root, rigs), ...(more.plugins ?? [])],
  });
}

const ENTRY = 'rig-entry';

/** The first module of the bundle, which lies in no file. */
function entryFor(root: string, rigs: Readonly<Record<string, string>>): Plugin {
  const names = Object.keys(rigs);
  const contents = [
    ...names.map((name, index) => `import rig${index} from '${rigs[name]}';`),
    "import { serve } from './grading/rig/inside/serve.js';",
    `serve({ ${names.map((name, index) => `'${name}': rig${index}`).join(', ')} });`,
  ].join('\n');
  return {
    name: ENTRY,
    setup(bundler) {
      bundler.onResolve({ filter: new RegExp(`^${ENTRY}$`) }, () => ({ path: ENTRY, namespace: ENTRY }));
      bundler.onLoad({ filter: /.*/, namespace: ENTRY }, () => ({
        contents,
        resolveDir: root,
        loader: 'ts',
      }));
    },
  };
}
