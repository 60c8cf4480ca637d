package dev.ecomllm.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EcInstructTest {

  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  @Test
  void writesRowsThatTheOtherCommandsRead() throws Exception {
    Files.writeString(
        folder.resolve("ec.jsonl"),
        """
        {"split":"train","task":"Answer_Generation","setting":"IND_Diverse_Instruction","input":"{\\"question\\":\\"Is it loud?\\",\\"document\\":[\\"It hums.\\"]}","output":"It hums."}
        {"split":"test","task":"Answer_Generation","setting":"IND_Diverse_Instruction","input":"{\\"question\\":\\"Is it red?\\",\\"document\\":[\\"No.\\"]}","output":"No."}
        """);

    assertThat(run("train")).isZero();
    assertThat(Files.readAllLines(folder.resolve("rows.jsonl")))
        .singleElement()
        .asString()
        .contains("\"id\":\"answer_generation-train-0\"", "Is it loud?", "\"answerable\":true");
  }

  @Test
  void noSuchRowsIsWrongUse() throws Exception {
    Files.writeString(folder.resolve("ec.jsonl"), "");

    assertThat(run("val")).isEqualTo(2);
    assertThat(err.toString()).contains("no rows of Answer_Generation, val");
  }

  private int run(String split) {
    return EcomLlmCommand.commandLine()
        .setErr(new PrintWriter(err, true))
        .execute(
            "ecinstruct",
            "--source",
            "answer_generation",
            "--split",
            split,
            "--in",
            folder.resolve("ec.jsonl").toString(),
            "--out",
            folder.resolve("rows.jsonl").toString());
  }
}
