/** A plugin of esbuild's that puts other modules in the place of some of the lab's: a seam is where one is cut out. */
import type { Plugin } from 'esbuild';
import { join, relative } from 'node:path';

export interface Seam {
  /** The module to be replaced, seen from the lab's folder: `grading/engine/digest.ts`. */
  readonly module: string;
  /** What stands there instead: a file of the lab, or the text of a module. */
  readonly by: { readonly file: string } | { readonly text: (importer: string) => string };
}

/** `root` is the lab's folder. */
export function seams(root: string, list: readonly Seam[]): Plugin {
  return {
    name: 'seams',
    setup(bundler) {
      bundler.onResolve({ filter: /^\.{1,2}\// }, ({ path, importer, resolveDir }) => {
        const seam = list.find(({ module }) => module === moduleAt(root, resolveDir, path));
        if (seam === undefined) {
          return undefined;
        }
        return 'file' in seam.by
          ? { path: join(root, seam.by.file) }
          : { path: `${seam.module} for ${importer}`, namespace: 'seam', pluginData: seam.by.text(importer) };
      });
      bundler.onLoad({ filter: /.*/, namespace: 'seam' }, ({ pluginData }) => ({
        contents: pluginData as string,
        resolveDir: root,
        loader: 'ts',
      }));
    },
  };
}

/** The file of the lab that an import means. */
export function moduleAt(root: string, from: string, path: string): string {
  return relative(root, join(from, path)).replaceAll('\\', '/').replace(/\.js$/, '.ts');
}
