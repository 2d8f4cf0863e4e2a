/** The types of github-slugger 1.5, which has none of its own. */
declare module 'github-slugger' {
  /** Makes the slugs of one document: the same words again get `-1`, `-2` and so on. */
  export default class GithubSlugger {
    slug(heading: string): string;
  }
}
