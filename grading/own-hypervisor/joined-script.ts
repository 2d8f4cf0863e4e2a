/** Several compiled parts as one script, which exports all of them in one object: a rig holds one script. */
import { mapPosition } from '../compile/index.js';

export interface OwnPart {
  /** The exercise. */
  readonly id: string;
  /** Its name among the parts of a VMM. */
  readonly key: string;
  /** The file, as messages name it. */
  readonly file: string;
  readonly exportName: string;
  readonly script: string;
  readonly map: string;
}

export const EXPORT_NAME = 'parts';

export function joinScripts(parts: readonly OwnPart[]): string {
  return `${HEAD}\n${parts.map(pieceOf).join('\n')}\n${FOOT}`;
}

const HEAD = `(function (layers, exports, tick) { "use strict"; const parts = {};`;
const FOOT = `exports.${EXPORT_NAME} = parts; })`;

/** Two lines, around those of the part. */
const pieceOf = ({ key, exportName, script, file }: OwnPart) =>
  `{ const own = {}; (\n${script}\n)(layers, own, tick); if (own.${exportName} === undefined) { throw new Error(${JSON.stringify(`${file} exports no ${exportName}`)}); } parts.${key} = own.${exportName}; }`;

/** The place in a student's file that a line of the joined script comes from. */
export function placeOf(parts: readonly OwnPart[], line: number, column: number): string | undefined {
  let first = HEAD.split('\n').length + 2; // the first line of the first part's script
  for (const { script, map, file } of parts) {
    const lines = script.split('\n').length;
    if (line >= first && line < first + lines) {
      const place = mapPosition(map, line - first + 1, column);
      return place && `${file}, line ${place.line}`;
    }
    first += lines + 2;
  }
  return undefined;
}
