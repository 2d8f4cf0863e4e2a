/** The door of this room: what other rooms may use of it. */
export type { Download, HandedIn, Person, Remark } from './handed-in.js';
export { DownloadError } from './class-folder.js';
export { openDownload } from './unpack.js';
