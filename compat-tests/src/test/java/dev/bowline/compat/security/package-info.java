/** What may a page of another origin, another principal, a flood or nonsense do to a channel? */
@NullMarked
package dev.bowline.compat.security;

import org.jspecify.annotations.NullMarked;
