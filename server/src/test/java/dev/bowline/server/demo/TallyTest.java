package dev.bowline.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void numbersInOrderAreWithoutSin() {
    assertEquals("3 received, 0 lost, 0 repeated, 0 out of order", tally(1, 2, 3));
  }

  @Test
  void theFirstOneCanBeLostToo() {
    assertEquals("1 received, 1 lost, 0 repeated, 0 out of order", tally(2));
  }

  @Test
  void whatWasJumpedOverIsLost() {
    assertEquals("2 received, 3 lost, 0 repeated, 0 out of order", tally(1, 5));
  }

  @Test
  void whatComesLateIsNotLostButOutOfOrder() {
    assertEquals("3 received, 0 lost, 0 repeated, 1 out of order", tally(1, 3, 2));
  }

  @Test
  void whatComesTwiceIsRepeatedAlsoWhenItWasLate() {
    assertEquals("3 received, 0 lost, 1 repeated, 0 out of order", tally(1, 2, 2));
    assertEquals("4 received, 0 lost, 1 repeated, 1 out of order", tally(1, 3, 2, 2));
  }

  private static String tally(long... numbers) {
    Tally tally = new Tally();
    for (long number : numbers) {
      tally.take(number);
    }
    return "%d received, %d lost, %d repeated, %d out of order"
        .formatted(tally.received(), tally.lost(), tally.repeated(), tally.disordered());
  }
}
