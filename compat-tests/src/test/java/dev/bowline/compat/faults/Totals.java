package dev.bowline.compat.faults;

import com.google.gson.JsonObject;

/** What numbered messages tell, of one direction or of many. */
record Totals(long messages, long lost, long repeated, long outOfOrder) {
  static final Totals NONE = new Totals(0, 0, 0, 0);

  /** As the scripts' tally says it. */
  static Totals of(JsonObject figures) {
    return new Totals(
        figures.get("received").getAsLong(),
        figures.get("lost").getAsLong(),
        figures.get("repeated").getAsLong(),
        figures.get("disordered").getAsLong());
  }

  Totals plus(Totals other) {
    return new Totals(
        messages + other.messages,
        lost + other.lost,
        repeated + other.repeated,
        outOfOrder + other.outOfOrder);
  }

  @Override
  public String toString() {
    return "%,d messages, %d lost, %d repeated, %d out of order"
        .formatted(messages, lost, repeated, outOfOrder);
  }
}
