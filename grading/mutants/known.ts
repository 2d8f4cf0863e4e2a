/** `grading/suites/NN-slug/mutants.yml`: what is known of an exercise's mutants. The schema says what each field is for. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createSchema, SchemaError, type Manifest } from '../result/index.js';
import knownSchema from '../schemas/mutants.schema.json';
import type { Mutant } from './mutant.js';

export interface Known {
  readonly random: readonly string[];
  readonly rules: Readonly<Record<string, readonly string[]>>;
  readonly equivalent: readonly Equivalent[];
}

export interface Equivalent {
  readonly in: string;
  readonly line: string;
  readonly becomes: string;
  readonly why: string;
}

interface KnownFile extends Partial<Pick<Known, 'random' | 'rules'>> {
  readonly equivalent?: readonly (Omit<Equivalent, 'becomes'> & { becomes: string | string[] })[];
}

const schema = createSchema<KnownFile>(knownSchema, () => []);

/** Nothing is known where there is no such file. @throws SchemaError where it cannot be read, or names no check of the exercise. */
export function readKnown(root: string, manifest: Manifest): Known {
  const file = knownFile(manifest.id);
  const path = join(root, file);
  return existsSync(path)
    ? parseKnown(readFileSync(path, 'utf8'), file, manifest)
    : { random: [], rules: {}, equivalent: [] };
}

/** The file's name from the lab's folder on. */
export const knownFile = (exercise: string): string => `grading/suites/${exercise}/mutants.yml`;

export function parseKnown(text: string, file: string, { id, checks }: Manifest): Known {
  const { random = [], rules = {}, equivalent = [] } = schema.check(readYaml(text, file), file);
  const unknown = [...random, ...Object.values(rules).flat()].filter(
    (name) => !checks.some((check) => check.id === name),
  );
  if (unknown.length > 0) {
    throw new SchemaError(
      file,
      unknown.map((name) => `"${name}" is no check of ${id}: name one of its manifest`),
    );
  }
  const single = equivalent.flatMap(({ becomes, ...entry }) =>
    [becomes].flat().map((one) => ({ ...entry, becomes: one })),
  );
  return { random, rules, equivalent: single };
}

export function isAbout(entry: Equivalent, { within, was, becomes }: Mutant): boolean {
  return entry.line === was && entry.becomes === becomes && within.includes(entry.in);
}

function readYaml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0];
    throw new SchemaError(file, [`is not YAML: ${reason}; mend it there`]);
  }
}
