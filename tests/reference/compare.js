// Holds what OnlineWardleyMaps' own converter reads from our canonical text against what it reads from the
// original; of maps in other formats, what it reads from our text with our comments in it and without. Arguments: the
// program, then the maps.
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { UnifiedConverter, FeatureSwitches } = require('wmlandscape');

// Where the reference reads the original wrongly, and ours as its author meant: map, what its fact begins with, and
// why. They are the bugs that `tests/corpus.rs` names too.
const ON_PURPOSE = [
  ['education_additions_equity_education-equity', 'components open education', 'drops the old `market NAME`'],
  ['gaming_GAME-COMMUNITY', 'components ', 'ignores `label[…]` without a space'],
  ['gaming_GAME-COMMUNITY', 'notes ', 'cuts `"OOG" = "Out of game"` at its second quote'],
  ['personal_Conversational', 'components Best', 'cuts `"Best" (legacy)` at its second quote'],
  ['personal_Conversational', 'components "Best" (legacy)', 'the same'],
  ['personal_Conversational', 'evolved common library', 'finds no number behind a quoted name'],
];

// Where a line stands says nothing of the map.
const PLACES = new Set(['id', 'line', 'increaseLabelSpacing', 'offsetY']);

function read(text) {
  return new UnifiedConverter(FeatureSwitches.featureSwitches).parse(text);
}

// Ways of writing that mean the same to the reference itself: it finds the ends of links ignoring case, draws a
// box from its lower to its higher end, draws what lies outside on the edge, and shows nothing for a pipeline
// without a range where another line gives it.
function meant(key, item, reading) {
  if (key === 'links') return { ...item, start: item.start.toLowerCase(), end: item.end.toLowerCase() };
  const onMap = (value) => (typeof value === 'number' ? Math.min(1, Math.max(0, value)) : value);
  if (key === 'pipelines') {
    const isShown = (other) => other.name === item.name && !other.hidden;
    if (item.hidden && reading.pipelines.some(isShown)) return null;
    const [low, high] = [item.maturity1, item.maturity2].map(onMap).sort((a, b) => a - b);
    return { ...item, maturity1: low, maturity2: high };
  }
  if (key === 'components') return { ...item, visibility: onMap(item.visibility), maturity: onMap(item.maturity) };
  return item;
}

// The same value with sorted keys, without places, names with their white space folded.
function plain(value) {
  if (typeof value === 'string') return value.trim().replace(/\s+/g, ' ');
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  const keys = Object.keys(value).filter((key) => !PLACES.has(key) && value[key] !== undefined);
  return Object.fromEntries(keys.sort().map((key) => [key, plain(value[key])]));
}

// Every part of a reading as a line: lists as sets, since the order of lines does not matter.
function facts(reading) {
  const lines = [];
  for (const [key, value] of Object.entries(reading)) {
    if (key === 'errors') continue;
    const isList = Array.isArray(value) && key !== 'evolution';
    for (const item of isList ? value : [value]) {
      const said = isList ? meant(key, item, reading) : item;
      if (said !== null) lines.push(`${key} ${plain(said.name || said.text || "")} ${JSON.stringify(plain(said))}`);
    }
  }
  return lines.sort();
}

function missing(from, there) {
  const left = there.slice();
  return from.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const [program, ...maps] = process.argv.slice(2);
let failed = 0;
for (const map of maps) {
  const name = path.basename(map, '.owm');
  const written = (...how) => execFileSync(program, ['convert', map, '-o', '-', '--to', 'owm', ...how], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const isOwn = !map.endsWith('.owm');
  const original = isOwn ? written('--plain') : fs.readFileSync(map, 'utf8');
  const ours = isOwn ? written() : execFileSync(program, ['fmt', '-'], { input: original, encoding: 'utf8' });
  if (isOwn && !ours.includes('// mapstone')) throw new Error(`${map}: nothing is carried`);
  const [before, after] = [facts(read(original)), facts(read(ours))];
  const isMeant = (line) => ON_PURPOSE.some(([of, fact]) => of === name && line.startsWith(fact));
  const lost = missing(before, after).filter((line) => !isMeant(line));
  const added = missing(after, before).filter((line) => !isMeant(line));
  if (lost.length + added.length > 0) {
    failed += 1;
    console.log(`${name}:`);
    lost.forEach((line) => console.log(`  only in the original: ${line}`));
    added.forEach((line) => console.log(`  only in ours: ${line}`));
  }
}
console.log(`${maps.length - failed} of ${maps.length} maps are read the same by the reference`);
process.exit(failed > 0 ? 1 : 0);
