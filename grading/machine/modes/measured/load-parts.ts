/**
 * Students' parts for the VMM, from a folder such as `exercises`. They run unsandboxed, as programs of whoever calls this: a measurement and
 * no grade. What is not there is the reference's.
 */
import { buildSync } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import type { Parts } from '../../../../src/hypervisor/index.js';
import { referenceParts } from '../../../../solutions/reference-parts.js';
import { InputError } from '../../../command-line/index.js';
import { loadExercises } from '../../../exercises/index.js';
import { labRoot } from '../../../lab-root.js';

/** The name that a part has in the VMM, by its type, as the manifest of its exercise names it: read from the list of the parts. */
function namesByType(): ReadonlyMap<string, string> {
  const list = readFileSync(join(labRoot(), 'src/hypervisor/parts/parts.ts'), 'utf8');
  return new Map([...list.matchAll(/readonly (\w+): (\w+);/g)].map(([, name, type]) => [type!, name!]));
}

export interface LoadedParts {
  readonly parts: Parts;
  /** In words: whose part each is. */
  readonly told: string;
}

/** @throws InputError where the folder has none of them, or one cannot be compiled */
export function loadParts(folder: string): LoadedParts {
  const names = namesByType();
  const theirs = loadExercises(labRoot()).flatMap(({ manifest: { id, part } }) => {
    const name = names.get(part.type);
    const file = join(folder, id, part.file);
    return name === undefined || !existsSync(file) ? [] : [{ name, id, file, exported: part.export }];
  });
  if (theirs.length === 0) {
    throw new InputError(`--parts ${folder}: has no part of the VMM, such as 08-trap-and-emulate/emulate.ts`);
  }
  const loaded = theirs.map(({ name, file, exported }) => [name, load(file, exported)] as const);
  return {
    parts: { ...referenceParts, ...(Object.fromEntries(loaded) as Partial<Parts>) },
    told: `${theirs.map(({ id }) => id).join(', ')} from ${folder}, run unsandboxed and as no grade; the others are the reference`,
  };
}

function load(file: string, exported: string): unknown {
  const members = run(compile(file), file);
  const part = members[exported];
  if (part === undefined) {
    throw new InputError(`${file}: does not export ${exported}`);
  }
  return part;
}

/** A part imports the lab's layers by a path of the lab; they are this checkout's, wherever the folder lies. */
const LAYER = /(['"])\.\.\/\.\.\/src\/(machine|assembler|guests|hypervisor)\/index\.js\1/g;

function compile(file: string): string {
  const layer = (_: string, __: string, name: string) =>
    JSON.stringify(join(labRoot(), `src/${name}/index.ts`));
  const contents = readFileSync(file, 'utf8').replace(LAYER, layer);
  try {
    const { outputFiles } = buildSync({
      stdin: { contents, loader: 'ts', sourcefile: file, resolveDir: dirname(resolve(file)) },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      logLevel: 'silent',
    });
    return outputFiles[0]!.text;
  } catch (error) {
    throw new InputError(
      `${file}: cannot be compiled: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The caller's own code, as `node FILE` would run it. */
function run(script: string, file: string): Record<string, unknown> {
  const module = { exports: {} as Record<string, unknown> };
  const body = compileFunction(script, ['module', 'exports', 'require'], { filename: file }) as (
    ...scope: readonly unknown[]
  ) => void;
  body(module, module.exports, createRequire(resolve(file)));
  return module.exports;
}
