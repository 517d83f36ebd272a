/**
 * Does the JavaScript client that pages load keep its promises against this server? In Node, with
 * and without a WebSocket, and in Chromium; over lines that are cut, and through boxes that let
 * only half of it through.
 */
@NullMarked
package dev.bowline.compat.jsclient;

import org.jspecify.annotations.NullMarked;
