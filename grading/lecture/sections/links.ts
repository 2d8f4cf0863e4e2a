/** Links of a lecture, mended for a page that stands alone: only what works from anywhere stays a link. */
import type { Token } from 'markdown-it';
import { lectureIdPrefix } from './lecture.js';

/**
 * Rewrites the links in these tokens. `#slug` goes to the section's id in the page; http, https and mailto stay;
 * everything else (another page of the author's site, a script, a heading that is not there) leaves its words only.
 */
export function mendLinks(tokens: readonly Token[], slugs: ReadonlySet<string>): void {
  for (const { children } of tokens) {
    let open: Token | undefined; // links do not nest
    for (const token of children ?? []) {
      if (token.type === 'link_open') {
        open = token;
        mendLink(token, slugs);
      } else if (token.type === 'link_close' && open !== undefined) {
        token.hidden = open.hidden;
        open = undefined;
      }
    }
  }
}

/** Whether an address of this kind may be followed from a feedback page. */
export function isWebAddress(href: string): boolean {
  return /^(https?:\/\/|mailto:)./i.test(href);
}

function mendLink(link: Token, slugs: ReadonlySet<string>): void {
  const href = String(link.attrGet('href') ?? '');
  const slug = href.startsWith('#') ? slugIn(href) : undefined;
  if (slug !== undefined && slugs.has(slug)) {
    link.attrSet('href', `#${lectureIdPrefix}${slug}`);
  } else if (isWebAddress(href)) {
    link.attrSet('rel', 'noopener');
  } else {
    link.hidden = true;
  }
}

/** The parser has percent-encoded it, and browsers that follow GitHub's headings ignore case. */
function slugIn(href: string): string | undefined {
  try {
    return decodeURIComponent(href.slice(1)).toLowerCase();
  } catch {
    return undefined;
  }
}
