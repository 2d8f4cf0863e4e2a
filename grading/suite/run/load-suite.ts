/** Loads the scripts that `bundleSuites` made: compiled once, run from their first line as often as they are asked to. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import type { BareLayers } from '../index.js';
import { LAYER_PREFIX, LAYERS_SCRIPT } from './bundle-names.js';
import type { LoadedSuite } from './run-suites.js';

type Evaluate = (module: { exports: unknown }, exports: unknown, require: (name: string) => unknown) => void;

export class SuiteLoader {
  readonly #folder: string;
  readonly #require: NodeJS.Require;
  readonly #compiled = new Map<string, Evaluate>();
  /** By name. */
  readonly layers: BareLayers & Readonly<Record<string, unknown>>;

  /** `folder` holds the scripts; packages are those of the lab at `root`. */
  constructor(folder: string, root: string) {
    this.#folder = folder;
    this.#require = createRequire(join(root, 'package.json'));
    this.layers = this.#evaluate(LAYERS_SCRIPT) as BareLayers & Record<string, unknown>;
  }

  load(name: string): LoadedSuite {
    return { name, evaluate: () => void this.#evaluate(name) };
  }

  #evaluate(name: string): unknown {
    const module = { exports: {} };
    this.#compile(name)(module, module.exports, (wanted) =>
      wanted.startsWith(LAYER_PREFIX)
        ? this.layers[wanted.slice(LAYER_PREFIX.length)]
        : (this.#require(wanted) as unknown),
    );
    return module.exports;
  }

  #compile(name: string): Evaluate {
    const known = this.#compiled.get(name);
    if (known) {
      return known;
    }
    const filename = join(this.#folder, name);
    const parameters = ['module', 'exports', 'require'];
    const compiled = compileFunction(readFileSync(filename, 'utf8'), parameters, { filename }) as Evaluate;
    this.#compiled.set(name, compiled);
    return compiled;
  }
}
