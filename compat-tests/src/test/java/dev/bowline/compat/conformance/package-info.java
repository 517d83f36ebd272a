/** Does the conformance kit hold what it promises, to whoever runs it? */
@NullMarked
package dev.bowline.compat.conformance;

import org.jspecify.annotations.NullMarked;
