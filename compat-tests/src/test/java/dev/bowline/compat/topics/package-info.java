/** What does a client hear of a topic, whatever carries it and wherever it begins? */
@NullMarked
package dev.bowline.compat.topics;

import org.jspecify.annotations.NullMarked;
