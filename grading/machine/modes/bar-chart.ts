/**
 * Bar charts as SVG that stands by itself: in a page, in a Markdown file, in dark and in light. Every number of a chart stands in it as
 * text, and its description says all of it in words.
 */
export interface BarChart {
  /** Unique in its page: letters and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly rows: readonly BarRow[];
  /** What a row without bars says. */
  readonly missing?: string;
}

export interface BarRow {
  readonly label: string;
  readonly bars: readonly Bar[];
}

export interface Bar {
  /** At least 0. On the axis each factor of ten is as long as the next; what is below 1 has the shortest bar. */
  readonly value: number;
  /** What stands after the bar. */
  readonly text: string;
  /** Which of the colours, from 0. */
  readonly colour: number;
}

const WIDTH = 720;
const LEFT = 8;
/** Where the longest bar ends: its text stands after it. */
const RIGHT = 520;
const SHORTEST = 3;
const TOP = 34;
const LABEL = 20;
const BAR = 14;
const PITCH = 19;
const GAP = 8;

export function barChart({ id, title, rows, missing = 'not measured' }: BarChart): string {
  const most = Math.max(10, ...rows.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const decades = Math.ceil(Math.log10(most) - 1e-9);
  const length = (value: number) =>
    value <= 1 ? SHORTEST : round(SHORTEST + ((RIGHT - LEFT - SHORTEST) * Math.log10(value)) / decades);
  let y = TOP;
  const drawn = rows.map(({ label, bars }) => {
    const lines = [text(LEFT, y + 14, label, 'label')];
    y += LABEL;
    for (const bar of bars) {
      const end = LEFT + length(bar.value);
      lines.push(
        `<rect class="c${bar.colour}" x="${LEFT}" y="${y}" width="${length(bar.value)}" height="${BAR}"/>`,
        text(round(end + 6), y + 12, bar.text, 'value'),
      );
      y += PITCH;
    }
    if (bars.length === 0) {
      lines.push(text(LEFT, y + 12, missing, 'soft'));
      y += PITCH;
    }
    y += GAP;
    return lines.join('\n  ');
  });
  const ticks = Array.from({ length: decades + 1 }, (_, decade) =>
    tick(decade, LEFT + length(10 ** decade), y),
  );
  const words = rows.map(
    ({ label, bars }) => `${label}: ${bars.map((bar) => bar.text).join(', ') || missing}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" id="${id}" viewBox="0 0 ${WIDTH} ${y + 24}" width="${WIDTH}" height="${y + 24}" role="img" aria-labelledby="${id}-title ${id}-desc">
  <title id="${id}-title">${escapeXml(title)}</title>
  <desc id="${id}-desc">${escapeXml(`${words.join('; ')}.`)}</desc>
  ${style(id)}
  <rect class="panel" x="0.5" y="0.5" width="${WIDTH - 1}" height="${y + 23}" rx="6"/>
  ${text(LEFT, 22, title, 'title')}
  ${ticks.join('\n  ')}
  ${drawn.join('\n  ')}
</svg>
`;
}

/** A line down the chart at a power of ten, and its number below. */
function tick(decade: number, x: number, bottom: number): string {
  const number = String(10 ** decade).replace(/(?<=\d)(?=(\d{3})+$)/g, ',');
  return `<line class="grid" x1="${round(x)}" y1="${TOP - 2}" x2="${round(x)}" y2="${bottom}"/>${text(round(x), bottom + 15, number, 'tick')}`;
}

const style = (id: string): string => `<style>
    #${id} { --panel: #f7f8fa; --line: #c9d0db; --ink: #1d2430; --soft: #55607a; --c0: #2f6fb5; --c1: #b5541c; --c2: #2e7d4f; --c3: #7a4ea3; --c4: #8a6d00; --c5: #9a2f5b; }
    @media (prefers-color-scheme: dark) {
      #${id} { --panel: #1a1f29; --line: #3d4656; --ink: #eef1f6; --soft: #b4bdcc; --c0: #7db4f0; --c1: #f0a070; --c2: #78cf9c; --c3: #c9a2ee; --c4: #d9bd4f; --c5: #ee91b6; }
    }
    #${id} text { font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; fill: var(--ink); }
    #${id} .title { font-size: 15px; font-weight: 600; }
    #${id} .soft, #${id} .tick { fill: var(--soft); }
    #${id} .tick { text-anchor: middle; font-size: 12px; }
    #${id} .panel { fill: var(--panel); stroke: var(--line); }
    #${id} .grid { stroke: var(--line); stroke-dasharray: 2 4; }
    ${[0, 1, 2, 3, 4, 5].map((n) => `#${id} .c${n} { fill: var(--c${n}); }`).join(' ')}
  </style>`;

const text = (x: number, y: number, words: string, kind: string): string =>
  `<text class="${kind}" x="${x}" y="${y}">${escapeXml(words)}</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;

export function escapeXml(words: string): string {
  return words.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
