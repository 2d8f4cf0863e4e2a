/** The guest did not do its work: with a part that is wrong, or on hardware that fails silently. */
export class GuestBroken extends Error {
  override readonly name = 'GuestBroken';
}
