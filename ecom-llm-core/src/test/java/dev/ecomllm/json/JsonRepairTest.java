package dev.ecomllm.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.json.Repair.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRepairTest {

  private static final RepairOptions SAFE = RepairOptions.DEFAULT.withLevel(RepairLevel.SAFE);
  private static final RepairOptions STRICT = RepairOptions.DEFAULT.withLevel(RepairLevel.STRICT);

  private static List<Kind> kinds(String text) {
    return JsonRepair.repair(text).repairs().stream().map(Repair::kind).distinct().toList();
  }

  @Test
  void validJsonIsUntouched() {
    Repaired repaired = JsonRepair.repair(" {\"a\": [1.50, \"x\\n\", null]} ");
    assertThat(repaired.isUntouched()).isTrue();
    assertThat(repaired.value().toString()).isEqualTo("{\"a\":[1.50,\"x\\n\",null]}");
  }

  @Test
  void aRepairSaysWhatWasThereAndWhatItBecame() {
    Repaired repaired = JsonRepair.repair("So: {'a': True,}!");
    assertThat(repaired.isUntouched()).isFalse();
    assertThat(repaired.repairs())
        .containsExactly(
            new Repair(Kind.TEXT_AROUND, 0, "So: ", ""),
            new Repair(Kind.QUOTES, 5, "'", "\""),
            new Repair(Kind.LITERAL, 10, "True", "true"),
            new Repair(Kind.COMMA, 15, "", ""),
            new Repair(Kind.TEXT_AROUND, 16, "!", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "see {\"a\":1}|TEXT_AROUND",
        "{\"a\":1} {\"b\":2}|SEVERAL_VALUES",
        "[1]\u00A0|TEXT_AROUND",
        "[\u00A01]|SPACE",
        "[1 /* c */]|COMMENT",
        "[1,,2]|COMMA",
        "[1,2,]|COMMA",
        "[1 2]|COMMA",
        "{\"a\"=1}|COLON",
        "{\"a\" 1}|COLON",
        "['a']|QUOTES",
        "[u\"a\"]|QUOTES",
        "{\"a\u201D: 1}|QUOTES",
        "{a:1}|BARE_KEY",
        "[None]|LITERAL",
        "[1_000]|NUMBER",
        "[(1,2)]|TUPLE",
        "[{1,2}]|TUPLE",
        "[Decimal(1)]|CALL",
        "[\"a\" + \"b\"]|CONCATENATION",
        "[1,...]|ELISION",
        "[\"\\d\"]|ESCAPE",
        "[1|CUT_OFF",
        "{\"a\":1,\"a\":2}|DUPLICATE_KEY",
        "[\"a \"b\" c\"]|INNER_QUOTE",
        "[\"a]|MISSING_QUOTE",
        "[a]|BARE_TEXT",
        "{\"a\":}|MISSING_VALUE",
        "{\"a\":1]|BRACKET",
        "\"a\":1|MISSING_BRACES",
        "{\"a\":{} ~ 2}|STRAY_TEXT"
      })
  void everyKindIsLogged(String text, Kind kind) {
    assertThat(kinds(text)).contains(kind);
  }

  @Test
  void lineBreaksInStringsAreLogged() {
    assertThat(kinds("[\"a\nb\"]")).containsExactly(Kind.CONTROL_CHARACTER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "see {\"a\":1}",
        "['a',]",
        "{a:None}",
        "[1",
        "{\"a\": \"cut",
        "[1] [2]",
        "[(1,)]",
        "[\"a\nb\"]"
      })
  void safeRepairsWhatHasOneReading(String text) {
    assertThat(JsonRepair.repair(text, SAFE)).isEqualTo(JsonRepair.repair(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"a \"b\" c\"]",
        "[a b]",
        "{\"a\":}",
        "{\"a\":[1}",
        "\"a\":1",
        "{\"a\":\"b}",
        "{\"a\":{} ~ 2}"
      })
  void safeRefusesToGuess(String text) {
    assertThat(JsonRepair.repair(text).value()).isNotNull();
    assertThatThrownBy(() -> JsonRepair.repair(text, SAFE))
        .isInstanceOf(InvalidOutputException.class)
        .hasMessage("JSON that can be read without guessing");
  }

  @Test
  void strictRepairsNothing() {
    assertThat(Json.read(" [1] ", STRICT).toString()).isEqualTo("[1]");
    for (String text : List.of("[1,]", "[1] x", "", "```\n[1]\n```", "[1")) {
      assertThatThrownBy(() -> Json.read(text, STRICT))
          .isInstanceOf(InvalidOutputException.class)
          .hasMessage("valid JSON");
    }
  }

  @Test
  void theErrorHoldsTheTextAndItsMessageDoesNot() {
    String text = "The secret word is swordfish.";
    assertThatThrownBy(() -> Json.read(text))
        .isInstanceOfSatisfying(
            InvalidOutputException.class, e -> assertThat(e.output()).isEqualTo(text))
        .hasMessageNotContaining("swordfish");
    assertThat(JsonRepair.repair("swordfish {\"a\":1").repairs().toString())
        .doesNotContain("swordfish");
  }

  @Test
  void whoKnowsThatTheTextIsCutOffGetsNoHalfNumber() {
    RepairOptions cut = RepairOptions.DEFAULT.withTruncated(true);
    assertThat(Json.read("{\"a\":1,\"b\":12").toString()).isEqualTo("{\"a\":1,\"b\":12}");
    assertThat(Json.read("{\"a\":1,\"b\":12", cut).toString()).isEqualTo("{\"a\":1,\"b\":null}");
    assertThat(Json.read("[1,2", cut).toString()).isEqualTo("[1]");
    assertThat(Json.read("{\"a\":\"b}").toString()).isEqualTo("{\"a\":\"b\"}");
    assertThat(Json.read("{\"a\":\"b}", cut).toString()).isEqualTo("{\"a\":\"b}\"}");
    assertThat(Json.read("{\"a\":\"b\"}", cut).toString()).isEqualTo("{\"a\":\"b\"}");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> RepairOptions.DEFAULT.withMaxDepth(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RepairOptions.DEFAULT.withMaxDepth(1001))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(RepairOptions.DEFAULT.withMaxDepth(1000).maxDepth()).isEqualTo(1000);
    assertThatThrownBy(() -> JsonSchema.parse("[1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JsonSchema.parse("[]")).isInstanceOf(IllegalArgumentException.class);
    assertThat(JsonSchema.parse("true").toString()).isEqualTo("{}");
  }
}
