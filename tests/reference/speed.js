// How long the reference tool's own converter takes to read a text: the least of nine times, in milliseconds. `NODE_PATH` names
// the folder in which the companions of `package.json` are installed.
'use strict';

const fs = require('node:fs');
const { UnifiedConverter, FeatureSwitches } = require('wmlandscape');

// What it recovers from is not what is measured.
console.error = () => {};
console.warn = () => {};
const text = fs.readFileSync(process.argv[2], 'utf8');
let least = Infinity;
for (let time = 0; time < 9; time += 1) {
  const begun = process.hrtime.bigint();
  new UnifiedConverter(FeatureSwitches.featureSwitches).parse(text);
  least = Math.min(least, Number(process.hrtime.bigint() - begun) / 1e6);
}
process.stdout.write(`${least}`);
