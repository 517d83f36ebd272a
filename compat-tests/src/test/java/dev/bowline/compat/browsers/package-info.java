/** Does it hold in real browsers? Each is driven without a framework, by the protocol it speaks. */
@NullMarked
package dev.bowline.compat.browsers;

import org.jspecify.annotations.NullMarked;
