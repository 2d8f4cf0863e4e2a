/** The layers of the lab that a part may import, and how an import names one. */

export const layersForParts = ['machine', 'assembler', 'guests', 'hypervisor'] as const;

export type LayerName = (typeof layersForParts)[number];

/** The list of what parts may import of a layer, seen from the lab's folder: `src/machine/for-parts.ts`. */
export const listOf = (layer: LayerName): string => `src/${layer}/for-parts.ts`;

/**
 * Parts write `index.js`, as the task pages show it. `for-parts.js` means the same, and with it an editor shows exactly the
 * names that there are.
 */
const door =
  /^\.\.?\/(?:.*\/)?src\/(machine|assembler|guests|hypervisor)\/(?:index|for-parts)(?:\.js|\.ts)?$/;

/** `hypervisor` for '../../src/hypervisor/index.js'; undefined for anything but the door of a layer. */
export function layerOf(specifier: string): LayerName | undefined {
  return door.exec(specifier)?.[1] as LayerName | undefined;
}
