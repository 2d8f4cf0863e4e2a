/** What becomes of the guests in a call's input on their way to the rig: the image goes out in place of the source. */
import type { SentImage } from '../rig/index.js';

type Assembled = (source: string) => SentImage;

/** The input as it is sent. Guests are the input itself, and each of its `guests`: whatever has a `source` in the assembler's language. */
export function sendGuests(input: unknown, assembled: Assembled): unknown {
  if (!isRecord(input)) {
    return input;
  }
  const { guests } = input;
  const sent = sendGuest(input, assembled);
  return Array.isArray(guests)
    ? {
        ...sent,
        guests: guests.map((guest: unknown) => (isRecord(guest) ? sendGuest(guest, assembled) : guest)),
      }
    : sent;
}

function sendGuest(guest: Record<string, unknown>, assembled: Assembled): Record<string, unknown> {
  const { source, ...others } = guest;
  return typeof source === 'string' ? { ...others, image: assembled(source) } : guest;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
