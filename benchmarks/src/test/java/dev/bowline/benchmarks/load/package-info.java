@NullMarked
package dev.bowline.benchmarks.load;

import org.jspecify.annotations.NullMarked;
