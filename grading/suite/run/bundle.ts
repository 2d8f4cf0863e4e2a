/**
 * Builds the suites into one script each, for the suite threads: Jest's own transformer would read, compile and look up
 * dozens of files again for every run. The layers of `src/` are a script of their own, which a thread loads once.
 */
import { build, type BuildOptions, type BuildResult, type Plugin } from 'esbuild';
import { basename, join, relative } from 'node:path';
import { LAYER_PREFIX, LAYERS_SCRIPT, suiteScript } from './bundle-names.js';

/** The layers that suites may import, by the names of their folders. */
const LAYERS = ['machine', 'assembler', 'guests', 'hypervisor'] as const;

export interface SuiteFiles {
  readonly exercise: string;
  /** Absolute paths. */
  readonly files: readonly string[];
}

/** Builds all of `suites`, and the layers, into `outFolder`. `more` changes how. Throws where one does not build. */
export async function bundleSuites(
  root: string,
  suites: readonly SuiteFiles[],
  outFolder: string,
  more: BuildOptions = {},
): Promise<BuildResult[]> {
  const common = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
    ...more,
  } as const;
  const layers = LAYERS.map((name) => `export * as ${name} from './src/${name}/index.js';`).join('\n');
  const files = suites.flatMap((suite) => suite.files);
  const entryPoints = suites.flatMap(({ exercise, files: own }) =>
    own.map((file) => ({
      in: `${ENTRY}:${files.indexOf(file)}`,
      out: basename(suiteScript(exercise, file), '.js'),
    })),
  );
  return Promise.all([
    build({
      ...common,
      stdin: { contents: layers, resolveDir: root, sourcefile: 'layers.ts', loader: 'ts' },
      outfile: join(outFolder, LAYERS_SCRIPT),
    }),
    build({
      ...common,
      entryPoints,
      outdir: outFolder,
      packages: 'external', // fast-check, say, is loaded once as well
      plugins: [entriesAreFiles(files), layersApart(root)],
    }),
  ]);
}

const ENTRY = 'suite-entry';

/** esbuild reads an entry's path as a pattern where it holds a `*`, as the path of a lab may. */
function entriesAreFiles(files: readonly string[]): Plugin {
  return {
    name: 'entries-are-files',
    setup(bundler) {
      bundler.onResolve({ filter: new RegExp(`^${ENTRY}:`) }, ({ path }) => ({
        path: files[Number(path.slice(ENTRY.length + 1))]!,
      }));
    },
  };
}

function layersApart(root: string): Plugin {
  return {
    name: 'layers-apart',
    setup(bundler) {
      bundler.onResolve({ filter: /^\..*\/index\.js$/ }, ({ path, resolveDir }) => {
        const target = relative(root, join(resolveDir, path)).replaceAll('\\', '/');
        const layer = LAYERS.find((name) => target === `src/${name}/index.js`);
        return layer === undefined ? undefined : { path: LAYER_PREFIX + layer, external: true };
      });
    },
  };
}
