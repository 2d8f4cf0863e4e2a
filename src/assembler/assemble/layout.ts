/**
 * Where the sections lie in memory. The layout is that of GNU ld with -N: text, rodata, data, bss, without gaps between
 * pages; sections of one kind follow each other in the order in which the source first names them.
 */
import { hex, type Image } from '../../machine/index.js';
import { sectionKinds, type Section, type SectionKind } from '../symbols/index.js';
import { fault, MAX_IMAGE_BYTES } from '../text/index.js';

/** Gives each section its address. A section that does not fit there is a fault. */
export function layOut(sections: readonly Section[], origin: number): void {
  let address = origin;
  for (const kind of sectionKinds) {
    const group = groupOf(sections, kind);
    address = alignUp(address, Math.max(1, ...group.map((section) => section.alignment)));
    if (kind === 'text' && group.length > 0 && address !== origin) {
      fault(
        `the origin ${hex(origin)} does not have the alignment that the text asks for: ${alignmentOf(group)} bytes`,
      );
    }
    const start = address;
    for (const section of group) {
      address = alignUp(address, section.alignment);
      section.address = address;
      address += section.size;
      if (address > 0x1_0000_0000) {
        fault(`${section.name} ends at ${hex(address)}, past the 32-bit address space`);
      }
    }
    if (kind !== 'bss' && address - start > MAX_IMAGE_BYTES) {
      fault(
        `the .${kind} sections span ${address - start} bytes with their alignment, more than ${MAX_IMAGE_BYTES}`,
      );
    }
  }
}

/** The segments of the image, one for each kind of section that is not empty. All bytes must be final. */
export function segmentsOf(sections: readonly Section[]): Image['segments'] {
  return sectionKinds.flatMap((kind) => {
    const group = groupOf(sections, kind).filter((section) => section.size > 0);
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined) {
      return [];
    }
    const memoryBytes = last.address + last.size - first.address;
    const bytes = new Uint8Array(kind === 'bss' ? 0 : memoryBytes);
    if (kind !== 'bss') {
      for (const section of group) {
        bytes.set(section.bytes, section.address - first.address);
      }
    }
    return [{ address: first.address, bytes, memoryBytes }];
  });
}

/**
 * The symbols that GNU ld defines: where text and data end, and where bss begins and ends.
 * A kernel uses them to find where its own memory ends.
 */
export function linkerSymbols(sections: readonly Section[], origin: number): ReadonlyMap<string, number> {
  const endOf = (kind: SectionKind): number =>
    Math.max(
      origin,
      ...sections
        .filter((s) => sectionKinds.indexOf(s.kind) <= sectionKinds.indexOf(kind))
        .map((s) => s.address + s.size),
    );
  const dataEnd = endOf('data');
  return new Map([
    ['_etext', endOf('text')],
    ['_edata', dataEnd],
    ['__bss_start', dataEnd],
    ['_end', alignUp(endOf('bss'), 4)],
  ]);
}

function groupOf(sections: readonly Section[], kind: SectionKind): Section[] {
  return sections.filter((section) => section.kind === kind);
}

function alignmentOf(group: readonly Section[]): number {
  return Math.max(...group.map((section) => section.alignment));
}

function alignUp(address: number, alignment: number): number {
  return Math.ceil(address / alignment) * alignment;
}
