package dev.bowline.compat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the commands that a test starts, as they are found on the {@code PATH}:
 * {@code @Needs("chromium")}.
 *
 * <p>Where one is missing, the test does not run. On a developer's machine it is aborted, and says
 * by what; where the environment has {@code CI=true} it fails, because a test that CI leaves out is
 * a test that nobody runs.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeededCommands.class)
public @interface Needs {

  /** Before the name of a {@link DebianPackage} that is no command. */
  String DEB = "deb:";

  /** Before the name of an {@link NpmPackage}. */
  String NPM = "npm:";

  /** The names of the commands, without a path; of packages with what kind they are before. */
  String[] value();
}
