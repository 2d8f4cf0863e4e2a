/** What of the lab is withheld from students, in pieces that can be looked for: lines, texts in quotes, comments. */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { loadExercises } from '../../exercises/index.js';
import type { Withheld } from './leaks.js';

const FILES = [
  'solutions/**/*.ts',
  'grading/suites/**/*.{ts,diff,yml}',
  'grading/samples/**/*.ts',
  'grading/pack/**/*.ts',
];

/** `sources` are files of which something is needed to run a visible check: they are no secret as a whole. */
export function withheldTexts(root: string, sources: readonly string[]): Withheld[] {
  const files = globSync(FILES, { cwd: root, posix: true }).sort();
  return [
    ...files
      .filter((file) => !sources.includes(file))
      .map((file) => ({ file, pieces: piecesOf(readFileSync(join(root, file), 'utf8')) })),
    ...loadExercises(root).map(({ manifest: { id, checks } }) => ({
      file: `exercises/${id}/exercise.json`,
      pieces: checks
        .filter(({ visibility }) => visibility === 'hidden')
        .flatMap(({ title, hints }) => [title, ...hints])
        .flatMap(fragments),
    })),
  ];
}

/** Lines as they stand, and what quotes and comments hold. */
function piecesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/^[ +-]?\s*(\/\/|\/?\*+)?/, ''));
  const quoted: string[] = [];
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, true, ts.LanguageVariant.Standard, text);
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.StringLiteral || token === ts.SyntaxKind.NoSubstitutionTemplateLiteral) {
      quoted.push(scanner.getTokenValue());
    }
  }
  return [...new Set([...lines, ...quoted].flatMap(fragments))];
}

/** A build may write quotes and escapes another way: what stands between them is looked for. */
function fragments(text: string): string[] {
  return text
    .split(/['"`\\\n\r]|\$\{/)
    .map((piece) => piece.trim())
    .filter((piece) => /[a-z]{3}/i.test(piece));
}
