// Odd names through our writer and OnlineWardleyMaps' own converter: whatever it reads otherwise, the program has
// said before it wrote; and it has said nothing of what arrives whole. Argument: the program.
'use strict';

const { spawnSync } = require('node:child_process');
const { UnifiedConverter, FeatureSwitches } = require('wmlandscape');

const NAMES = [
  'Plain', '5" // pipe', 'a [b]', 'Web 2.0', 'x -> y', 'note to self', 'Orders (build)', 'My inertia thing',
  'inertia', 'label maker', 'a label x', 'evolve it', 'build release', 'market x', 'size matters', 'style guide',
  'title deed', 'a; b', 'a;b', 'a/b', 'http://x.y', 'a {b}', 'two\nlines', 'a  b', '10', '3.5 inch', 'component x',
  'anchor', 'pipeline x', 'annotation', 'url x', 'outsource it', 'buy it', 'Foo (market)', 'Foo (ecosystem)',
  'a, b', 'a: b', "it's", '+plus', 'a+>b', 'a->b', '-dash', "+'x'>", 'ü', '茶', 'a#b', '(x)', 'x)', '[x]', '"q"',
  'say "hi" now', 'a\\b', '1. First', '0.5', 'submap x', 'evolution x', 'y-axis', 'valuechain', 'pioneers',
  'accelerator', 'Buy', 'note', 'annotations x', 'url(x)', 'A url(x) b', 'evolve 0.5 x', 'a evolve 0.5',
];

const program = process.argv[2];

// What differs between the map that was meant and the reference's reading of it.
function misread(name, reading) {
  const wrong = [];
  const component = reading.components.find((other) => other.visibility === 0.61);
  const isWhole = component && component.name === name && component.maturity === 0.37 && component.label.x === 7;
  if (!isWhole) wrong.push('component');
  if (component && component.inertia) wrong.push('inertia');
  if (component && Object.values(component.decorators).some(Boolean)) wrong.push('decorators');
  const evolves = (of, override, maturity) =>
    reading.evolved.some((e) => e.name === of && e.override === override && e.maturity === maturity);
  if (!evolves(name, 'Next', 0.77)) wrong.push('evolve');
  if (!evolves('Other', name, 0.7)) wrong.push('new name');
  if (!reading.pipelines.some((pipeline) => pipeline.name === name && pipeline.maturity1 === 0.2)) wrong.push('pipeline');
  const links = (start, end) => reading.links.filter((link) => link.start === start && link.end === end).length;
  if (links(name, 'Other') !== 1 || links('Other', name) !== 1) wrong.push('links');
  if (!reading.notes.some((note) => note.text === name && note.maturity === 0.12)) wrong.push('note');
  if (!reading.anchors.some((anchor) => anchor.name === `A ${name}`)) wrong.push('anchor');
  return wrong;
}

let failed = 0;
for (const name of NAMES) {
  const map = {
    format: 1,
    theme: 'plain',
    elements: [
      { Component: { id: 'a', name, visibility: 0.61, evolution: 0.37, label: [7, 8], evolve: { to: 0.77, name: 'Next' }, pipeline: { range: [0.2, 0.4] } } },
      { Component: { id: 'b', name: 'Other', visibility: 0.5, evolution: 0.3, evolve: { to: 0.7, name } } },
      { Note: { id: 'n', text: name, visibility: 0.11, evolution: 0.12 } },
      { Anchor: { id: 'c', name: `A ${name}`, visibility: 0.91, evolution: 0.12 } },
    ],
    links: [{ Need: { from: 'a', to: 'b' } }, { Need: { from: 'b', to: 'a' } }],
  };
  const args = ['convert', '-', '-o', '-', '--from', 'json', '--to', 'owm'];
  const ran = spawnSync(program, args, { input: JSON.stringify(map), encoding: 'utf8' });
  const reading = new UnifiedConverter(FeatureSwitches.featureSwitches).parse(ran.stdout);
  const wrong = misread(name, reading);
  const wasTold = ran.stderr.includes('OnlineWardleyMaps itself reads');
  if (wasTold !== wrong.length > 0) {
    failed += 1;
    console.log(`${JSON.stringify(name)}: told: ${wasTold}, misread: ${wrong.join(', ') || 'nothing'}`);
  }
}
console.log(`${NAMES.length - failed} of ${NAMES.length} odd names arrive whole, or the program said that they do not`);
process.exit(failed > 0 ? 1 : 0);
