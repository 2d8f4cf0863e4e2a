/** The finished script: transpiled code inside a function, with its source map, and a last check that it can be evaluated. */
import { Script } from 'node:vm';
import { type Fault, oneLine } from './rules/index.js';
import { mapPosition } from './map-position.js';
import type { Transpiled } from './rewrite/index.js';

export interface PartScript {
  readonly script: string;
  readonly map: string;
}

/**
 * Puts the code into the function that the rig calls. `name` is the student's file as messages call it. The code itself
 * stands in a second function, without parameters: should `arguments` ever be reached there, it holds nothing.
 */
export function wrapScript(name: string, { code, map, names }: Transpiled): PartScript {
  const { layers, exports, meter } = names;
  const head = `(function (${layers}, ${exports}, ${meter}) { "use strict"; (function () {\n`;
  const { names: symbols, mappings } = JSON.parse(map) as { names: string[]; mappings: string };
  return {
    script: `${head}${code}})(); })`,
    // A semicolon stands for a line of the script, here for the one that the head takes.
    map: JSON.stringify({ version: 3, sources: [name], names: symbols, mappings: `;${mappings}` }),
  };
}

/** Why the script cannot be evaluated, with the place in the student's file; undefined when it can. The script is not run. */
export function findUnevaluable(compiled: PartScript): Fault | undefined {
  return findForbiddenText(compiled) ?? findSyntaxError(compiled);
}

/** What SES refuses in a script, wherever it stands (SES 2, transforms.js). */
const forbidden = /(?:^|[^.]|\.\.\.)\b(import)\s*(?:\(|\/[/*])|(?:^|[^.])\b(eval)\s*\(|(<!--|-->)/g;

/** Literals were rewritten before; what is left stands in code, in a name or in a tagged template. */
function findForbiddenText({ script, map }: PartScript): Fault | undefined {
  const [found] = script.matchAll(forbidden);
  if (found === undefined) {
    return undefined;
  }
  const word = found[1] ?? found[2];
  const text = word === undefined ? found[3]! : `${word}(`;
  const start = found.index + found[0].indexOf(word ?? text);
  const before = script.slice(0, start).split('\n');
  const position = mapPosition(map, before.length, before.at(-1)!.length + 1);
  const message = `the text '${text}' is not possible in a part, other than in a comment or an ordinary string: write it another way`;
  return { ...(position ?? { line: 1, column: 1 }), message };
}

/** Some errors only the engine finds, such as a name that is declared twice. */
function findSyntaxError({ script, map }: PartScript): Fault | undefined {
  try {
    new Script(script, { filename: 'part.js' }); // compiles, and does not run
    return undefined;
  } catch (error) {
    const { name, message, stack = '' } = error as Error;
    if (name !== 'SyntaxError') {
      throw error;
    }
    // The stack begins with the place: `part.js:12`, the line itself, and a caret below the column.
    const place = /^part\.js:(\d+)\n(?:(.*)\n(\s*)\^)?/.exec(stack);
    const position = place ? mapPosition(map, Number(place[1]), (place[3]?.length ?? 0) + 1) : undefined;
    return { ...(position ?? { line: 1, column: 1 }), message: oneLine(message) };
  }
}
