package dev.ecomllm.rag.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The embedding model in a process with a long command line, on a thread with little stack. In a
 * JVM of its own: failing would end it.
 */
class SmallStackTest {

  @Test
  void aLongCommandLineDoesNotEndTheJvm() throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlong=" + "x".repeat(60_000),
                "-cp",
                System.getProperty("java.class.path"),
                OnASmallStack.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jvm.waitFor()).as(output).isZero();
    assertThat(output).contains("384 numbers");
  }

  /** What the other JVM runs. */
  static final class OnASmallStack {
    private OnASmallStack() {}

    public static void main(String[] args) throws InterruptedException {
      Thread small =
          new Thread(
              null,
              () -> {
                Embedder model = LangChain4jEmbedder.bgeSmallEn();
                System.out.println(model.embed("Fleece jacket").length + " numbers");
              },
              "small",
              256 * 1024);
      small.start();
      small.join();
    }
  }
}
