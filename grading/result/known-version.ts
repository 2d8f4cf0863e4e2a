/** A newer record is refused as such, before its new fields are taken for mistakes. */
import { SchemaError } from './schema-error.js';

/** @throws SchemaError where the record that begins with `text` says that it is newer than version `known` */
export function requireKnownVersion(text: string, known: number, file: string): void {
  const version = /^\uFEFF?\s*\{\s*"version":\s*(\d+)/.exec(text)?.[1];
  if (version !== undefined && Number(version) > known) {
    throw new SchemaError(file, [
      `is of version ${version}, and this hyperlab knows version ${known}: use the newer hyperlab that wrote it`,
    ]);
  }
}
