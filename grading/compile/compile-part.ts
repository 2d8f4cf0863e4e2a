/**
 * Turns the untrusted text of a part into a script that the rig can run: metered, and cut off from everything but the
 * lab's layers. Nothing of the text is ever run here.
 */
import { type Diagnostic, explainTooDeep, type NamesForParts, toDiagnostics } from './rules/index.js';
import { findUnevaluable, wrapScript } from './script.js';
import { MAX_DIAGNOSTICS, type CompileReply, type CompileRequest } from './protocol.js';
import { clearParser, transpile } from './rewrite/index.js';

/** Compiles one part; `names` is what it may import. Whatever the text is, this returns a reply. */
export function compilePart(
  { id, exercise, file, text }: CompileRequest,
  names: NamesForParts,
): CompileReply {
  const compiled = attempt(`${exercise}/${file}`, text, names);
  return 'errors' in compiled
    ? { id, ok: false, errors: compiled.errors.slice(0, MAX_DIAGNOSTICS) }
    : { id, ok: true, ...compiled };
}

type Outcome = { readonly script: string; readonly map: string } | { readonly errors: readonly Diagnostic[] };

function attempt(name: string, text: string, names: NamesForParts): Outcome {
  try {
    return compileText(name, text, names);
  } catch (error) {
    clearParser();
    const message = explainTooDeep(error);
    return { errors: [{ file: name, line: 1, column: 1, message }] };
  }
}

function compileText(name: string, text: string, names: NamesForParts): Outcome {
  const transpiled = transpile(text, names);
  if (transpiled.syntax.length > 0) {
    return { errors: toDiagnostics(name, transpiled.syntax) };
  }
  const errors = transpiled.breaches.map((breach) => ({ file: name, ...breach }));
  if (errors.length > 0) {
    return { errors };
  }
  const compiled = wrapScript(name, transpiled);
  const fault = findUnevaluable(compiled);
  return fault ? { errors: [{ file: name, ...fault }] } : compiled;
}
