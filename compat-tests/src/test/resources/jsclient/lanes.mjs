// Many channels in one process. The plan comes as JSON; for each channel that is closed a line of figures is said on
// standard output.
import { pathToFileURL } from 'node:url';
import { runs } from './lane.mjs';

const plan = JSON.parse(process.argv[2]);
const script = await (await fetch('http://127.0.0.1:' + plan.port + '/channel/bowline.min.js')).text();
const { Bowline } = await import('data:text/javascript,' + encodeURIComponent(script));
const { WebSocket } = await import(pathToFileURL(plan.ws));

runs(plan, Bowline, { fetch, WebSocket }, (figures) => console.log(JSON.stringify(figures)));
