/** The memory of a hostile guest: its pages, by their guest-physical addresses. */
export const MEMORY_BYTES = 256 * 1024;

export const BASE = 0x8000_0000;
export const page = (number: number) => BASE + 4096 * number;
// Pages that an honest kernel would have: root, tables of memory and window, stack, updates, calls.
export const ROOT = page(24);
export const TABLE = page(25);
export const WINDOW_TABLE = page(26);
export const STACK = page(28);
export const UPDATES = page(29);
export const CALLS = page(30);
export const FIRST_PLAY = 32;
export const PLAY_PAGES = 30;
export const SHARED = page(63);
export const WINDOW = 0xffc0_0000;
/** Flags of an entry: all rights, and loads alone. */
export const OPEN = 0xdf; // V R W X U A D
export const READ = 0xd3;
