import { grouped, legible, legibleLine } from './legible.js';

test('plain text of any script stays as it is, lines, tabs and emoji with joiners too', () => {
  const text = 'a\tb\n  c “ä” עברית 仮想化 👩‍💻 é';
  expect(legible(text, 1000)).toBe(text);
});

test('colours and other terminal sequences vanish', () => {
  expect(
    legible('\u001b[31mred\u001b[0m \u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007', 1000),
  ).toBe('red link');
});

test('control characters become pictures of themselves', () => {
  expect(legible('a\0b\bc\u001bd\u007fe\rf', 1000)).toBe('a␀b␈c␛d␡e␍f');
});

test('line ends of Windows are line ends', () => {
  expect(legible('a\r\nb', 1000)).toBe('a\nb');
});

test('characters that hide or reorder others are named', () => {
  expect(legible('x\u202Ey\u2066z\u200B\uFEFF\u2028\u0085\u{E0041}', 1000)).toBe(
    'x⟨U+202E⟩y⟨U+2066⟩z⟨U+200B⟩⟨U+FEFF⟩⟨U+2028⟩⟨U+0085⟩⟨U+E0041⟩',
  );
});

test('half a character is named', () => {
  expect(legible('a\ud83db', 1000)).toBe('a⟨U+D83D⟩b');
});

test('long text is cut, never through a character, and the rest is counted', () => {
  expect(legible('x'.repeat(1_000_000), 10)).toBe('xxxxxxxxxx… and 999,990 more characters');
  expect(legible('ab👍👍', 3)).toBe('ab… and 4 more characters');
});

test('what belongs on one line stays on one line', () => {
  expect(legibleLine('ada\nlovelace\t1')).toBe('ada␊lovelace 1');
});

test('counts are grouped by thousands', () => {
  expect([0, 999, 1000, 20345, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '20,345', '1,234,567']);
});
