// A page with a talk by timetable in it, which begins when the test says so.
import { Bowline } from '/channel/bowline.min.js';
import { TimedTalk } from './timed.mjs';

window.begins = (plan) => {
  window.talk = new TimedTalk(Bowline, '/channel', {}, plan);
};
