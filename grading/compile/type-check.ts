/**
 * Looks for type errors in parts as if they lay in the lab's exercises, against the lab's real sources. Only the first
 * check reads those; later ones use again what has not changed.
 */
import { statSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { type Diagnostic, explainTooDeep, layersForParts, listOf, toDiagnostics } from './rules/index.js';
import { MAX_DIAGNOSTICS, type PartText } from './protocol.js';
import { clearParser, withoutShellLine } from './rewrite/index.js';

/** What a part finds beside the language: the rig's console. There is no Node.js and no browser around it. */
const globals = `declare const console: {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  debug(...values: unknown[]): void;
};`;

export class TypeChecker {
  readonly #options: ts.CompilerOptions;
  readonly #files = new Map<string, { changed: number; source: ts.SourceFile }>();
  #program: ts.Program | undefined;

  readonly #root: string;

  /** `root` is the folder of the lab: its tsconfig.json and src/ are read, and nothing else of it. */
  constructor(root: string) {
    this.#root = root;
    this.#options = readOptions(root);
  }

  /**
   * The type errors of each part, in the order of its file. Never throws because of a part. The parts are of different
   * exercises. What one of them declares never changes what is told of another.
   */
  check(parts: readonly PartText[]): Diagnostic[][] {
    // One program for all: most of a check is spent on the language's own types, once a program.
    const together = parts.filter((part) => !mayDeclareForOthers(part));
    const found = together.length > 1 ? this.#tryTogether(together) : undefined;
    return parts.map((part) => found?.get(part) ?? this.#checkAlone(part));
  }

  /** Undefined where one of the parts cannot be checked: who that is, each by itself will show. */
  #tryTogether(parts: readonly PartText[]): Map<PartText, Diagnostic[]> | undefined {
    try {
      return this.#checkTogether(parts);
    } catch {
      this.#startAgain();
      return undefined;
    }
  }

  #checkAlone(part: PartText): Diagnostic[] {
    try {
      return this.#checkTogether([part]).get(part)!;
    } catch (error) {
      this.#startAgain();
      const message = `types were not checked: ${explainTooDeep(error)}`;
      return [{ file: nameOf(part), line: 1, column: 1, message }];
    }
  }

  #checkTogether(parts: readonly PartText[]): Map<PartText, Diagnostic[]> {
    const pathOf = ({ exercise, file }: PartText) => posix.join(this.#root, 'exercises', exercise, file);
    const ambient = posix.join(this.#root, 'exercises/part-globals.d.ts');
    const virtual = new Map(parts.map((part) => [pathOf(part), withoutShellLine(part.text)]));
    virtual.set(ambient, globals);
    const program = ts.createProgram({
      rootNames: [...virtual.keys()],
      options: this.#options,
      host: this.#hostFor(virtual),
      ...(this.#program ? { oldProgram: this.#program } : {}),
    });
    this.#program = program;
    return new Map(
      parts.map((part) => {
        const found = program.getSemanticDiagnostics(program.getSourceFile(pathOf(part)));
        // Some messages name a file of the lab; they must not show where the lab lies on this machine.
        const told = toDiagnostics(nameOf(part), found).map((one) => ({
          ...one,
          message: one.message.replaceAll(`${this.#root}/`, ''),
        }));
        return [part, told.slice(0, MAX_DIAGNOSTICS)];
      }),
    );
  }

  /** A program that threw is incomplete, so it is thrown away. The next check is slow. */
  #startAgain(): void {
    this.#files.clear();
    this.#program = undefined;
    clearParser();
  }

  /** A compiler host that sees the part, the lab's sources and TypeScript's own libraries. */
  #hostFor(virtual: ReadonlyMap<string, string>): ts.CompilerHost {
    const library = posix.dirname(ts.getDefaultLibFilePath(this.#options));
    const visible = [posix.join(this.#root, 'src/'), posix.join(this.#root, 'package.json'), `${library}/`];
    const isVisible = (path: string) => visible.some((start) => path.startsWith(start));
    const readFile = (path: string) =>
      virtual.get(path) ?? (isVisible(path) ? ts.sys.readFile(path) : undefined);
    const cache = ts.createModuleResolutionCache(this.#root, (path) => path, this.#options);
    const host: ts.CompilerHost = {
      fileExists: (path) => virtual.has(path) || (isVisible(path) && ts.sys.fileExists(path)),
      readFile,
      // Comments say nothing of the types of TypeScript: reading them all would take a tenth of the first check.
      jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors,
      getSourceFile: (path, language) => this.#parse(path, virtual.has(path), readFile, language),
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      getCurrentDirectory: () => this.#root,
      getCanonicalFileName: (path) => path,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      resolveModuleNameLiterals: (literals, from, redirected, options, file) =>
        literals.map((literal) => {
          const mode = ts.getModeForUsageLocation(file, literal, options);
          const { resolvedModule } = ts.resolveModuleName(
            literal.text,
            from,
            options,
            host,
            cache,
            redirected,
            mode,
          );
          return { resolvedModule: virtual.has(from) ? this.#asForParts(resolvedModule) : resolvedModule };
        }),
      writeFile: () => undefined, // nothing is emitted
    };
    return host;
  }

  /** To a part, the index of a layer is the layer's `for-parts.ts`: its types promise what the rig gives, and no more. */
  #asForParts(resolved: ts.ResolvedModuleFull | undefined): ts.ResolvedModuleFull | undefined {
    const layer = layersForParts.find(
      (name) => resolved?.resolvedFileName === posix.join(this.#root, 'src', name, 'index.ts'),
    );
    return layer ? { ...resolved!, resolvedFileName: posix.join(this.#root, listOf(layer)) } : resolved;
  }

  #parse(
    path: string,
    isVirtual: boolean,
    readFile: (path: string) => string | undefined,
    language: ts.ScriptTarget | ts.CreateSourceFileOptions,
  ): ts.SourceFile | undefined {
    const text = () => readFile(path);
    if (isVirtual) {
      return ts.createSourceFile(path, text()!, language);
    }
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    const known = this.#files.get(path);
    if (changed === undefined || known?.changed === changed) {
      return known?.source;
    }
    const content = text();
    if (content === undefined) {
      return undefined;
    }
    const source = ts.createSourceFile(path, content, language);
    this.#files.set(path, { changed, source });
    return source;
  }
}

function nameOf({ exercise, file }: PartText): string {
  return `${exercise}/${file}`;
}

/** `declare global` and `declare module` reach into other files. A part with such a word is checked by itself. */
function mayDeclareForOthers({ text }: PartText): boolean {
  return /\bdeclare\b|\\u|<reference/.test(text);
}

/** The lab's own strict options. Throws where the lab has no usable tsconfig.json. */
function readOptions(root: string): ts.CompilerOptions {
  const path = posix.join(root, 'tsconfig.json');
  const read: { config?: { compilerOptions?: unknown }; error?: ts.Diagnostic } = ts.readConfigFile(
    path,
    (file) => ts.sys.readFile(file),
  );
  const { options, errors } = ts.convertCompilerOptionsFromJson(read.config?.compilerOptions, root);
  const [fault] = read.error ? [read.error] : errors;
  if (fault) {
    throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(fault.messageText, ' ')}`);
  }
  return { ...options, types: [], noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true };
}
