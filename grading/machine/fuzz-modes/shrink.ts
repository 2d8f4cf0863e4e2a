/** From a guest that differs to a small one: leaves out blocks as long as the guest still differs. */
export function shrink<G extends { readonly blocks: readonly string[] }>(
  guest: G,
  differs: (guest: G) => boolean,
): G {
  let small = guest;
  for (let size = Math.ceil(guest.blocks.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < small.blocks.length;) {
      const { blocks } = small;
      const fewer = { ...small, blocks: [...blocks.slice(0, at), ...blocks.slice(at + size)] };
      if (differs(fewer)) {
        small = fewer;
      } else {
        at += size;
      }
    }
  }
  return small;
}
