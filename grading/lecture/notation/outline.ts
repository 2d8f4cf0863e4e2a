/**
 * Logseq keeps a page as one outline, where headings are items too: `- ## Hypervisors`, and what belongs to it is a tab further
 * in. Such a page gets its headings out of the list, so that it has sections.
 */

const headingItem = /^- (?=#{1,6} )/;

/** As many lines as before. A text that has a heading outside of lists is left alone. */
export function withoutOutline(lines: readonly string[]): readonly string[] {
  if (lines.some((line) => /^ {0,3}#{1,6} /.test(line)) || !lines.some((line) => headingItem.test(line))) {
    return lines;
  }
  const title = lines.findIndex((line) => /^title:: ./.test(line));
  let rest = lines.map((line, at) =>
    at === title ? line.replace(/^title:: */, '# ') : /^[\w-]+:: /.test(line) ? '' : line,
  );
  // Each round brings the headings of one level out; those below them are one tab further in.
  while (rest.some((line) => headingItem.test(line))) {
    let below = false;
    rest = rest.map((line) => {
      if (/^\S/.test(line)) {
        below = headingItem.test(line);
        return line.replace(headingItem, '');
      }
      return below ? line.replace(/^(?:\t| {2})/, '') : line;
    });
  }
  return rest;
}
