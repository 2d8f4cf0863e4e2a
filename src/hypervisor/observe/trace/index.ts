/** What a guest does, step by step. */
export { digest } from './digest.js';
export { traceGuest } from './guest-events.js';
export { recordTrace, TraceRecorder } from './trace.js';
