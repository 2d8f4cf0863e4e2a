/** Progress of a run: one line that keeps changing on a terminal, nothing in a pipe. */
export interface Progress {
  show(text: string): void;
  /** Takes the line away, so that what is printed next starts clean. */
  clear(): void;
}

export function createProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) {
    return { show: () => undefined, clear: () => undefined };
  }
  return {
    show: (text) => void stream.write(`\r\u001b[2K${text.slice(0, Math.max(10, stream.columns - 1))}`),
    clear: () => void stream.write('\r\u001b[2K'),
  };
}
