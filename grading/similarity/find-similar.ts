/**
 * Similar texts of one exercise. Fingerprints by winnowing, as MOSS takes them (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003),
 * with the core of Dolos, which compares programs at universities.
 */
import {
  FingerprintIndex,
  File,
  Region,
  type SharedFingerprint,
  TokenizedFile,
  type Pair,
} from '@dodona/dolos-core';
import { tokensOf, type Token } from './tokens.js';

export interface HandedText {
  /** Who handed it in; each once. */
  readonly owner: string;
  readonly text: string;
}

/** Lines from 1, both ends included. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

export interface SimilarPair {
  readonly left: string;
  readonly right: string;
  /** Fingerprints that both have, of all that are not the handout's: from 0 to 1. */
  readonly similarity: number;
  /** What they share, in the order of the left text. */
  readonly stretches: readonly { readonly left: Lines; readonly right: Lines }[];
}

/** Texts that are the same but for names, values, comments and layout. */
export interface SameTexts {
  readonly owners: readonly string[];
  /** Byte for byte. */
  readonly exact: boolean;
}

export interface Similarity {
  readonly same: readonly SameTexts[];
  /** The most similar ones first. Of texts that are the same, the first one stands for all. */
  readonly pairs: readonly SimilarPair[];
  /** Whose texts hold too little of their own to be compared. */
  readonly nothingOwn: readonly string[];
}

/** Tokens of a fingerprint, and fingerprints of a window: Dolos' own choice for programs. */
const KGRAM = 23;
const WINDOW = 17;
/** A fingerprint that more than this share of the class has comes from the task, not from a neighbour; of few, ten may have it. */
const COMMON_SHARE = 0.1;
const COMMON_LEAST = 10;
/** Pairs below this are not worth a look. */
const LEAST_SIMILARITY = 0.4;
/** A person looks at each of them. */
export const MOST_PAIRS = 50;

/** `handout`: texts that everybody was given. What comes from them is not compared. */
export function findSimilar(handed: readonly HandedText[], handout: readonly string[]): Similarity {
  const groups = group(handed);
  const common = Math.max(COMMON_LEAST, Math.ceil(groups.length * COMMON_SHARE));
  const index = new FingerprintIndex(KGRAM, WINDOW, false, common);
  const given = handout.map((text) => fileOf('handout', text, tokensOf(text)));
  const files = groups.map(({ file }) => file);
  index.addFiles(files);
  given.forEach((file) => index.addIgnoredFile(file)); // last: the index forgets what it is told to ignore before
  const isOwn = (fingerprint: SharedFingerprint): boolean =>
    !given.some((file) => fingerprint.includesFile(file));
  const own = new Set(
    index
      .entries()
      .filter(({ shared, ignored }) => [...shared, ...ignored].some(isOwn))
      .map(({ file }) => file),
  );
  const compared = groups.filter(({ file }) => own.has(file));
  return {
    same: compared
      .filter(({ owners }) => owners.length > 1)
      .map(({ owners, exact }) => ({ owners, exact }))
      .sort((a, b) => b.owners.length - a.owners.length),
    pairs: likelyPairs(index, files)
      .map(([left, right]) => index.getPair(left, right))
      .filter(({ similarity }) => similarity >= LEAST_SIMILARITY)
      .sort((a, b) => b.similarity - a.similarity || b.longest - a.longest)
      .slice(0, MOST_PAIRS)
      .map(pairOf),
    nothingOwn: groups.filter(({ file }) => !own.has(file)).flatMap(({ owners }) => owners),
  };
}

/** One text for all that are the same but for what the comparison does not see. */
interface Group {
  readonly owners: string[];
  readonly text: string;
  readonly file: TokenizedFile;
  exact: boolean;
}

function group(handed: readonly HandedText[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { owner, text } of handed) {
    const tokens = tokensOf(text);
    const key = tokens.map(({ word }) => word).join(' ');
    const found = groups.get(key);
    if (found === undefined) {
      groups.set(key, { owners: [owner], text, file: fileOf(owner, text, tokens), exact: true });
    } else {
      found.owners.push(owner);
      found.exact &&= text === found.text;
    }
  }
  return [...groups.values()];
}

function fileOf(owner: string, text: string, tokens: readonly Token[]): TokenizedFile {
  const words = tokens.map(({ word }) => word);
  const places = tokens.map(({ line, end }) => new Region(line, 0, end, 0));
  return new TokenizedFile(new File(owner, text), words, places);
}

/** Those with a fingerprint in common: of a thousand texts, few of the half million pairs. */
function likelyPairs(
  index: FingerprintIndex,
  files: readonly TokenizedFile[],
): [TokenizedFile, TokenizedFile][] {
  const place = new Map(files.map((file, at) => [file, at]));
  const pairs = new Set<number>();
  for (const fingerprint of index.sharedFingerprints()) {
    const holders = fingerprint.ignored ? [] : fingerprint.files().map((file) => place.get(file)!);
    for (const [at, first] of holders.entries()) {
      for (const second of holders.slice(at + 1)) {
        pairs.add(Math.min(first, second) * files.length + Math.max(first, second));
      }
    }
  }
  return [...pairs]
    .sort((a, b) => a - b)
    .map((pair) => [files[Math.floor(pair / files.length)]!, files[pair % files.length]!]);
}

function pairOf(pair: Pair): SimilarPair {
  const stretches = pair.buildFragments().map(({ leftSelection, rightSelection }) => ({
    left: { from: leftSelection.startRow, to: leftSelection.endRow },
    right: { from: rightSelection.startRow, to: rightSelection.endRow },
  }));
  return { left: pair.leftFile.path, right: pair.rightFile.path, similarity: pair.similarity, stretches };
}
