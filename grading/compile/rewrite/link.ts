/**
 * Takes the module syntax out of transpiled code: what was imported is read from the layers at the start, what is exported
 * is put on the exports at the end. Types are gone by now, so only values count.
 */
import ts from 'typescript';
import { layerOf } from '../rules/index.js';
import type { Names } from './names.js';

export function linkTo(names: Names, context: ts.TransformationContext, file: ts.SourceFile): ts.SourceFile {
  const linker = new Linker(names, context.factory);
  for (const statement of file.statements) {
    linker.add(statement);
  }
  const { factory } = context;
  const statements = ts.setTextRange(factory.createNodeArray(linker.statements()), file.statements);
  // Most comments are gone. Those at the top that ask to be kept go here, since SES may refuse words in them.
  return ts.setEmitFlags(factory.updateSourceFile(file, statements), ts.EmitFlags.NoComments);
}

class Linker {
  readonly #head: ts.Statement[] = [];
  readonly #body: ts.Statement[] = [];
  readonly #tail: ts.Statement[] = [];

  readonly #names: Names;
  readonly #factory: ts.NodeFactory;

  constructor(names: Names, factory: ts.NodeFactory) {
    this.#names = names;
    this.#factory = factory;
  }

  statements(): ts.Statement[] {
    return [...this.#head, ...this.#body, ...this.#tail];
  }

  add(statement: ts.Statement): void {
    if (ts.isImportDeclaration(statement)) {
      this.#addImport(statement);
    } else if (ts.isExportDeclaration(statement)) {
      this.#addExportList(statement);
    } else if (ts.isExportAssignment(statement)) {
      this.#body.push(this.#from(statement, this.#assignExport('default', statement.expression)));
    } else {
      this.#body.push(this.#withoutExport(statement));
    }
  }

  /** `import { a as b } from '…'` as `const { a: b } = layers.hypervisor`. */
  #addImport(statement: ts.ImportDeclaration): void {
    const { importClause } = statement;
    if (importClause === undefined) {
      return;
    }
    const { namedBindings } = importClause;
    const source = this.#layer(statement.moduleSpecifier);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) {
      this.#head.push(this.#from(statement, this.#declare(namedBindings.name, source)));
    }
    const bindings = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
    const elements = bindings.map((one) => this.#bind(one.propertyName, one.name));
    if (elements.length === 0) {
      return;
    }
    const pattern = this.#factory.createObjectBindingPattern(elements);
    this.#head.push(this.#from(statement, this.#declare(pattern, source)));
  }

  /** `export { a as b }`, also from a layer, and `export *`. */
  #addExportList(statement: ts.ExportDeclaration): void {
    const { exportClause, moduleSpecifier } = statement;
    const source = moduleSpecifier && this.#layer(moduleSpecifier);
    const add = (exported: ts.Statement) => this.#tail.push(this.#from(statement, exported));
    if (exportClause === undefined) {
      this.#head.push(this.#from(statement, this.#exportAll(source!)));
    } else if (ts.isNamespaceExport(exportClause)) {
      add(this.#assignExport(exportClause.name.text, source!));
    } else {
      for (const { propertyName, name } of exportClause.elements) {
        const local = propertyName ?? name;
        const value = source
          ? this.#property(source, local.text)
          : this.#factory.createIdentifier(local.text);
        add(this.#assignExport(name.text, value));
      }
    }
  }

  /** The declaration without `export`; the names that it declares are exported at the end. */
  #withoutExport(statement: ts.Statement): ts.Statement {
    const factory = this.#factory;
    if (!isExported(statement)) {
      return statement;
    }
    if (ts.isVariableStatement(statement)) {
      const names = statement.declarationList.declarations.flatMap(namesIn);
      for (const name of names) {
        this.#tail.push(this.#assignExport(name.text, name));
      }
      return factory.updateVariableStatement(statement, [], statement.declarationList);
    }
    const name = statement.name ?? factory.createUniqueName('default');
    this.#tail.push(this.#assignExport(isDefault(statement) ? 'default' : name.text, name));
    const modifiers = statement.modifiers?.filter((modifier) => !isExportModifier(modifier));
    return ts.isFunctionDeclaration(statement)
      ? factory.updateFunctionDeclaration(
          statement,
          modifiers,
          statement.asteriskToken,
          name,
          undefined,
          statement.parameters,
          undefined,
          statement.body,
        )
      : factory.updateClassDeclaration(
          statement,
          modifiers,
          name,
          undefined,
          statement.heritageClauses,
          statement.members,
        );
  }

  #assignExport(name: string, value: ts.Expression): ts.Statement {
    const target = this.#property(this.#factory.createIdentifier(this.#names.exports), name);
    return this.#factory.createExpressionStatement(this.#factory.createAssignment(target, value));
  }

  /** `for (const name in layer) exports[name] = layer[name];` */
  #exportAll(source: ts.Expression): ts.Statement {
    const factory = this.#factory;
    const name = factory.createUniqueName('name');
    const variables = factory.createVariableDeclarationList(
      [factory.createVariableDeclaration(name)],
      ts.NodeFlags.Const,
    );
    const target = factory.createElementAccessExpression(factory.createIdentifier(this.#names.exports), name);
    const value = factory.createElementAccessExpression(source, name);
    const assignment = factory.createExpressionStatement(factory.createAssignment(target, value));
    return factory.createForInStatement(variables, source, assignment);
  }

  #layer(specifier: ts.Expression): ts.Expression {
    // The rules have refused every other specifier.
    const layer = layerOf((specifier as ts.StringLiteral).text)!;
    return this.#property(this.#factory.createIdentifier(this.#names.layers), layer);
  }

  #property(object: ts.Expression, name: string): ts.Expression {
    return this.#factory.createElementAccessExpression(object, this.#factory.createStringLiteral(name));
  }

  #bind(from: ts.ModuleExportName | undefined, to: ts.Identifier): ts.BindingElement {
    return this.#factory.createBindingElement(undefined, from, to);
  }

  #declare(name: ts.BindingName, value: ts.Expression): ts.Statement {
    const declaration = this.#factory.createVariableDeclaration(name, undefined, undefined, value);
    const list = this.#factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const);
    return this.#factory.createVariableStatement(undefined, list);
  }

  #from<T extends ts.Statement>(original: ts.Node, made: T): T {
    return ts.setSourceMapRange(made, original);
  }
}

type Exported = ts.VariableStatement | ts.FunctionDeclaration | ts.ClassDeclaration;

/** After TypeScript's own transformation nothing else can have `export`: enums and namespaces have become variables. */
function isExported(statement: ts.Statement): statement is Exported {
  const declares =
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement);
  return declares && (statement.modifiers?.some(isExportModifier) ?? false);
}

function isExportModifier({ kind }: ts.ModifierLike): boolean {
  return kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword;
}

function isDefault(statement: Exported): boolean {
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}

function namesIn({ name }: ts.VariableDeclaration | ts.BindingElement): ts.Identifier[] {
  if (ts.isIdentifier(name)) {
    return [name];
  }
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element)));
}
