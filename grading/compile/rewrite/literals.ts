/**
 * SES refuses a script that holds `import(`, `eval(` or the signs of an HTML comment anywhere, in strings too. In literals
 * they are written with an escape, which changes the text of the script and not the value.
 */
import ts from 'typescript';

/** The file with such literals rewritten; elsewhere (code, tagged templates, which see their raw text) they stay. */
export function hardenLiterals(context: ts.TransformationContext, file: ts.SourceFile): ts.SourceFile {
  const visit = (node: ts.Node): ts.Node => {
    const original = ts.getOriginalNode(node);
    if (!isRewritable(original)) {
      return ts.visitEachChild(node, visit, context);
    }
    const text = original.getText(file);
    const escaped = escapeForbidden(text);
    return escaped === text
      ? node
      : ts.setSourceMapRange(literalOf(original, escaped, context.factory), original);
  };
  return ts.visitEachChild(file, visit, context);
}

type Literal =
  ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.RegularExpressionLiteral | TemplatePart;
type TemplatePart = ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail;

function isRewritable(node: ts.Node): node is Literal {
  if (isTemplatePart(node)) {
    return !isTagged(node);
  }
  if (ts.isStringLiteral(node)) {
    return !ts.isEnumMember(node.parent);
  }
  if (ts.isNoSubstitutionTemplateLiteral(node)) {
    return !isTagged(node);
  }
  return ts.isRegularExpressionLiteral(node);
}

function isTemplatePart(node: ts.Node): node is TemplatePart {
  return ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
}

/** True for a piece of the template that a tag is called with. */
function isTagged(part: TemplatePart | ts.NoSubstitutionTemplateLiteral): boolean {
  const whole = ts.isTemplateHead(part)
    ? part.parent
    : ts.isTemplateMiddleOrTemplateTail(part)
      ? part.parent.parent
      : part;
  return ts.isTaggedTemplateExpression(whole.parent) && whole.parent.template === whole;
}

/** Never escapes the first character of what it finds: a backslash may stand before that one. */
function escapeForbidden(text: string): string {
  return text
    .replace(/\bimport(?=\s*(?:\(|\/[/*]))/g, 'i\\u006dport')
    .replace(/\beval(?=\s*\()/g, 'e\\u0076al')
    .replace(/<!--/g, '<!-\\u002d') // the second hyphen: in a pattern the first can mean a range, and `(?<!` a look-behind
    .replace(/-->/g, '--\\u003e');
}

function literalOf(node: Literal, text: string, factory: ts.NodeFactory): ts.Node {
  const inside = (end: number) => text.slice(1, text.length - end);
  switch (node.kind) {
    case ts.SyntaxKind.StringLiteral:
      return factory.createIdentifier(text); // the only node that prints as it is given
    case ts.SyntaxKind.RegularExpressionLiteral:
      return factory.createRegularExpressionLiteral(text);
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      return factory.createNoSubstitutionTemplateLiteral(undefined, inside(1));
    case ts.SyntaxKind.TemplateHead:
      return factory.createTemplateHead(undefined, inside(2));
    case ts.SyntaxKind.TemplateMiddle:
      return factory.createTemplateMiddle(undefined, inside(2));
    case ts.SyntaxKind.TemplateTail:
      return factory.createTemplateTail(undefined, inside(1));
  }
}
