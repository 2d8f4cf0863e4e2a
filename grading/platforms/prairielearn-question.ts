/** One exercise as a question of PrairieLearn: info.json, question.html, server.py, and the stub that its editor begins with. */
import MarkdownIt from 'markdown-it';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../exercises/index.js';
import type { PackageFile } from './package-files.js';

/** Seconds for one grading. PrairieLearn's own limit, 30, would be met by a busy machine. */
export const TIMEOUT = 180;

interface Settings {
  readonly image: string;
  readonly seed: number;
}

export function question(
  root: string,
  exercise: Exercise,
  settings: Settings,
  serverTemplate: string,
): (readonly [string, PackageFile])[] {
  const { id, part } = exercise.manifest;
  const folder = `questions/hyperlab-${id}`;
  const read = (name: string): string => readFileSync(join(root, 'exercises', id, name), 'utf8');
  return [
    [`${folder}/info.json`, { content: `${JSON.stringify(infoOf(exercise, settings), null, 2)}\n` }],
    [`${folder}/question.html`, { content: pageOf(read('README.md'), part.file) }],
    [`${folder}/server.py`, { content: serverTemplate.replace('{{file}}', () => part.file) }],
    [`${folder}/${part.file}`, { content: read(part.file) }],
  ];
}

/** `full-virtualization` as `Full virtualization`. */
export function topicOf({ manifest: { section } }: Exercise): string {
  const words = section.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function infoOf(exercise: Exercise, { image, seed }: Settings): object {
  const { id, title } = exercise.manifest;
  return {
    uuid: uuidOf(`hyperlab question ${id}`),
    title: `${id.slice(0, 2)} ${title}`,
    topic: topicOf(exercise),
    tags: ['hyperlab'],
    type: 'v3',
    gradingMethod: 'External',
    // Every student gets the same task and the same scenarios.
    singleVariant: true,
    showCorrectAnswer: false,
    partialCredit: true,
    externalGradingOptions: {
      enabled: true,
      image,
      entrypoint: ['/hyperlab/grade.sh', '--only', id, '--seed', String(seed)],
      timeout: TIMEOUT,
      enableNetworking: false,
    },
  };
}

/** The same question has the same id in every package; its form is that of a random one (version 4). */
function uuidOf(name: string): string {
  const digits = [...createHash('sha256').update(name).digest('hex').slice(0, 32)];
  digits[12] = '4';
  digits[16] = '8';
  const hex = digits.join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function pageOf(task: string, file: string): string {
  return `<pl-question-panel>
${htmlOf(task)}</pl-question-panel>

<pl-file-editor
  file-name="${file}"
  source-file-name="${file}"
  ace-mode="ace/mode/typescript"
  auto-resize="true"
></pl-file-editor>

<pl-submission-panel>
  <pl-external-grader-results></pl-external-grader-results>
  <pl-file-preview></pl-file-preview>
</pl-submission-panel>
`;
}

/** The task page. Its links to other files of the lab lead nowhere there, and become plain words. */
function htmlOf(task: string): string {
  const markdown = new MarkdownIt({ html: false });
  markdown.core.ruler.push('own-links', ({ tokens }) => {
    for (const { children } of tokens) {
      let dropped = false;
      for (const token of children ?? []) {
        if (token.type === 'link_open') {
          dropped = !/^https?:/.test(String(token.attrGet('href')));
        }
        if (dropped && (token.type === 'link_open' || token.type === 'link_close')) {
          token.hidden = true;
          token.tag = 'span';
          token.attrs = null;
        }
      }
    }
  });
  // The page is a Mustache template.
  return markdown.render(task).replaceAll('{{', '&#123;&#123;');
}
