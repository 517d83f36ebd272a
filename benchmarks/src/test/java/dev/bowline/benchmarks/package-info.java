@NullMarked
package dev.bowline.benchmarks;

import org.jspecify.annotations.NullMarked;
