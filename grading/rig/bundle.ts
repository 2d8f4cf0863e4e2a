/**
 * Builds the one file that a rig's process runs: SES, the lab's layers, the reference plugs and one exercise's scenarios.
 * The sandbox then needs to see nothing else of the lab.
 */
import { build, type BuildOptions, type BuildResult, type Plugin } from 'esbuild';
import { basename, dirname } from 'node:path';

/**
 * Bundles `grading/suites/<id>/rig.ts` for each id into `outFolder/<id>.js`. `more` changes how, as a handout does. Throws where a
 * rig does not build.
 */
export function bundleRigs(
  root: string,
  ids: readonly string[],
  outFolder: string,
  more: BuildOptions = {},
): Promise<BuildResult> {
  const rigs = Object.fromEntries(ids.map((id) => [id, `./grading/suites/${id}/rig.js`]));
  return bundle(root, rigs, outFolder, more);
}

/** Bundles one rig; `rig` is its module as seen from `root`. `more` changes how, as a handout does. */
export function bundleRig(
  root: string,
  rig: string,
  outFile: string,
  more: BuildOptions = {},
): Promise<BuildResult> {
  return bundle(root, { [basename(outFile, '.js')]: rig }, dirname(outFile), more);
}

/** All in one build, which reads a file that several rigs share only once. */
async function bundle(
  root: string,
  rigs: Readonly<Record<string, string>>,
  outFolder: string,
  more: BuildOptions = {},
): Promise<BuildResult> {
  return build({
    entryPoints: Object.keys(rigs).map((id) => ({ in: `${ENTRY}:${id}`, out: id })),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifyWhitespace: true, // each rig reads its bundle when it starts
    banner: { js: '"use strict";' }, // SES refuses to start in sloppy mode
    outdir: outFolder,
    absWorkingDir: root,
    logLevel: 'silent', // a failed build throws, with its reasons in the message
    ...more,
    plugins: [entriesFor(root, rigs), ...(more.plugins ?? [])],
  });
}

const ENTRY = 'rig-entry';

/** The first module of each bundle, which lies in no file. */
function entriesFor(root: string, rigs: Readonly<Record<string, string>>): Plugin {
  return {
    name: ENTRY,
    setup(bundler) {
      bundler.onResolve({ filter: new RegExp(`^${ENTRY}:`) }, ({ path }) => ({
        path: path.slice(ENTRY.length + 1),
        namespace: ENTRY,
      }));
      bundler.onLoad({ filter: /.*/, namespace: ENTRY }, ({ path: id }) => ({
        contents: `import rig from '${rigs[id]}';\nimport { serve } from './grading/rig/serve.js';\nserve(rig);`,
        resolveDir: root,
        loader: 'ts',
      }));
    },
  };
}
