/** Pages of the lab link to rooms that no student gets. Such a link becomes its own words. */
import { posix } from 'node:path';

/** Changes the pages among `files`. */
export function withoutDeadLinks(files: Map<string, Uint8Array>): void {
  const paths = new Set<string>();
  for (const path of files.keys()) {
    for (let each = path; each !== '.'; each = posix.dirname(each)) {
      paths.add(each);
    }
  }
  for (const [path, bytes] of files) {
    if (path.endsWith('.md')) {
      const text = Buffer.from(bytes).toString('utf8');
      files.set(path, Buffer.from(livingLinks(text, posix.dirname(path), paths)));
    }
  }
}

function livingLinks(text: string, folder: string, paths: ReadonlySet<string>): string {
  return text.replace(/!?\[([^\]]*)\]\(([^)\s]+)\)/g, (link: string, words: string, target: string) => {
    const [file = ''] = target.split('#');
    const outside = file === '' || /^([a-z]+:|\/)/i.test(file);
    const there = outside || paths.has(posix.join(folder, file).replace(/\/$/, ''));
    return there ? link : words;
  });
}
