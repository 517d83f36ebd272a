package dev.bowline.server.session;

/**
 * How much of one direction may be under way unacknowledged. Shared by all sessions of a channel.
 *
 * @param messages the most messages
 * @param bytes their most bytes of payload
 */
public record Window(int messages, long bytes) {}
