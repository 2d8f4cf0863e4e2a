/** XML text, element by element. Everything that comes from outside is made harmless here (XML 1.0, sections 2.2 and 2.4). */
import { legible } from '../text/index.js';

/** Longer content than this is cut: readers of JUnit files load them whole. */
const MAX_CONTENT = 20_000;

/** `children` are XML already. Content stands alone in its element, and no space is put around it. */
export function element(name: string, head: string, children: readonly string[]): string {
  if (children.length === 0) {
    return `<${name}${head}/>`;
  }
  const inside = children.every((child) => child.startsWith('<'))
    ? `\n${children.join('\n')}\n`
    : children.join('');
  return `<${name}${head}>${inside}</${name}>`;
}

/** Those that are undefined are left out. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${attribute(String(value))}"`)
    .join('');
}

/** Text between tags. */
export function content(text: string): string {
  return escape(text);
}

/** A parser makes spaces of line ends and tabs in an attribute, unless they are written as references. */
function attribute(text: string): string {
  return escape(text).replace(/[\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function escape(text: string): string {
  return legible(text, MAX_CONTENT)
    .replace(ILLEGAL, '')
    .replace(/[&<>"']/g, (character) => references[character] ?? '');
}

/** Characters that no XML document may hold, not even as a reference. `legible` has removed all but the two noncharacters. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
