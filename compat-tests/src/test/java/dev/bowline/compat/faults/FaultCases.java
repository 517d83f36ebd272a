package dev.bowline.compat.faults;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked of every case in the static {@code cases()} of the class that implements this. */
interface FaultCases {

  @ParameterizedTest
  @MethodSource("cases")
  default void itDoesWhatItSays(Case it) {
    it.isSeen();
  }

  @ParameterizedTest
  @MethodSource("cases")
  default void withoutTheFaultNothingOfTheKindIsSeen(Case it) {
    it.isNotSeenWithoutTheFault();
  }
}
