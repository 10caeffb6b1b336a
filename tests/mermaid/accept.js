// Every map, as our Mermaid text, is accepted by Mermaid's parser, which reads from it what the map says:
// names, positions, links, evolutions, and the stage that each component stands in.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@mermaid-js/parser';

const [program, ...files] = process.argv.slice(2);
const usual = { stages: ['Genesis', 'Custom-built', 'Product (+rental)', 'Commodity (+utility)'], boundaries: [0.175, 0.4, 0.7] };

// Exit status 1: the map has warnings.
function convert(file, to, ...how) {
    try {
        return execFileSync(program, ['convert', file, '-o', '-', '--to', to, ...how], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    } catch (error) {
        if (error.status === 1) return error.stdout;
        throw error;
    }
}

const stage = (boundaries, evolution) => boundaries.filter((boundary) => boundary <= evolution).length;
const sorted = (list) => list.map((item) => JSON.stringify(item)).sort();

// What the map says, from our JSON: elements are one-key objects, defaults are left out.
function facts(json) {
    const axis = { ...usual, ...json.evolution };
    const all = json.elements.map((element) => [Object.keys(element)[0], Object.values(element)[0]]);
    const components = all.filter(([kind, value]) => ['Component', 'Anchor'].includes(kind) && !value.parked);
    const placed = components.filter(([, value]) => value.evolution !== undefined);
    const names = new Map(placed.map(([, value]) => [value.id, value.name]));
    const links = json.links.map((link) => Object.values(link)[0]).filter((link) => !link.parked);
    return {
        nodes: sorted(placed.map(([kind, value]) => [
            value.within ? 'Child' : kind, value.name, value.within ? null : value.visibility, value.evolution, stage(axis.boundaries, value.evolution),
        ])),
        links: sorted(links.filter((link) => names.has(link.from) && names.has(link.to)).map((link) => [names.get(link.from), names.get(link.to)])),
        evolves: sorted(placed.filter(([, value]) => value.evolve).map(([, value]) => [value.name, value.evolve.to])),
        stages: axis.stages.map((name) => name.trim()),
    };
}

// The same as Mermaid means it: ids are names, of a pipeline's child `Parent_Child`; links find ids, then labels.
function meant(ast, number) {
    const boundaries = ast.evolution.stages.map((each) => each.boundary).slice(0, -1);
    const nodes = new Map();
    const shown = [];
    const show = (kind, id, node, visibility) => {
        if (nodes.has(id)) throw new Error(`two of the name ${id}`);
        nodes.set(id, node.name);
        shown.push([kind, number(node.name), visibility, node.evolution, stage(boundaries, node.evolution)]);
    };
    ast.anchors.forEach((node) => show('Anchor', node.name, node, node.visibility));
    ast.components.forEach((node) => show('Component', node.name, node, node.visibility));
    for (const pipeline of ast.pipelines) {
        if (!nodes.has(pipeline.parent)) throw new Error(`a pipeline of nothing: ${pipeline.parent}`);
        pipeline.components.forEach((node) => show('Child', `${pipeline.parent}_${node.name}`, node, null));
    }
    const byLabel = (name) => [...nodes.values()].find((label) => label === name);
    const found = (name) => nodes.get(name) ?? byLabel(name);
    const ends = ast.links.map((link) => [found(link.from), found(link.to)]).filter(([from, to]) => from !== undefined && to !== undefined);
    for (const evolve of ast.evolves) if (!nodes.has(evolve.component)) throw new Error(`nothing evolves: ${evolve.component}`);
    return {
        nodes: sorted(shown),
        links: sorted(ends.map((pair) => pair.map(number))),
        evolves: sorted(ast.evolves.map((evolve) => [number(nodes.get(evolve.component)), evolve.target])),
        stages: ast.evolution.stages.map((each) => each.name.trim()),
    };
}

async function check(file, isStrict) {
    const said = facts(JSON.parse(convert(file, 'json')));
    // Labels that we place, with the comments that say so, are none of its business.
    const placed = await parse('wardley', convert(file, 'mermaid', '--labels', 'placed'));
    const text = convert(file, 'mermaid');
    const ast = await parse('wardley', text);
    const bare = (ast) => JSON.stringify(meant(ast, (name) => name));
    if (bare(placed) !== bare(ast)) throw new Error('with placed labels it reads another map');
    const free = [...placed.components, ...placed.pipelines.flatMap((pipeline) => pipeline.components)].filter((node) => !node.label);
    if (free.length > 0) throw new Error(`no label is placed for ${free[0].name}`);
    // A name that comes twice has a number behind it in Mermaid: the real one stands among ours.
    const real = new Set(said.nodes.map((node) => JSON.parse(node)[1]));
    const number = (name) => (real.has(name) ? name : name.replace(/ ?\d+$/, ''));
    const read = meant(ast, isStrict ? (name) => name : number);
    for (const key of Object.keys(said)) {
        const [ours, theirs] = [JSON.stringify(said[key]), JSON.stringify(read[key])];
        if (ours !== theirs) {
            const missing = said[key].filter((fact) => !read[key].includes(fact)).slice(0, 5);
            const more = read[key].filter((fact) => !said[key].includes(fact)).slice(0, 5);
            throw new Error(`${key} differ: we say ${missing.join(' ')}, Mermaid reads ${more.join(' ')}`);
        }
    }
    return ast.components.length + ast.anchors.length;
}

// Names and texts that Mermaid's grammar stumbles over where they stand bare.
const odd = ['marketing', 'building 2', 'notebook', 'Web 2.0', 'a/b, c.d: e\'s? f! +g "h" \\i', 'Größe π', 'x -> y', '%% no', '[a] {b} (c)', 'title', 'a\nb', 'A_B', ' lead', '; s', '@1.0', '-', '---'];
const oddMap = {
    format: 1, title: 'Odd %% names',
    evolution: { stages: ['Gen/esis', 'a -> b', '', '"q"'], boundaries: [0.1, 0.5, 0.9] },
    elements: [
        ...odd.map((name, at) => ({ Component: { id: `c${at}`, name, visibility: 0.5, evolution: (at + 1) / 20, inertia: {}, label: [-at, at] } })),
        ...odd.map((name, at) => ({ Note: { id: `n${at}`, text: name, visibility: 1, evolution: 0 } })),
        { Annotation: { id: 'a', number: 1, at: [[0, 1], [0.123456, 0.5]], text: odd.join(' ') } },
        { Area: { id: 'area', outline: [[0.1, 0.1], [0.2, 0.2], [0.1, 0.3]], text: odd.join(' ') } },
        { Component: { id: 'p', name: 'Power "x"', visibility: 0.1, evolution: 1, pipeline: {} } },
        ...odd.map((name, at) => ({ Component: { id: `k${at}`, name: `${name} k`, within: 'p', evolution: (at + 1) / 20 } })),
    ],
    links: odd.flatMap((text, at) => [
        { Need: { from: `c${at}`, to: `c${(at + 1) % odd.length}`, text } },
        { Flow: { from: `c${at}`, to: `k${(at + 2) % odd.length}`, label: text, text } },
    ]),
};
const oddFile = join(import.meta.dirname, 'odd.json');
writeFileSync(oddFile, JSON.stringify(oddMap));

let failed = 0;
let count = 0;
for (const file of [oddFile, ...files]) {
    try {
        count += await check(file, file === oddFile);
    } catch (error) {
        failed += 1;
        console.log(`FAIL ${file}: ${String(error.message).slice(0, 600)}`);
    }
}
console.log(`${files.length + 1} maps with ${count} components went to Mermaid's parser; ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
