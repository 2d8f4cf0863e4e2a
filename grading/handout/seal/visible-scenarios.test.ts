import { calledScenarios, withoutOtherScenarios } from './visible-scenarios.js';

const rig = `import { spy } from './spy.js';
export default defineRig<Part>({
  budget: 7,
  scenarios: {
    bench: (part, input) => run(part, input),

    /** A guest that looks around. */
    espionage: (part) => spy(part, ','),
    'two words': (part) => part(),
  },
});
`;

test('a rig keeps the scenarios that visible checks call, and no word of the others', () => {
  const kept = withoutOtherScenarios('rig.ts', rig, new Set(['bench']));
  expect(kept).toContain('bench: (part, input) => run(part, input),');
  expect(kept).toContain('budget: 7');
  expect(kept).not.toMatch(/espionage|looks around|two words|spy\(/);
  expect(withoutOtherScenarios('rig.ts', rig, new Set(['bench', 'espionage', 'two words']))).toBe(rig);
  expect(withoutOtherScenarios('rig.ts', rig, new Set(['two words']))).not.toMatch(/bench|espionage/);
  expect(withoutOtherScenarios('rig.ts', rig, new Set())).toMatch(/scenarios: \{\s*\}/);
});

test('a visible check names its scenarios as texts', () => {
  const suite =
    "check('a', async (lab) => { await lab.call<X>('run', {}); helper.call('no'); lab.call(`steps`); });";
  expect([...calledScenarios('checks.test.ts', suite)]).toEqual(['run', 'steps']);
});

test('a parameter may name them, if its type says which', () => {
  const suite = (type: string) => `const of = async (name: ${type}) => { await lab.call(name, {}); };`;
  expect([...calledScenarios('checks.test.ts', suite("'a' | 'b'"))]).toEqual(['a', 'b']);
  expect(() => calledScenarios('checks.test.ts', suite('string'))).toThrow('checks.test.ts:1');
  expect(() => calledScenarios('checks.test.ts', suite("'a' | string"))).toThrow('checks.test.ts:1');
});

test.each([
  [
    'a scenario that is computed',
    'checks.test.ts:2',
    () => calledScenarios('checks.test.ts', '\nlab.call(name, {});'),
  ],
  [
    'a scenario that is not there',
    "no scenario 'x'",
    () => withoutOtherScenarios('rig.ts', rig, new Set(['x'])),
  ],
  [
    'scenarios from elsewhere',
    'with all scenarios there',
    () => withoutOtherScenarios('rig.ts', 'export default defineRig({ scenarios: all });', new Set()),
  ],
  [
    'scenarios that are spread',
    'rig.ts:1',
    () => withoutOtherScenarios('rig.ts', 'export default defineRig({ scenarios: { ...all } });', new Set()),
  ],
  [
    'a rig that is not exported in place',
    'with all scenarios there',
    () =>
      withoutOtherScenarios(
        'rig.ts',
        'const rig = defineRig({ scenarios: {} }); export default rig;',
        new Set(),
      ),
  ],
])('%s is refused with its place', (_what, words, read) => {
  expect(read).toThrow(words);
});
