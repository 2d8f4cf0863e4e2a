/** Writes files that are on the disk, and not only on their way there, when the call returns. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** `files` by name, into a folder that has none of them yet. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      const file = await open(join(folder, name), 'wx');
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
    }),
  );
  await syncFolder(folder);
}

/** Makes the names in a folder last, as `sync` makes the bytes of a file. */
export async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } catch {
    // Some file systems cannot do that for a folder; what they promise instead is theirs.
  } finally {
    await opened.close();
  }
}
