/**
 * What an application touches: a channel is described once, mounted into a Jetty handler tree or
 * started by itself, and hands out sessions that outlive their connections. Built on all the
 * packages below it; none of them may know it.
 */
package dev.bowline.server;
