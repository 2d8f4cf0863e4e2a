/**
 * A part as the comparison sees it: tokens without names, values and layout, so that renaming a variable or setting a blank line
 * changes nothing. TypeScript's scanner alone reads it: it goes through any text once, and does not nest.
 */
import ts from 'typescript';

export interface Token {
  readonly word: string;
  /** Line where it begins, from 1. */
  readonly line: number;
  /** Line where it ends. */
  readonly end: number;
}

/** A text in quotes that is at least so long is read itself, word by word: one exercise hands in a program inside of it. */
const LONG_TEXT = 200;

/** Tokens that formatters set and leave out as they like. */
const LAYOUT = new Set([ts.SyntaxKind.SemicolonToken, ts.SyntaxKind.CommaToken]);

/** What may stand before a division; after everything else a slash begins a regular expression. */
const OPERANDS = new Set([
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.PrivateIdentifier,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.BigIntLiteral,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.RegularExpressionLiteral,
  ts.SyntaxKind.CloseParenToken,
  ts.SyntaxKind.CloseBracketToken,
  ts.SyntaxKind.CloseBraceToken,
  ts.SyntaxKind.ThisKeyword,
  ts.SyntaxKind.SuperKeyword,
]);

export function tokensOf(text: string): Token[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  const lines = new LineCounter(text);
  const tokens: Token[] = [];
  /** Open braces since each template began that is not yet at its end. */
  const templates: number[] = [];
  let before = ts.SyntaxKind.Unknown;
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === ts.SyntaxKind.SlashToken || kind === ts.SyntaxKind.SlashEqualsToken) {
      kind = OPERANDS.has(before) ? kind : scanner.reScanSlashToken();
    } else if (kind === ts.SyntaxKind.CloseBraceToken && templates.at(-1) === 0) {
      kind = scanner.reScanTemplateToken(false);
    }
    countBraces(kind, templates);
    before = kind;
    const line = lines.at(scanner.getTokenStart());
    const end = lines.at(scanner.getTokenEnd());
    if (isText(kind) && scanner.getTokenText().length >= LONG_TEXT) {
      tokens.push(...words(scanner.getTokenText(), line));
    } else if (!LAYOUT.has(kind)) {
      tokens.push({ word: wordOf(kind), line, end });
    }
  }
  return tokens;
}

function countBraces(kind: ts.SyntaxKind, templates: number[]): void {
  const last = templates.length - 1;
  if (kind === ts.SyntaxKind.TemplateHead) {
    templates.push(0);
  } else if (kind === ts.SyntaxKind.TemplateTail) {
    templates.pop();
  } else if (last >= 0 && kind === ts.SyntaxKind.OpenBraceToken) {
    templates[last]! += 1;
  } else if (last >= 0 && kind === ts.SyntaxKind.CloseBraceToken) {
    templates[last]! -= 1;
  }
}

function isText(kind: ts.SyntaxKind): boolean {
  const template = kind >= ts.SyntaxKind.FirstTemplateToken && kind <= ts.SyntaxKind.LastTemplateToken;
  return template || kind === ts.SyntaxKind.StringLiteral;
}

/** Keywords and signs stand for themselves, everything with a name or a value for its kind. */
function wordOf(kind: ts.SyntaxKind): string {
  if (kind === ts.SyntaxKind.Identifier || kind === ts.SyntaxKind.PrivateIdentifier) {
    return 'name';
  }
  if (kind === ts.SyntaxKind.NumericLiteral || kind === ts.SyntaxKind.BigIntLiteral) {
    return 'number';
  }
  return isText(kind) ? 'text' : (ts.tokenToString(kind) ?? 'other');
}

function* words(text: string, firstLine: number): Generator<Token> {
  for (const [index, line] of text.split('\n').entries()) {
    for (const [word] of line.matchAll(/[\w.$]+|[^\s\w.$]/g)) {
      yield { word, line: firstLine + index, end: firstLine + index };
    }
  }
}

/** Lines of places that are asked for from the beginning to the end. */
class LineCounter {
  #line = 1;
  #from = 0;

  constructor(readonly text: string) {}

  at(place: number): number {
    for (;;) {
      const next = this.text.indexOf('\n', this.#from);
      if (next < 0 || next >= place) {
        return this.#line;
      }
      this.#line += 1;
      this.#from = next + 1;
    }
  }
}
