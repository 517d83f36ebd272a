/**
 * Do real engines, the oldest ones too, carry a session on every transport that they have, and
 * which do they take by themselves? Each opens one page of ours; what comes up is judged by the
 * application, and what went down by the page, which reports it by a post.
 */
@NullMarked
package dev.bowline.compat.engines;

import org.jspecify.annotations.NullMarked;
