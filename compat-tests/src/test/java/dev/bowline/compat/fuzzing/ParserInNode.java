package dev.bowline.compat.fuzzing;

import dev.bowline.compat.NeededCommands;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The JavaScript client's parser, in a Node process that lives as long as this one. An input and
 * its answer are a length and as many bytes.
 */
final class ParserInNode {
  private static final Path SCRIPT = Path.of("..", "js-client", "fuzzing", "answers.mjs");

  private final DataOutputStream questions;
  private final DataInputStream answers;

  ParserInNode() {
    Path node = NeededCommands.find("node").orElseThrow();
    try {
      Process process =
          new ProcessBuilder(node.toString(), SCRIPT.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      questions = new DataOutputStream(process.getOutputStream());
      answers = new DataInputStream(process.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] answers(byte[] question) {

    try {
      questions.writeInt(question.length);
      questions.write(question);
      questions.flush();
      byte[] answer = new byte[answers.readInt()];
      answers.readFully(answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("Node has gone; what it said stands above", e);
    }
  }
}
