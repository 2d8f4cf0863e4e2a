/** How much of a submission is read before it is refused. */
export interface SubmissionLimits {
  /** Bytes of one part. */
  readonly partBytes: number;
  /** Bytes of an archive as it was handed in. */
  readonly packedBytes: number;
  /** Bytes of an archive unpacked, counted as they come out and not as its headers claim. */
  readonly unpackedBytes: number;
  /** Files and folders of an archive, or names read from a folder. */
  readonly entries: number;
  /** Folders inside one another, in an archive. */
  readonly depth: number;
}

export const defaultLimits: SubmissionLimits = {
  partBytes: 256 * 1024,
  packedBytes: 16 * 1024 * 1024,
  unpackedBytes: 64 * 1024 * 1024,
  entries: 2000,
  depth: 8,
};

// What a submission over a limit is told, wherever it is found out.

export function tooMany(entries: number): string {
  return `holds more than ${entries} files and folders: hand in only the folders of your exercises`;
}

export function tooLarge(what: string, maxBytes: number): string {
  return `${what} is larger than ${describeBytes(maxBytes)}: a part is source text, keep data out of it`;
}

export function tooLargePacked(maxBytes: number): string {
  return `the archive is larger than ${describeBytes(maxBytes)}: pack only the folders of your exercises`;
}

export function tooLargeUnpacked(maxBytes: number): string {
  return `the archive unpacks to more than ${describeBytes(maxBytes)}: pack only the folders of your exercises`;
}

/** 262144 as '256 KiB', 16777216 as '16 MiB', anything uneven in bytes. */
function describeBytes(bytes: number): string {
  if (bytes > 0 && bytes % (1024 * 1024) === 0) {
    return `${bytes / (1024 * 1024)} MiB`;
  }
  if (bytes > 0 && bytes % 1024 === 0) {
    return `${bytes / 1024} KiB`;
  }
  return `${bytes} bytes`;
}
