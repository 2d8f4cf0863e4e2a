/** Task lists: `- [ ] to do`, `- [x] done`. The box is a sign and no control: a page of feedback keeps no answers. */
import { Token, type MarkdownIt, type StateCore } from 'markdown-it';

/** Other letters in brackets are words: "[a]" counts items, and "[1]" is a source. */
const states: Readonly<Record<string, { sign: string; word: string }>> = {
  ' ': { sign: '☐', word: 'to do' },
  x: { sign: '☑', word: 'done' },
  X: { sign: '☑', word: 'done' },
  '/': { sign: '◪', word: 'begun' },
  '-': { sign: '☒', word: 'given up' },
};

export function addTaskLists(md: MarkdownIt): void {
  md.core.ruler.push('task_lists', markTasks);
  md.renderer.rules['task_box'] = (tokens, index) => {
    const { sign, word } = states[tokens[index]!.content]!;
    return `<span class="task-box" role="img" aria-label="${word}">${sign}</span> `;
  };
}

function markTasks({ tokens }: StateCore): void {
  for (const [i, inline] of tokens.entries()) {
    const item = tokens[i - 2];
    const first = inline.children?.[0];
    // An escaped bracket is text by now, but not in what the author typed.
    const isItem = item?.type === 'list_item_open' && inline.type === 'inline' && /^\[/.test(inline.content);
    if (!isItem || first?.type !== 'text') {
      continue;
    }
    const [head, state] = /^\[([ xX/-])\] +/.exec(first.content) ?? [];
    if (head === undefined || state === undefined) {
      continue;
    }
    first.content = first.content.slice(head.length);
    inline.children!.unshift(Object.assign(new Token('task_box', 'span', 0), { content: state }));
    item.attrJoin('class', 'task');
  }
}
