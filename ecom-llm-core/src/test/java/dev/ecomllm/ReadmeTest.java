package dev.ecomllm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.testing.quality.ReadmeCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

  @Test
  void itsCodeIsCompiledSomewhere() throws IOException {
    Path readme = Path.of("..", "README.md");
    String markdown = Files.exists(readme) ? Files.readString(readme) : "";

    assertThat(
            ReadmeCode.missing(
                markdown, List.of(Path.of("src", "test"), Path.of("..", "examples"))))
        .as("paragraphs of ```java blocks in README.md that no example and no test contains")
        .isEmpty();
  }

  @Test
  void codeThatNobodyCompilesIsFound(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("A.java"), "class A {\n    int a;\n\n    int b = 1;\n}\n");

    String good = "```java\nint a;\nint b = 1;\n\nclass A {\n```\ntext\n```bash\nrm\n```\n";
    assertThat(ReadmeCode.missing(good, List.of(folder))).isEmpty();
    assertThat(ReadmeCode.missing("```java\r\nint a;\r\nint c;\r\n```", List.of(folder)))
        .containsExactly("int a;\nint c;\n");
    assertThat(ReadmeCode.missing("```java\nint b = 1\n```", List.of(folder))).hasSize(1);
  }
}
