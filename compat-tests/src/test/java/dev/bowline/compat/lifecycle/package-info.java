/** What happens when a server stops, or when its application fails or is slow? */
@NullMarked
package dev.bowline.compat.lifecycle;

import org.jspecify.annotations.NullMarked;
