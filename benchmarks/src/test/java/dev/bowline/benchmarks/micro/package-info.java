@NullMarked
package dev.bowline.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
