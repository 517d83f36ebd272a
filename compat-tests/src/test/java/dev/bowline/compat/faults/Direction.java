package dev.bowline.compat.faults;

/** Which way bytes go. */
public enum Direction {
  TO_SERVER,
  TO_CLIENT
}
