/** One call of the translate part: what it is told of a page of code, and the check of what it returns. */
import { PAGE_HALFWORDS, type CodePage, type Edit, type TranslatePart } from '../sockets/index.js';
import { PartError, fieldsOf, show } from './part-error.js';
import { bits, integer } from './numbers.js';

/**
 * Lets `translate` edit a page, whose list of halfwords is frozen for it.
 * @throws PartError when what it returns is not a list of edits
 */
export function translatePage(
  translate: TranslatePart,
  halfwords: readonly number[],
  facts: Omit<CodePage, 'halfwords'>,
): readonly Edit[] {
  const { failsSilently, isHot, loadOffset, storeOffset } = facts;
  const page: CodePage = Object.freeze({
    halfwords: Object.freeze(halfwords),
    failsSilently: (word: number) => failsSilently(bits('word', word)),
    isHot: (index: number) => isHot(integer('index', index)),
    loadOffset: (csr: number) => loadOffset(integer('csr', csr)),
    storeOffset: (csr: number) => storeOffset(integer('csr', csr)),
  });
  return checkedEdits(translate(page));
}

function checkedEdits(value: unknown): readonly Edit[] {
  const length = Array.isArray(value) ? value.length : Infinity;
  if (length > PAGE_HALFWORDS) {
    throw new PartError(
      `translate returned ${show(value)}; it must be a list of at most ${PAGE_HALFWORDS} edits { index, halfword }`,
    );
  }
  const edits: Edit[] = [];
  for (let at = 0; at < length; at += 1) {
    const { index, halfword } = fieldsOf('translate', (value as unknown[])[at], 'an edit', fields);
    edits.push({
      index: below('index', index, PAGE_HALFWORDS),
      halfword: below('halfword', halfword, 0x1_0000),
    });
  }
  return edits;
}

const fields = ['index', 'halfword'] as const;

function below(field: string, value: unknown, end: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < end) {
    return value;
  }
  throw new PartError(
    `translate returned ${field} = ${show(value)}; it must be an integer from 0 to ${end - 1}`,
  );
}
