/** Finds every import in the lab's sources, and says which rule of the house it breaks. */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { floors, layers } from './floors.js';

const LAYERS = ' (CONTRIBUTING.md, "Layers and rooms")';

export interface Import {
  /** Relative to the lab's folder. */
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
}

/** All imports, type-only ones included, of the files that belong to a layer. */
export function findImports(root: string): Import[] {
  const files = globSync('{src,exercises,solutions,grading}/**/*.ts', {
    cwd: root,
    posix: true,
    ignore: ['grading/samples/**', 'grading/suites/*/right/**'], // as students hand them in
  });
  return files.flatMap((file) => importsOf(file, readFileSync(posix.join(root, file), 'utf8')));
}

/** What is wrong with an import, in one line; undefined when it is allowed. */
export function brokenRule(found: Import): string | undefined {
  const { file, line, specifier } = found;
  const from = layerOf(file);
  if (from === undefined) {
    return `${file}:${line} belongs to no layer${LAYERS}`;
  }
  const target = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : undefined;
  const to = target === undefined ? 'packages' : layerOf(target);
  const wrong =
    to === from && target !== undefined
      ? betweenRooms(from, file, target)
      : betweenLayers(from, to, target, file.endsWith('.test.ts'));
  return wrong === undefined ? undefined : `${file}:${line} imports '${specifier}': ${wrong}${LAYERS}`;
}

function betweenLayers(
  from: string,
  to: string | undefined,
  target: string | undefined,
  isTest: boolean,
): string | undefined {
  // Tests stand beside what they test; they may use packages, and any layer but `grading`.
  const allowed =
    isTest && from !== 'grading'
      ? [...Object.keys(layers).filter((layer) => layer !== 'grading'), 'packages']
      : layers[from]!;
  if (to === undefined || !allowed.includes(to)) {
    return `${from} may not import ${to ?? 'a path outside the layers'}`;
  }
  // `for-parts.js` is for the rig, and for parts themselves: the few names of the index that parts are given.
  const doors = [`${to}/index.js`, `${to}/for-parts.js`];
  return to.startsWith('src/') && !doors.includes(target!)
    ? `${to} is to be imported through its index.js`
    : undefined;
}

/** Inside a layer: only from lower floors, and through the door. A test stands beside one room and may look into all. */
function betweenRooms(layer: string, file: string, target: string): string | undefined {
  const rooms = floors[layer];
  if (rooms === undefined || isFree(file) || target.endsWith('.json')) {
    return undefined;
  }
  const [from, to] = [roomOf(layer, rooms, file), roomOf(layer, rooms, target)];
  if (from === undefined || to === undefined) {
    return `${from === undefined ? file : target} stands in no room of ${layer} that grading/house/floors.ts lists`;
  }
  if (from === to) {
    return undefined;
  }
  if (rooms.indexOf(to) > rooms.indexOf(from)) {
    return `room ${from} may not import room ${to}, which stands on a floor above`;
  }
  // The files of the ground floor of grading are entered each by itself: there is no room around them.
  return to === '.' || posix.basename(target) === 'index.js'
    ? undefined
    : `room ${to} is to be imported through its index.js`;
}

/** Tests and what only tests use, and the suites of an exercise, which are written against the grader as a whole. */
function isFree(file: string): boolean {
  return /\.test\.ts$|\/testing[^/]*\.ts$|\/fixtures\/|^grading\/suites\//.test(file);
}

/** The room whose folder the file stands in. */
function roomOf(layer: string, rooms: readonly string[], file: string): string | undefined {
  const room = posix.relative(layer, posix.dirname(file)) || '.';
  return rooms.includes(room) ? room : undefined;
}

function layerOf(path: string): string | undefined {
  return Object.keys(layers).find((layer) => path === layer || path.startsWith(`${layer}/`));
}

function importsOf(file: string, text: string): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({
    file,
    line: text.slice(0, pos).split('\n').length,
    specifier: fileName,
  }));
}
