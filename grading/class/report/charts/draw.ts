/**
 * An ECharts option as SVG text, without a browser. Colours are the names of the page's own (`var(--ink)`), so that one drawing is
 * right in light, dark and print. Nothing moves, nothing can be hovered: the numbers stand in the table behind the chart.
 */
import { init, type EChartsOption } from 'echarts';

export type ChartOption = EChartsOption;

/** Fits a phone nearly as it is; on a screen two stand side by side. */
export const CHART_WIDTH = 460;

export const ink = 'var(--ink)';
export const soft = 'var(--soft)';
export const rule = 'var(--rule)';

export function drawSvg(option: ChartOption, height: number): string {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width: CHART_WIDTH, height });
  try {
    drawn.setOption({
      animation: false,
      backgroundColor: 'transparent',
      textStyle: { fontFamily: 'inherit', fontSize: 13, color: ink },
      ...option,
    });
    return forPage(drawn.renderToSVGString());
  } finally {
    drawn.dispose();
  }
}

/** Without what serves hovering (styles, classes, marks), and sized by the page. The words beside it describe it. */
function forPage(svg: string): string {
  return (
    svg
      .replace(/<style[^>]*>[^]*?<\/style>/g, '')
      // No chart draws beyond its axes; a clip path needs an id, and would meet that of another chart on the page.
      .replace(/<defs[^>]*>[^]*?<\/defs>| clip-path="[^"]*"/g, '')
      .replace(/ (?:class|ecmeta_\w+|pointer-events|xmlns(?::xlink)?|version|baseProfile)="[^"]*"/g, '')
      .replace(/^<svg width="\d+" height="\d+"/, '<svg aria-hidden="true" focusable="false"')
      .replace(/>\s+</g, '><')
      .trim()
  );
}

/** The looks of an axis, the same in all charts. */
export const axisLook = {
  axisLine: { lineStyle: { color: rule } },
  axisTick: { show: false },
  axisLabel: { color: soft, fontSize: 12 },
  splitLine: { lineStyle: { color: rule } },
  nameTextStyle: { color: soft, fontSize: 12 },
} as const;

/** No label is cut: the grid leaves room for them. */
export const grid = { left: 8, right: 12, top: 30, bottom: 8, containLabel: true } as const;

export const legend = {
  top: 0,
  left: 0,
  itemWidth: 12,
  itemHeight: 12,
  itemGap: 18,
  textStyle: { color: ink, fontSize: 12 },
} as const;
