/**
 * What every room of these tests shares. A room is a package named after the question it answers;
 * it knows the server by its exported API, its protocol and its runnable jar, never by its insides.
 */
@NullMarked
package dev.bowline.compat;

import org.jspecify.annotations.NullMarked;
