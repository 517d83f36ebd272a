/**
 * The conformance kit: checks any server that claims the protocol, clause by clause, over its URL
 * and nothing else. What a clause says stands in {@code docs/protocol.md}, by whose sections and
 * words in bold the checks are named.
 */
@NullMarked
package dev.bowline.compat.conformance;

import org.jspecify.annotations.NullMarked;
