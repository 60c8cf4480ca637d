package dev.ecomllm.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The smallest parts of a text: characters, escapes, numbers and words. */
class JsonTextTest {

  private static List<Character> chars(String text) {
    return text.chars().mapToObj(c -> (char) c).toList();
  }

  @Test
  void whiteSpaceIsWhatNobodySees() {
    String spaces =
        "\u0000\t\n\r \u0085\u00A0\u1680\u2000\u200B\u200D\u2028\u2029\u202F\u205F\u2060\u3000"
            + "\uFEFF";
    assertThat(chars(spaces)).allMatch(Chars::isSpace);
    String others = "!a~\u007F\u0084\u0086\u009F\u00A1\u1FFF\u200E\u2010\u2027\u2030\u2061\u3001";
    assertThat(chars(others)).noneMatch(Chars::isSpace);
    assertThat(chars(" \n\r\t")).allMatch(Chars::isJsonSpace);
    assertThat(chars("\u0000\u000B\f\u00A0x")).noneMatch(Chars::isJsonSpace);
  }

  @Test
  void wordsAreLettersAndDigitsOfAnyLanguage() {
    assertThat(chars("azAZ09_$\u00E9\u4E2D\u0663")).allMatch(Chars::isWord);
    assertThat(chars("-./:@[`{ \u007F\u0080\u00D7\u2014")).noneMatch(Chars::isWord);
    assertThat(chars("09afAF")).allMatch(Chars::isHex);
    assertThat(chars("/:`g@G\u0663")).noneMatch(Chars::isHex);
    assertThat(chars(" !~aZ,{")).allMatch(Chars::isPlain);
    assertThat(chars("\"'`\\:\n\u007F\u0080\u201C")).noneMatch(Chars::isPlain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '^',
      value = {
        "\" \"",
        "' '",
        "` `'\u00B4\u2019",
        "\u00B4 \u00B4'\u2019",
        "\u201C \u201C\u201D\u201E\u201F\"",
        "\u201D \u201C\u201D\u201E\u201F\"",
        "\u201E \u201C\u201D\u201E\u201F\"",
        "\u201F \u201C\u201D\u201E\u201F\"",
        "\u2018 \u2018\u2019\u201A\u201B'`\u00B4",
        "\u2019 \u2018\u2019\u201A\u201B'`\u00B4",
        "\u201A \u2018\u2019\u201A\u201B'`\u00B4",
        "\u201B \u2018\u2019\u201A\u201B'`\u00B4",
        "\u00AB \u00AB\u00BB",
        "\u00BB \u00BB"
      })
  void aQuoteIsClosedByItsLikes(String opening, String closing) {
    char quote = opening.charAt(0);
    assertThat(Chars.isQuote(quote)).isTrue();
    String all =
        "\"'`\u00B4\u00AB\u00BB\u2017\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u2020a";
    for (char c : chars(all)) {
      assertThat(Chars.closes(quote, c)).as("%s %s", quote, c).isEqualTo(closing.indexOf(c) >= 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\u007F", "\u00B3", "\u00B5", "\u2017", "\u2020", "\u00BC", "("})
  void otherCharactersBeginNoString(String text) {
    assertThat(Chars.isQuote(text.charAt(0))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\\\\d|\\\\d",
        "\\d|\\\\d",
        "\\'|'",
        "\\`|`",
        "\\x41|A",
        "\\x4|\\\\x4",
        "\\x4g|\\\\x4g",
        "\\xe9t|\u00E9t",
        "\\u0041|A",
        "\\u004|\\\\u004",
        "\\u{1F600}|\uD83D\uDE00",
        "\\u{41}x|Ax",
        "\\u{}|\\\\u{}",
        "\\u{110000}|\\\\u{110000}",
        "\\u{41|\\\\u{41",
        "\\u{1F6000000}|\\\\u{1F6000000}",
        "\\U0001F600|\uD83D\uDE00",
        "\\U0010FFFF.|\uDBFF\uDFFF.",
        "\\U00110000|\\\\U00110000",
        "\\U0001F60|\\\\U0001F60",
        "\\q \\ba|\\\\q \\\\ba",
        "\\q \\bz|\\\\q \\\\bz",
        "\\q \\fr|\\\\q \\\\fr",
        "\\q \\bA|\\\\q \\bA",
        "\\q \\b{|\\\\q \\b{",
        "\\q \\b|\\\\q \\b",
        "\\q \\na|\\\\q \\na",
        "\\' \\ba|' \\ba",
        "\\x41 \\ba|A \\ba",
        "C:\\new\\dir|C:\\\\new\\\\dir",
        "C:\\new\\table|C:\\new\\table",
        "C:\\\\new\\dir|C:\\\\new\\\\dir",
        "1:\\new\\dir|1:\\new\\\\dir",
        "C:\\d|C:\\\\d",
        "CD:\\new\\dir|CD:\\new\\\\dir",
        "C;\\new\\dir|C;\\new\\\\dir"
      })
  void escapesOfOtherLanguagesAreUnderstoodAndOthersKept(String written, String read) {
    assertThat(Json.read("['" + written + "']").toString()).isEqualTo("[\"" + read + "\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\\|^^",
        "\\u|^^",
        "\\u00|^^",
        "\\u004|^^",
        "\\u0041|A",
        "x\\n|x\\n",
        "x\\\\|x\\\\",
        "\\u00g|\\\\u00g",
        "a\\u12 b|a\\\\u12 b",
        "\\ud83d|^^",
        "\\ud83d\\ude00|\uD83D\uDE00"
      })
  void anEscapeThatIsCutOffGoes(String written, String read) {
    assertThat(Json.read("[\"" + written).toString()).isEqualTo("[\"" + read + "\"]");
  }

  @Test
  void theFirstControlCharacterIsLoggedAsItsEscape() {
    String written = "\t\n\r\b\f\u0001\u001F";
    List<String> escapes = List.of("\\t", "\\n", "\\r", "\\b", "\\f", "\\u0001", "\\u001f");
    for (int i = 0; i < written.length(); i++) {
      String c = written.substring(i, i + 1);
      assertThat(JsonRepair.repair("[\"a" + c + "b" + c + "\"]").repairs())
          .containsExactly(new Repair(Repair.Kind.CONTROL_CHARACTER, 3, c, escapes.get(i)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,234|1234",
        "12,345,678|12345678",
        "123,456|123456",
        "1,234.5|1234.5",
        "-1,234|-1234",
        "1_000|1000",
        "1_0|10",
        "1_000_000|1000000",
        "+1|1",
        ".5|0.5",
        "-.5|-0.5",
        "+.5|0.5",
        "5.|5.0",
        "5.e3|5.0E+3",
        "5.E3|5.0E+3",
        "1e5|1E+5",
        "0|0",
        "-0|0",
        "12|12",
        "2147483648|2147483648",
        "-9223372036854775808|-9223372036854775808",
        "9223372036854775808|9223372036854775808",
        "999999999999999999|999999999999999999",
        "1234567890123456789|1234567890123456789"
      })
  void numbersInOtherNotations(String token, String value) {
    JsonNode number = Objects.requireNonNull(Numbers.lenient(token));
    assertThat(number.isNumber()).isTrue();
    assertThat(number.asText()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "+", "-", ".", "05", "-05", "1,23", "1,2345", "1234,567", ",123", "123,", "1,,234",
        "1__0", "_1", "1_", "1.2_3", "1.5,000", "1e5,000", "1.2.3", "1e", "e5", "1x", "--1", "+-1",
        "0x1F", "1 2", "1-2", "1,23_4", "1_,234", "1e99999999999", ",", "_"
      })
  void whatIsNotSurelyANumberIsNone(String token) {
    assertThat(Numbers.lenient(token)).isNull();
  }

  @Test
  void aNumberOfAThousandDigitsIsOneAndALongerOneIsText() {
    String longest = "1".repeat(Numbers.LONGEST);
    assertThat(Numbers.lenient(longest)).isNotNull();
    assertThat(Numbers.lenient(longest + "1")).isNull();
    assertThat(Json.read("[" + longest + "]").get(0).isNumber()).isTrue();
    assertThat(Json.read("[" + longest + "1]").get(0).isTextual()).isTrue();
    String fraction = "0." + "1".repeat(Numbers.LONGEST - 2);
    assertThat(Json.read("[" + fraction + "]").get(0).isNumber()).isTrue();
    assertThat(Json.read("[" + fraction + "1]").get(0).isTextual()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|1", "-1|2", "0|1", "01|-1", "-|-1", "x|-1", "1.5|3", "1.|-1", ".5|-1", "1e5|3", "1E+5|4",
        "1e-5|4", "1e|-1", "1e+|-1", "12x|2", "-0.0|4"
      })
  void aStandardNumberEndsWhereJsonSays(String text, int end) {
    assertThat(Numbers.end(text.toCharArray(), 0, text.length())).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.|1",
        "-1.|-1",
        "1e|1",
        "1e+|1",
        "1e-|1",
        "1.e|1",
        "1.5e|1.5",
        "1.5e+|1.5",
        "12E|12"
      })
  void aNumberThatIsCutOffIsWhatItBeganWith(String token, String value) {
    JsonNode number = Objects.requireNonNull(Bare.cutOffNumber(token));
    assertThat(number.asText()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.5", "-", "+", ".", "e", "-.", "1..", "1x", "x.", "01."})
  void whatIsNoBeginningOfANumberIsNone(String token) {
    assertThat(Bare.cutOffNumber(token)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"t", "tr", "fals", "n", "nul", "N", "Non", "T", "Fa", "undefine", "U", "-"})
  void theBeginningOfAWordIsCutOff(String token) {
    assertThat(Bare.isCutOff(token)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1", "trup", "nulls", "+", "Nine", "TR"})
  void anotherWordIsNot(String token) {
    assertThat(Bare.isCutOff(token)).isFalse();
  }

  @Test
  void aRepairTellsItsKindAndPlaceButNoText() {
    assertThat(new Repair(Repair.Kind.COMMA, 7, "secret", ",").toString())
        .isEqualTo("COMMA at 7: 6 -> 1 characters");
  }
}
