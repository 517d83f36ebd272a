package dev.bowline.compat.comparison;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What one side has said, and what it has heard and when, in milliseconds of the wall clock. */
record Account(int said, List<Arrival> heard) {

  record Arrival(int number, double at) {}

  /** As a page or a server of Node's tells it. */
  static Account of(JsonElement told) {
    JsonObject account = told.getAsJsonObject();
    JsonArray pairs = account.getAsJsonArray("heard");
    List<Arrival> heard = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      heard.add(new Arrival(pairs.get(i).getAsInt(), pairs.get(i + 1).getAsDouble()));
    }
    return new Account(account.get("said").getAsInt(), heard);
  }

  /** How many of the numbers below this have come. */
  int different(int below) {
    return (int) heard.stream().mapToInt(Arrival::number).filter(n -> n < below).distinct().count();
  }

  /** When a number below this came for the first time, lately. */
  double lastNews(int below) {
    boolean[] seen = new boolean[below];
    double last = 0;
    for (Arrival arrival : heard) {
      if (arrival.number() < below && !seen[arrival.number()]) {
        seen[arrival.number()] = true;
        last = arrival.at();
      }
    }
    return last;
  }

  double lastArrival() {
    return heard.isEmpty() ? 0 : heard.get(heard.size() - 1).at();
  }

  /** How many came again. */
  int repeated(int below) {
    return (int) heard.stream().filter(it -> it.number() < below).count() - different(below);
  }

  /** How many came for the first time after a later one. */
  int disordered(int below) {
    boolean[] seen = new boolean[below];
    int highest = -1;
    int count = 0;
    for (Arrival arrival : heard) {
      int number = arrival.number();
      if (number < below && !seen[number]) {
        seen[number] = true;
        count += number < highest ? 1 : 0;
      }
      highest = Math.max(highest, number);
    }
    return count;
  }

  /** The longest time without any message, in which this moment or a later one falls. */
  double standstill(double from, double end) {
    double longest = 0;
    double last = 0;
    for (Arrival arrival : heard) {
      if (last > 0 && arrival.at() > from) {
        longest = Math.max(longest, arrival.at() - last);
      }
      last = arrival.at();
    }
    return Math.max(longest, end - last);
  }
}
