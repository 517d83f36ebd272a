/**
 * What does a page's channel live through? Pages that are hidden, frozen, left and come back to;
 * machines that sleep and clocks that jump; networks that go silent, reset or change; servers that
 * stop; and more tabs than a browser has connections. With the product's own times on both sides,
 * so that what is measured here is what a user waits.
 */
@NullMarked
package dev.bowline.compat.pagelife;

import org.jspecify.annotations.NullMarked;
