/** What a grader and its launcher say to each other: a line of JSON each. */
import type { End, Order } from './order.js';

export type LauncherRequest = { readonly start: number; readonly order: Order } | { readonly kill: number };

/** The process of this number has ended. */
export type LauncherReply = { readonly ended: number; readonly end: End };
