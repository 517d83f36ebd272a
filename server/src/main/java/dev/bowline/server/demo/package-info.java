/**
 * The program inside the runnable jar: the demo page with its application, and the application that
 * black-box tests talk to. It uses the exported API and nothing else of ours, as any application
 * would; nothing may use it, but tests that put the application of black-box tests elsewhere.
 */
@NullMarked
package dev.bowline.server.demo;

import org.jspecify.annotations.NullMarked;
