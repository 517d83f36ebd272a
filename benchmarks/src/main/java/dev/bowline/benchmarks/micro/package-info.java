/** What single steps cost: JMH benchmarks of what every message goes through. No sockets here. */
@NullMarked
package dev.bowline.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
