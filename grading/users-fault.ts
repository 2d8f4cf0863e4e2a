/**
 * An error about what the user gave us, and can mend: a command says it in one line and ends with status 2. Every other error
 * is the grader's own, with status 3. Each room has its own kind of it.
 */
export class UsersFault extends Error {}

/** The system had no room for a file: the user can make some, and nothing else would go better either. */
export function isDiskFull(error: unknown): error is Error {
  return error instanceof Error && fullDiskOf(error) !== undefined;
}

/** The words of a program whose disk is full: of Node.js (ENOSPC, EDQUOT), or of one that it has started, such as esbuild. */
export function fullDiskOf({ message }: Error): string | undefined {
  return message
    .split('\n')
    .find((line) => /\b(ENOSPC|EDQUOT)\b|no space left on device|disk quota exceeded/i.test(line));
}
