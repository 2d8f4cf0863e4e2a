/** What Logseq writes beside Markdown: properties of a block, references to blocks, and macros such as `{{video …}}`. */
import type { MarkdownIt, StateCore } from 'markdown-it';
import { pushImage } from './wiki-links.js';

/** Properties that the program keeps for itself; others (`source:: …`) are the author's words. */
const property = /^(id|collapsed|heading|background-color|logseq\.[\w.-]+):: (.*)(?:\n|$)/gm;
const reference = /(?:\{\{embed )?\(\(([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\)\)(?:\}\})?/g;
const macro = /\{\{(embed|video|youtube|tweet|twitter|query|renderer|pdf)\b([^{}\n]*)\}\}/y;

export function addLogseq(md: MarkdownIt): void {
  md.core.ruler.before('inline', 'logseq_blocks', asBlockIds);
  md.inline.ruler.before('link', 'logseq_macro', (state, silent) => {
    macro.lastIndex = state.pos;
    const [all, name = '', rest = ''] = macro.exec(state.src) ?? [];
    if (all === undefined || state.pos + all.length > state.posMax) {
      return false;
    }
    if (!silent) {
      pushImage(state, '', '').meta = { embed: `${name} ${rest.trim()}`.trim() };
    }
    state.pos += all.length;
    return true;
  });
}

/** Ids of blocks and references to them, in the form that Obsidian has for them. */
function asBlockIds({ tokens }: StateCore): void {
  const inlines = tokens.filter(({ type }) => type === 'inline');
  const here = new Set<string>();
  for (const token of inlines) {
    if (!token.content.includes(':: ')) {
      continue;
    }
    let id = '';
    token.content = token.content.replace(property, (_all, name: string, value: string) => {
      if (name === 'id') {
        here.add(value.trim());
        id = ` ^${value.trim()}`;
      }
      return '';
    });
    token.content = token.content.trimEnd() + id;
  }
  for (const token of inlines) {
    if (token.content.includes('((')) {
      token.content = token.content.replace(reference, (_all, id: string) =>
        here.has(id) ? `[[#^${id}|(see this block)]]` : '{{embed a block of another note}}',
      );
    }
  }
}
