// Many channels in one page. The test calls `starts(plan)` and looks at `ends`, the figures of those that are closed.
import { runs } from './lane.mjs';
import { bowline } from './bundle.mjs';

window.ends = [];
window.starts = async (plan) => runs(plan, await bowline(plan.bundle), {}, (figures) => ends.push(figures));
