/** What a package for another system consists of: files by their paths in it. */

export interface PackageFile {
  readonly content: Uint8Array | string;
  readonly executable?: true;
}

/** In the order of their paths, with `/`. */
export type PackageFiles = ReadonlyMap<string, PackageFile>;

export function sorted(files: Iterable<readonly [string, PackageFile]>): PackageFiles {
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
