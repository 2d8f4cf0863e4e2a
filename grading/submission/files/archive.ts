/** The tree of an archive's entries, built while it is read. Every path is checked before anything is done with it. */
import { tooLarge, tooMany, type SubmissionLimits } from './limits.js';
import { byName, isClutter, type Entry, type EntryKind, type Source } from './source.js';
import { legibleName, SubmissionError } from './submission-error.js';

/** Gives the bytes of a file; it may stop with more than `maxBytes`, and must stop soon after. */
type Read = (maxBytes: number) => Promise<Uint8Array>;

interface Node extends Entry {
  readonly children: Map<string, Node>;
  read?: Read;
  /** False for a folder that has no entry of its own: only paths of other entries name it. */
  listed: boolean;
}

export class ArchiveTree implements Source {
  readonly #top: Node = newNode('', '', 'folder');
  #count = 0;

  readonly #limits: SubmissionLimits;

  constructor(limits: SubmissionLimits) {
    this.#limits = limits;
  }

  /**
   * Adds an entry. Throws SubmissionError for a path that climbs out, or a second entry of the same path.
   * Gives back false for an entry whose bytes nobody will ask for.
   */
  add(path: string, kind: EntryKind, read: Read): boolean {
    if (++this.#count > this.#limits.entries) {
      throw new SubmissionError(tooMany(this.#limits.entries));
    }
    const segments = this.#checkPath(path);
    const shown = legibleName(path);
    const clutter = segments.findIndex(isClutter);
    if (clutter >= 0) {
      // Its name is told; what lies in it is not looked at.
      this.#place(segments.slice(0, clutter + 1), clutter === segments.length - 1 ? kind : 'folder', shown);
      return false;
    }
    if (segments.length === 0) {
      return false;
    }
    const node = this.#place(segments, kind, shown);
    if (node.listed || node.kind !== kind) {
      throw new SubmissionError(`${shown} stands in the archive twice: pack it again from one folder`);
    }
    node.listed = true;
    if (kind === 'file') {
      node.read = read;
    }
    return kind === 'file';
  }

  list(folder: string): Promise<Entry[]> {
    return Promise.resolve([...(this.#find(folder)?.children.values() ?? [])].sort(byName));
  }

  async read(path: string, maxBytes: number): Promise<Uint8Array> {
    const read = this.#find(path)?.read;
    if (read === undefined) {
      throw new Error(`${path} is no file of this archive`);
    }
    const bytes = await read(maxBytes);
    if (bytes.length > maxBytes) {
      throw new SubmissionError(tooLarge(legibleName(path), maxBytes));
    }
    return bytes;
  }

  #checkPath(path: string): string[] {
    const shown = legibleName(path);
    // Some tools on Windows write backslashes (against APPNOTE 4.4.17).
    const steps = path.replaceAll('\\', '/').split('/');
    if (/^[/\\]|^[A-Za-z]:|\0/.test(path) || steps.includes('..')) {
      throw new SubmissionError(
        `the archive holds the path ${shown}, which leads out of it: pack it again from inside one folder`,
      );
    }
    const segments = steps.filter((segment) => segment !== '' && segment !== '.');
    if (segments.length > this.#limits.depth && !segments.some(isClutter)) {
      const most = `more than ${this.#limits.depth} folders deep`;
      throw new SubmissionError(`${shown} lies ${most}: hand in only the folders of your exercises`);
    }
    return segments;
  }

  #place(segments: readonly string[], kind: EntryKind, shown: string): Node {
    let node = this.#top;
    for (const [i, name] of segments.entries()) {
      if (node.kind !== 'folder') {
        throw new SubmissionError(
          `${shown} lies inside a file of the archive: pack it again from one folder`,
        );
      }
      let child = node.children.get(name);
      if (child === undefined) {
        const isLast = i === segments.length - 1;
        child = newNode(name, segments.slice(0, i + 1).join('/'), isLast ? kind : 'folder');
        node.children.set(name, child);
      }
      node = child;
    }
    return node;
  }

  #find(path: string): Node | undefined {
    let node: Node | undefined = this.#top;
    for (const name of path.split('/')) {
      if (name !== '') {
        node = node?.children.get(name);
      }
    }
    return node;
  }
}

function newNode(name: string, path: string, kind: EntryKind): Node {
  return { name, path, kind, children: new Map(), listed: false };
}
