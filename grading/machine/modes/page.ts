/** A page of HTML in one file: no script, nothing from elsewhere, in dark and in light, and on a phone. */
import { escapeXml } from './bar-chart.js';

export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${css}</style>
</head>
<body>
<main>
<h1>${escapeXml(title)}</h1>
${content}
</main>
</body>
</html>
`;
}

/** The first cell of each row is its heading. A wide table is scrolled by itself. */
export function table(
  caption: string,
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const cell = (text: string, column: number) =>
    column === 0
      ? `<th scope="row">${escapeXml(text)}</th>`
      : `<td${/^[\d,.–]+( %)?$/.test(text) ? ' class="number"' : ''}>${escapeXml(text)}</td>`;
  const lines = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`);
  return `<div class="wide" tabindex="0" role="region" aria-label="${escapeXml(caption)}"><table>
<caption>${escapeXml(caption)}</caption>
<thead><tr>${heading.map((text) => `<th scope="col">${escapeXml(text)}</th>`).join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table></div>`;
}

const css = `
:root { color-scheme: light dark; --paper: #fbfaf6; --ink: #22282b; --soft: #566067; --rule: #d3cfc2; --sunk: #f3f1ea; }
@media (prefers-color-scheme: dark) { :root { --paper: #15191b; --ink: #e3e6e4; --soft: #a3adb1; --rule: #3a4347; --sunk: #23292c; } }
* { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; background: var(--paper); color: var(--ink); }
main { max-width: 56rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { line-height: 1.2; }
figure { margin: 1rem 0; overflow-x: auto; }
figure svg { max-width: 100%; min-width: 36rem; height: auto; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; min-width: 100%; overflow-wrap: normal; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--rule); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { background: var(--sunk); padding: 0.8rem; overflow-x: auto; white-space: pre-wrap; }
summary { cursor: pointer; padding: 0.4rem 0; }
`;
