/**
 * The sealed rigs and suites of a handout. A rig has the scenarios of the visible checks, and stand-ins where the lab's own has the
 * reference parts. What only a dropped scenario used is not bundled at all.
 */
import type { Metafile, Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Exercise } from '../../exercises/index.js';
import { bundleRigs, RIGS_SCRIPT, rigsOf } from '../../rig/index.js';
import { bundleSuites } from '../../suite/run/index.js';
import type { Workspace } from '../../sandbox/index.js';
import { standIns, standInsFor, standInsToBoot } from '../stand-ins/index.js';
import { HandoutRefused } from './refusal.js';
import { sealed, requireNoSecrets, sourcesOf } from './sealed-options.js';
import { seams, moduleAt } from './seams.js';
import { calledScenarios, withoutOtherScenarios } from './visible-scenarios.js';

const REFERENCE_PARTS = 'solutions/reference-parts.ts';
/** The rig of `hyperlab boot`. */
const BOOT_RIG = './grading/own-hypervisor/boot-rig.js';

export interface SealedBundles {
  /** By their names in dist/bundles. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Files of the lab of which something came into them. */
  readonly sources: readonly string[];
}

/** Builds them in memory. @throws HandoutRefused where a hidden scenario cannot be told from a visible one */
export async function sealBundles(
  root: string,
  exercises: readonly Exercise[],
  { folder }: Workspace,
): Promise<SealedBundles> {
  const ids = exercises.map(({ manifest }) => manifest.id);
  const plugins = [visibleOnly(root, exercises), standInsInPlace(root), pureSuites(root)];
  const suites = exercises.map(({ manifest, suites: { visible } }) => ({
    exercise: manifest.id,
    files: [visible],
  }));
  const builds = [
    await bundleRigs(root, rigsOf(ids), join(folder, RIGS_SCRIPT), { ...sealed, plugins }),
    await bundleRigs(root, { boot: BOOT_RIG }, join(folder, 'boot.js'), { ...sealed, plugins }),
    ...(await bundleSuites(root, suites, folder, sealed)),
  ];
  const sources = sourcesOf(builds.map(({ metafile }) => metafile as Metafile));
  requireNoSecrets('rigs', sources);
  const outputs = builds.flatMap(({ outputFiles = [] }) => outputFiles);
  return { files: new Map(outputs.map(({ path, contents }) => [basename(path), contents])), sources };
}

/** The texts are made before the build starts: a refusal is the instructor's to read, and no failed build. */
function visibleOnly(root: string, exercises: readonly Exercise[]): Plugin {
  const texts = exercises.map(({ manifest, suites }) => {
    const file = `grading/suites/${manifest.id}/rig.ts`;
    const shown = `exercises/${manifest.id}/${basename(suites.visible)}`;
    const called = calledScenarios(shown, readFileSync(join(root, shown), 'utf8'));
    return { file, contents: withoutOtherScenarios(file, readFileSync(join(root, file), 'utf8'), called) };
  });
  return {
    name: 'visible-scenarios',
    setup(bundler) {
      for (const { file, contents } of texts) {
        const filter = endingIn(`/${file}`);
        bundler.onLoad({ filter, namespace: 'file' }, () => ({ contents, loader: 'ts' }));
      }
    },
  };
}

/** Each rig has those that its exercise needs, and never one for the student's own part. */
function standInsInPlace(root: string): Plugin {
  const text = (importer: string): string => {
    const path = importer.replaceAll('\\', '/');
    const [, id] = /\/grading\/suites\/([^/]+)\//.exec(path) ?? [];
    const isBoot = path.endsWith('/grading/own-hypervisor/boot-rig.ts');
    if (id === undefined && !isBoot) {
      throw new HandoutRefused(
        `${importer}: takes reference parts, and is part of a handout's rig; let ${REFERENCE_PARTS} be imported by rigs alone`,
      );
    }
    const names = id === undefined ? standInsToBoot : standInsFor(id);
    const imports = names.map(
      (name) => `import { ${name} } from './grading/handout/stand-ins/${standIns[name]!.file}';`,
    );
    return `${imports.join('\n')}\nexport const referenceParts = { ${names.join(', ')} };`;
  };
  return seams(root, [{ module: REFERENCE_PARTS, by: { text } }]);
}

/** A helper of a rig that nothing uses any more goes, with all that it would do when it is loaded. */
function pureSuites(root: string): Plugin {
  return {
    name: 'pure-suites',
    setup(bundler) {
      bundler.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
        const module = moduleAt(root, resolveDir, path);
        return module.startsWith('grading/suites/') && module.endsWith('.ts')
          ? { path: join(root, module), sideEffects: false }
          : undefined;
      });
    },
  };
}

const endingIn = (text: string): RegExp => new RegExp(`${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
