/* Filters and orders the table of students. Everything it looks at stands in the rows' own attributes. */
(() => {
  const byId = (id) => document.getElementById(id);
  const body = byId('rows');
  const rows = [...body.rows];
  const value = (id) => byId(id)?.value ?? '';
  const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

  const texts = new Map(
    rows.map((row) => [row, plain(`${row.cells[0].textContent} ${row.dataset.t ?? ''}`)]),
  );
  const points = (row) => Number(row.dataset.p ?? -1);

  function fits(row, wanted) {
    const { g = '', v = '', s, h } = row.dataset;
    const verdicts = wanted.section === '' ? v : (v[Number(wanted.section)] ?? '');
    const all = wanted.verdict === 'p' || wanted.verdict === 'n';
    return (
      wanted.words.every((word) => texts.get(row).includes(word)) &&
      (wanted.group === '' || g === wanted.group) &&
      (wanted.verdict === '' ||
        (all
          ? verdicts !== '' && [...verdicts].every((one) => one === wanted.verdict)
          : verdicts.includes(wanted.verdict))) &&
      (wanted.who === '' || (wanted.who === 'help' ? h === '1' : s === wanted.who))
    );
  }

  function filter() {
    const wanted = {
      words: plain(value('find'))
        .split(/\s+/)
        .filter((word) => word !== ''),
      group: value('group'),
      section: value('section'),
      verdict: value('verdict'),
      who: value('who'),
    };
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fits(row, wanted);
      shown += row.hidden ? 0 : 1;
    }
    byId('shown').textContent = `${shown} of ${rows.length} students`;
  }

  function order() {
    const direction = { up: 1, down: -1 }[value('order')];
    const sorted =
      direction === undefined ? rows : [...rows].sort((a, b) => direction * (points(a) - points(b)));
    body.append(...sorted);
  }

  byId('filters').hidden = false;
  byId('filters').addEventListener('input', (event) => (event.target.id === 'order' ? order() : filter()));
  // A browser may bring back what was chosen before the page was left.
  order();
  filter();
})();
