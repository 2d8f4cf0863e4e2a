/** The sealed programs of a handout: one file each, with all packages in it but Jest itself, which editors start. Only TypeScript lies in a folder of its own. */
import { build, type Plugin, transform } from 'esbuild';
import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { basename, join } from 'node:path';
import { globSync } from 'glob';
import { HandoutRefused } from './refusal.js';
import { requireNoSecrets, sealed, sourcesOf } from './sealed-options.js';
import { seams, type Seam } from './seams.js';

export interface SealedPrograms {
  /** By their paths in dist/. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly sources: readonly string[];
}

const student = (module: string, name: string): Seam => ({
  module,
  by: { file: `grading/handout/student/${name}.ts` },
});

/** Builds them in memory. */
export async function sealPrograms(root: string): Promise<SealedPrograms> {
  const seamsHere: readonly Seam[] = [
    student('grading/engine/bundles.ts', 'bundles'),
    student('grading/engine/compiler-files.ts', 'compiler-files'),
    student('grading/engine/digest.ts', 'digest'),
    student('grading/own-hypervisor/the-rest.ts', 'the-rest'),
    student('solutions/reference-parts.ts', 'no-parts'),
    { module: 'grading/report/page/read-template.ts', by: { text: () => templates(root) } },
  ];
  const { outputFiles, metafile } = await build({
    ...sealed,
    entryPoints: {
      hyperlab: join(root, 'grading/cli/student-main.ts'),
      compile: join(root, 'grading/compile/main.ts'),
      'suite-thread': join(root, 'grading/suite/run/thread.ts'),
      jest: join(root, 'grading/as-jest/main.ts'),
      // For plain Jest, where somebody has installed it:
      'session-setup': join(root, 'grading/engine/session-setup.ts'),
      'jest-setup': join(root, 'grading/suite/plain-jest/setup.ts'),
      'jest-transform': join(root, 'grading/handout/student/jest-transform.ts'),
    },
    outdir: 'dist',
    absWorkingDir: root,
    plugins: [seams(root, seamsHere), typescriptBeside(), withoutUnused(), withoutPlaces(), asRequired(root)],
  });
  const sources = sourcesOf([metafile]);
  requireNoSecrets('programs', sources);
  const files = new Map<string, string | Uint8Array>(
    outputFiles.map(({ path, contents }) => [basename(path), contents]),
  );
  for (const [name, content] of await typescript(root)) {
    files.set(`typescript/${name}`, content);
  }
  const dependencies = 'grading/suite/plain-jest/part-dependencies.cjs';
  files.set(basename(dependencies), readFileSync(join(root, dependencies)));
  files.set('licences.txt', licences(root, sources));
  return { files, sources };
}

/** The texts of the templates, in a module of their own: the handout has no folder for them. */
function templates(root: string): string {
  const folder = join(root, 'grading/report/page/templates');
  const texts = globSync('*.{hbs,css}', { cwd: folder }).map((name) => [
    name,
    readFileSync(join(folder, name), 'utf8'),
  ]);
  return `const texts: Record<string, string> = ${JSON.stringify(Object.fromEntries(texts))};
export const readTemplate = (name: string): string => texts[name]!;`;
}

function typescriptBeside(): Plugin {
  return {
    name: 'typescript-beside',
    setup(bundler) {
      bundler.onResolve({ filter: /^typescript$/ }, () => ({
        path: './typescript/typescript.js',
        external: true,
      }));
    },
  };
}

/**
 * Packages that a handout never runs, and nothing of which comes into it: the bundler, which is built for one kind of machine, and
 * what Jest's snapshots use to rewrite test files.
 */
const LEFT_OUT = /^(esbuild|@jest\/transform|@babel\/.*|babel-.*)$/;

function withoutUnused(): Plugin {
  return {
    name: 'without-unused',
    setup(bundler) {
      bundler.onResolve({ filter: LEFT_OUT }, ({ path }) => ({ path, namespace: 'left-out' }));
      bundler.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
        contents: `module.exports = new Proxy({}, {
          get(target, name) {
            if (typeof name === 'string' && name !== '__esModule') {
              throw new Error(${JSON.stringify(`${path} is not part of this build`)});
            }
          },
        });`,
      }));
    },
  };
}

/** Jest's core asks where a package lies, to leave its lines out of stack traces. In a bundle it lies nowhere. */
function withoutPlaces(): Plugin {
  return {
    name: 'without-places',
    setup(bundler) {
      bundler.onLoad(
        { filter: /[\\/]jest-circus[\\/]build[\\/]index\.js$/, namespace: 'file' },
        ({ path }) => ({
          contents: readFileSync(path, 'utf8').replaceAll(
            "require.resolve('jest-each')",
            "'/jest-each/index.js'",
          ),
        }),
      );
    },
  };
}

/** Packages as the lab's own build finds them: it leaves them where they lie, and Node.js requires them. */
function asRequired(root: string): Plugin {
  return {
    name: 'as-required',
    setup(bundler) {
      bundler.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point' || isBuiltin(path)) {
          return undefined;
        }
        return { path: createRequire(importer === '' ? join(root, 'package.json') : importer).resolve(path) };
      });
    },
  };
}

/** The compiler, and the types of the language that it reads beside itself. */
async function typescript(root: string): Promise<[string, string | Uint8Array][]> {
  const folder = join(root, 'node_modules/typescript/lib');
  const { code } = await transform(readFileSync(join(folder, 'typescript.js'), 'utf8'), {
    minify: true,
    legalComments: 'none',
    target: 'node20',
  });
  const types = globSync('lib.{es*,decorators*}.d.ts', { cwd: folder }).sort();
  return [
    ['typescript.js', code],
    ...types.map((name): [string, Uint8Array] => [name, readFileSync(join(folder, name))]),
  ];
}

/** The licences of the packages that are in the programs. */
function licences(root: string, sources: readonly string[]): string {
  const packages = sources.flatMap(
    (file) => /^(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );
  const folders = [...new Set([...packages, 'node_modules/typescript', 'node_modules/ses'])].sort();
  return folders
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(root, folder, 'package.json'), 'utf8'),
      ) as Record<string, string>;
      const texts = globSync('{LICEN[CS]E,licen[cs]e,NOTICE,COPYING}*', { cwd: join(root, folder) });
      if (license === undefined) {
        throw new HandoutRefused(`${folder}/package.json: names no licence, so it cannot be handed out`);
      }
      return [
        `${name} ${version}: ${license}`,
        ...texts.map((text) => readFileSync(join(root, folder, text), 'utf8').trim()),
      ].join('\n\n');
    })
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}
