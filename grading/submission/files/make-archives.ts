/** Makes archives byte by byte, also broken and hostile ones. For the tests only. */
import { Header } from 'tar';
import { deflateRawSync, gzipSync } from 'node:zlib';

export interface ZipEntry {
  readonly path: string;
  readonly content?: string | Buffer;
  /** Unix mode with its file type, `0o120777` for a symbolic link; default: none, as Windows packs. */
  readonly mode?: number;
  readonly encrypted?: boolean;
  /** Default 8, deflate. */
  readonly method?: number;
  /** What the headers claim; default: the truth. */
  readonly claimedSize?: number;
}

/** A zip file (APPNOTE 4.3): local headers with their data, the central directory, its end record. Checksums are left 0. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const data = Buffer.from(entry.content ?? '');
    const { path, method = 8, encrypted = false, mode = 0, claimedSize = data.length } = entry;
    const name = Buffer.from(path);
    const packed = method === 8 ? deflateRawSync(data) : data;
    const common = Buffer.alloc(26); // from "version needed" to the length of the extra field, the same in both headers
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2); // bit 11: names in UTF-8
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedSize, 18);
    common.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    locals.push(local);
    central.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, rest, name);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

export interface TarEntry {
  readonly path: string;
  readonly content?: string | Buffer;
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO' | 'SparseFile';
  /** What the header claims; default: the truth. */
  readonly claimedSize?: number;
}

export function makeTarGz(entries: readonly TarEntry[]): Buffer {
  return gzipSync(makeTar(entries));
}

export function makeTar(entries: readonly TarEntry[]): Buffer {
  const blocks: Buffer[] = [];
  for (const { path, content = '', type = 'File', claimedSize } of entries) {
    const data = Buffer.from(content);
    const isLink = type === 'SymbolicLink' || type === 'Link';
    const header = new Header({ path, type, mode: 0o644, size: claimedSize ?? data.length });
    if (isLink) {
      header.linkpath = '/etc/passwd';
    }
    header.encode();
    blocks.push(header.block!, data, Buffer.alloc((512 - (data.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
