/** What an instructor says by hand to one student, beside what the grader found: notes, points, late days, extra time. */
export interface InstructorRemarks {
  /** About an exercise or a check in it, or about all. */
  readonly notes: readonly { readonly exercise?: string; readonly check?: string; readonly text: string }[];
  readonly byHand: readonly {
    readonly exercise?: string;
    readonly check?: string;
    readonly points: number;
    readonly reason: string;
  }[];
  /** With the points by hand, of `maxScore`; left out where there are none. */
  readonly total?: number;
  readonly maxScore?: number;
  /** Days after the deadline that are granted. */
  readonly lateDays?: number;
  readonly extraTime?: string;
  readonly hoursLate?: number;
  /** The platform says that it came late. */
  readonly markedLate?: true;
}
