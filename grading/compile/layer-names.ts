/** The layers of the lab that a part may import, and how an import names one. */

const index = /^\.\.?\/(?:.*\/)?src\/(machine|assembler|guests|hypervisor)\/index(?:\.js|\.ts)?$/;

/** `hypervisor` for '../../src/hypervisor/index.js'; undefined for anything but the index of a layer. */
export function layerOf(specifier: string): string | undefined {
  return index.exec(specifier)?.[1];
}
