/** One violation of a schema as one line: place, what is wrong, how to mend it. */
import type { ErrorObject } from 'ajv';

export function describeViolation(error: ErrorObject): string {
  return `${placeOf(error.instancePath)}: ${(words[error.keyword] ?? otherwise)(error)}`;
}

/** `/checks/2/points` as people write it: `checks[2].points`. */
function placeOf(pointer: string): string {
  if (pointer === '') {
    return 'top level';
  }
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

const words: Readonly<Record<string, (error: ErrorObject) => string>> = {
  required: ({ params }) => `the field "${params['missingProperty']}" is missing; add it`,
  additionalProperties: ({ params, parentSchema }) => {
    const known = Object.keys((parentSchema?.['properties'] as object | undefined) ?? {}).join(', ');
    return `the field "${params['additionalProperty']}" is not known; remove it, or use one of ${known}`;
  },
  type: (error) =>
    `is ${show(error.data)}; make it ${kinds[String(error.params['type'])] ?? 'another type'}${meaning(error)}`,
  const: ({ data, params }) => `is ${show(data)}; make it ${show(params['allowedValue'])}`,
  enum: ({ data, params }) =>
    `is ${show(data)}; make it one of ${(params['allowedValues'] as unknown[]).map(show).join(', ')}`,
  pattern: (error) => `is ${show(error.data)}; make it text of the right shape${meaning(error)}`,
  minLength: (error) => `is empty; give it text${meaning(error)}`,
  minItems: (error) => `has too few entries; give at least ${error.params['limit']}${meaning(error)}`,
  maxItems: (error) => `has too many entries; give at most ${error.params['limit']}${meaning(error)}`,
  maxLength: (error) => `is too long; use at most ${error.params['limit']} characters${meaning(error)}`,
  uniqueItems: ({ params }) => `entries ${params['i']} and ${params['j']} are the same; remove one`,
  minimum: (error) => `is ${show(error.data)}; make it at least ${error.params['limit']}${meaning(error)}`,
  maximum: (error) => `is ${show(error.data)}; make it at most ${error.params['limit']}${meaning(error)}`,
  multipleOf: (error) =>
    `is ${show(error.data)}; make it a multiple of ${error.params['multipleOf']}${meaning(error)}`,
};

const otherwise = (error: ErrorObject): string =>
  `${error.message ?? 'is not allowed'}; see the schema in grading/schemas`;

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  array: 'a list, [ … ]',
  object: 'an object, { … }',
};

/** The schema's own words for what belongs here. */
function meaning({ parentSchema }: ErrorObject): string {
  const description: unknown = parentSchema?.['description'];
  return typeof description === 'string' ? ` (${description})` : '';
}

function show(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length <= 60 ? json : `${json.slice(0, 60)}…`;
}
