/**
 * The tags of HTML that note-taking programs write by themselves: `<img src=… width=…>` (Joplin, Notion, GitHub: a picture with a
 * size) and `<br>` (in tables). They become what Markdown has for them; all other tags, and all other attributes, stay text.
 */
import type { MarkdownIt } from 'markdown-it';
import { setWidth } from './picture-sizes.js';
import { pushImage } from './wiki-links.js';

const tag = /<(?:(img)((?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)|(br))\s*\/?>/iy;

export function addHtmlTags(md: MarkdownIt): void {
  md.inline.ruler.before('autolink', 'html_tags', (state, silent) => {
    tag.lastIndex = state.pos;
    const [all, img, attributes = ''] = tag.exec(state.src) ?? [];
    if (all === undefined || state.pos + all.length > state.posMax) {
      return false;
    }
    if (!silent && img === undefined) {
      state.push('hardbreak', 'br', 0).markup = all;
    } else if (!silent) {
      const image = pushImage(state, attribute(attributes, 'src'), attribute(attributes, 'alt'));
      setWidth(image, Number.parseInt(attribute(attributes, 'width'), 10));
    }
    state.pos += all.length;
    return true;

    function attribute(text: string, name: string): string {
      const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'<>]+))`, 'i').exec(text);
      return md.utils.unescapeAll(found?.[1] ?? found?.[2] ?? found?.[3] ?? '');
    }
  });
}
