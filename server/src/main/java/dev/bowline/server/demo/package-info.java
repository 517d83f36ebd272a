/**
 * The program inside the runnable jar: the demo page and the application that black-box tests talk
 * to. It uses the exported API and nothing else, as any application would.
 */
package dev.bowline.server.demo;
