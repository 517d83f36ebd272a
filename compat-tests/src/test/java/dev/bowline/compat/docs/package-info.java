/**
 * Is what the docs say true? Their samples are compiled and run, their exchanges are played against
 * a real server, their proxy configurations are started, their tables compared with the code.
 *
 * <p>How a fenced block is treated is said by the first word behind the fence:
 *
 * <ul>
 *   <li>{@code java}: compiled. One that begins with {@code import} is a whole file; any other is
 *       the body of a method, see {@link dev.bowline.compat.docs.JavaSample}.
 *   <li>{@code html}, {@code js}: run by Node against a server.
 *   <li>{@code exchange}: played, see {@link dev.bowline.compat.docs.Exchange}.
 *   <li>{@code nginx}, {@code haproxy}, {@code apache}, {@code caddy}, {@code vcl}, {@code
 *       lighttpd}, {@code squid}: started, with the ports of the docs replaced.
 * </ul>
 */
@NullMarked
package dev.bowline.compat.docs;

import org.jspecify.annotations.NullMarked;
