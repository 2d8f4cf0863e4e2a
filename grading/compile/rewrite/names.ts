/**
 * The names of the script's three parameters. No identifier of the part has these names, so the part can neither use nor
 * shadow them.
 */
import ts from 'typescript';

export interface Names {
  readonly layers: string;
  readonly exports: string;
  readonly meter: string;
}

/** Deterministic: `__meter`, or the first of `__meter1`, `__meter2`, … that the file does not hold. */
export function chooseNames(file: ts.SourceFile): Names {
  const taken = identifiersOf(file);
  const free = (name: string): string => {
    if (!taken.has(name)) {
      return name;
    }
    for (let n = 1; ; n++) {
      if (!taken.has(`${name}${n}`)) {
        return `${name}${n}`;
      }
    }
  };
  return { layers: free('__layers'), exports: free('__exports'), meter: free('__meter') };
}

/** As the language reads them: `\u005f_meter` is `__meter`. Walks without recursion, however deep the file is. */
function identifiersOf(file: ts.SourceFile): Set<string> {
  const found = new Set<string>();
  const waiting: ts.Node[] = [file];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (ts.isIdentifier(node)) {
      found.add(ts.idText(node));
    }
    ts.forEachChild(node, (child) => void waiting.push(child));
  }
  return found;
}
