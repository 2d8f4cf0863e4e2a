import tseslint from 'typescript-eslint';

const privateByName = {
  selector:
    ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"], TSParameterProperty)[accessibility="private"]',
  message: 'Write a private member as #name: it is private at run time too.',
};

/** Jest's matchers that look at a part of a value only, also where they are named by a string or taken out of `expect`. */
const SUBSET =
  '/^(toMatchObject|toHaveProperty|toContain|toContainEqual|toMatch|objectContaining|arrayContaining|stringContaining|stringMatching)$/';
const wholeValues = {
  selector: `Identifier[name=${SUBSET}], Literal[value=${SUBSET}], MemberExpression[object.name="expect"][property.name=/^(any|anything|not)$/]`,
  message:
    'A check compares the whole value (toEqual, toBe): what a subset matcher leaves out, a wrong answer may spoil and still pass.',
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'grading/samples/', 'grading/suites/*/right/'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // One way to write blocks and private members, in all layers.
      curly: ['error', 'all'],
      'no-restricted-syntax': ['error', privateByName],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['exercises/**/*.ts', 'grading/suites/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', privateByName, wholeValues] },
  },
  { files: ['**/*.mjs', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  // Jest loads it with require().
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off', 'no-undef': 'off' } },
);
