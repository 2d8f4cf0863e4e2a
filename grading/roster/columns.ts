/** Which column of a roster is what, by the headings that platforms and people give. */
import { fold } from './fold.js';

export type Column =
  | 'name'
  | 'first'
  | 'last'
  | 'id'
  | 'login'
  | 'email'
  | 'github'
  | 'canvas'
  | 'moodle'
  | 'folder'
  | 'section'
  | 'extraTime';

/** Headings, folded. */
const headings: Readonly<Record<Column, readonly string[]>> = {
  name: ['name', 'student', 'studentname', 'fullname', 'displayname', 'lastnamefirstname'],
  first: ['first', 'firstname', 'givenname', 'vorname'],
  last: ['last', 'lastname', 'familyname', 'surname', 'nachname'],
  id: [
    'id',
    'sid',
    'studentid',
    'studentnumber',
    'idnumber',
    'sisuserid',
    'sisid',
    'matriculationnumber',
    'matrikelnummer',
    'identifier',
  ],
  login: ['login', 'loginid', 'sisloginid', 'username', 'user', 'userid', 'netid'],
  email: ['email', 'emailaddress', 'mail'],
  github: ['github', 'githubusername', 'githublogin', 'githubuser'],
  canvas: ['canvas', 'canvasid', 'canvasuserid'],
  moodle: ['moodle', 'moodleid', 'participant', 'participantid'],
  folder: ['submission', 'folder', 'results'],
  section: ['section', 'sections', 'group', 'groups', 'tutorial', 'coursesection', 'class'],
  extraTime: ['extratime', 'extra', 'accommodation', 'accommodations', 'timeextension', 'extension'],
};

/** For each heading what it is, or undefined. In a gradebook of Canvas, `ID` is Canvas' own number, and `SIS User ID` the student's. */
export function columnsOf(row: readonly string[]): (Column | undefined)[] {
  const folded = row.map(fold);
  const isCanvas = folded.some((heading) => heading === 'sisuserid' || heading === 'sisloginid');
  return folded.map((heading) =>
    isCanvas && heading === 'id'
      ? 'canvas'
      : (Object.keys(headings) as Column[]).find((column) => headings[column].includes(heading)),
  );
}
