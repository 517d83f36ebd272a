package dev.bowline.compat.engines;

import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.Needs;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Browsers of today and of the last twenty years, each as a program of its own. */
@Tag("engine")
class EnginesTest {

  @Test
  @Tag("engine-chromium")
  @Needs("chromium")
  void chromium() throws IOException {
    Visit.of(
        Engine.of(
            "Chromium",
            "Chrome/[\\d.]+",
            Programs.chromium(NeededCommands.find("chromium").orElseThrow())));
  }
}
