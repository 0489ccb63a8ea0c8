import { KEPT } from './kept.js';
import { loadIsolate, simulate } from './one.js';

// Plays the scenarios that broke an invariant once, and prints what they break now.

const isolate = await loadIsolate(process.argv[2]);
const broken: Record<string, unknown> = {};
for (const [name, scenario] of Object.entries(KEPT)) broken[name] = (await simulate(isolate, scenario)).violations;
console.log(JSON.stringify(broken));
process.exit(0);
