/**
 * A rig holds the scenarios of visible and of hidden checks. Here the hidden ones are left out: a scenario stays when a visible
 * check names it in `lab.call('name', …)`. What cannot be read this way is refused, never guessed.
 */
import ts from 'typescript';
import { HandoutRefused } from './refusal.js';

/** The names of the scenarios that a suite calls. `file` stands in messages. */
export function calledScenarios(file: string, text: string): Set<string> {
  const source = parse(file, text);
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      if (name.text === 'call' && expression.getText(source) === 'lab') {
        scenarioNames(node.arguments[0], file, source, node).forEach((each) => names.add(each));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** The rig's source without the scenarios that are not in `kept`. */
export function withoutOtherScenarios(file: string, text: string, kept: ReadonlySet<string>): string {
  const source = parse(file, text);
  const scenarios = scenariosOf(file, source);
  const named = scenarios.map((property) => ({ property, name: nameOf(property, file, source) }));
  const missing = [...kept].find((name) => !named.some((each) => each.name === name));
  if (missing !== undefined) {
    throw new HandoutRefused(`${file}: there is no scenario '${missing}', which a visible check calls`);
  }
  const dropped = named.filter(({ name }) => !kept.has(name)).map(({ property }) => property);
  return dropped.reduceRight((rest, { pos, end }) => {
    const after = rest.slice(end).replace(/^\s*,/, '');
    return rest.slice(0, pos) + after;
  }, text);
}

function scenarioNames(
  argument: ts.Expression | undefined,
  file: string,
  source: ts.SourceFile,
  call: ts.Node,
): string[] {
  if (argument !== undefined && ts.isStringLiteralLike(argument)) {
    return [argument.text];
  }
  const named = argument && ts.isIdentifier(argument) ? textsOf(argument.text, call) : [];
  if (named.length > 0) {
    return named;
  }
  throw new HandoutRefused(
    `${place(file, source, call)}: lab.call must name its scenario as a text, or as a parameter of type 'a' | 'b', so that a handout can leave out the others`,
  );
}

/** Of a parameter that is declared around the call as `name: 'a' | 'b'`: these texts. */
function textsOf(name: string, call: ts.Node): string[] {
  for (let node = call.parent; !ts.isSourceFile(node); node = node.parent) {
    const type = ts.isFunctionLike(node)
      ? node.parameters.find((each) => ts.isIdentifier(each.name) && each.name.text === name)?.type
      : undefined;
    if (type !== undefined) {
      const types = ts.isUnionTypeNode(type) ? type.types : [type];
      const texts = types.flatMap((each) =>
        ts.isLiteralTypeNode(each) && ts.isStringLiteral(each.literal) ? [each.literal.text] : [],
      );
      return texts.length === types.length ? texts : [];
    }
  }
  return [];
}

/** The properties of `scenarios` in `defineRig({ scenarios: { … } })`. */
function scenariosOf(file: string, source: ts.SourceFile): readonly ts.ObjectLiteralElementLike[] {
  for (const statement of source.statements) {
    const call = ts.isExportAssignment(statement) ? statement.expression : undefined;
    const rig = call && ts.isCallExpression(call) ? call.arguments[0] : undefined;
    const property =
      rig && ts.isObjectLiteralExpression(rig)
        ? rig.properties.find((each) => each.name?.getText(source) === 'scenarios')
        : undefined;
    if (property && ts.isPropertyAssignment(property) && ts.isObjectLiteralExpression(property.initializer)) {
      return property.initializer.properties;
    }
  }
  throw new HandoutRefused(
    `${file}: write "export default defineRig({ scenarios: { … } })" with all scenarios there, so that a handout can leave out the hidden ones`,
  );
}

function nameOf(property: ts.ObjectLiteralElementLike, file: string, source: ts.SourceFile): string {
  const { name } = property;
  if (name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteralLike(name))) {
    return name.text;
  }
  throw new HandoutRefused(
    `${place(file, source, property)}: a scenario needs a name of its own here, so that a handout can tell hidden ones`,
  );
}

const parse = (file: string, text: string) => ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);

function place(file: string, source: ts.SourceFile, node: ts.Node): string {
  return `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
}
