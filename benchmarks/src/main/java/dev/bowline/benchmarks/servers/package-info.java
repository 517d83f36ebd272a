/**
 * The servers that are measured: Bowline, and the others beside it. Each runs in processes of its
 * own and is told what to publish over a connection that is kept for that.
 */
@NullMarked
package dev.bowline.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
