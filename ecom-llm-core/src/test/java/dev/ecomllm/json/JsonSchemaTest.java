package dev.ecomllm.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.json.Repair.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {

  private static RepairOptions options(String schema) {
    return RepairOptions.DEFAULT.withSchema(JsonSchema.parse(schema));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"type\":\"integer\"}|\"12\"|12",
        "{\"type\":\"integer\"}|12.0|12.0",
        "{\"type\":\"integer\"}|\"12.0\"|12",
        "{\"type\":\"integer\"}|12.5|$",
        "{\"type\":\"integer\"}|\"1,234\"|1234",
        "{\"type\":\"number\"}|\"-0.5\"|-0.5",
        "{\"type\":\"number\"}|\"007\"|7",
        "{\"type\":\"number\"}|\"12 cm\"|$",
        "{\"type\":\"number\"}|true|$",
        "{\"type\":\"number\"}|[3]|3",
        "{\"type\":\"number\"}|[3,4]|$",
        "{\"type\":\"string\"}|12|\"12\"",
        "{\"type\":\"string\"}|true|\"true\"",
        "{\"type\":\"string\"}|null|$",
        "{\"type\":\"string\"}|{\"a\":1}|$",
        "{\"type\":\"boolean\"}|\"Yes\"|true",
        "{\"type\":\"boolean\"}|0|false",
        "{\"type\":\"boolean\"}|\"maybe\"|$",
        "{\"type\":\"null\"}|\"None\"|null",
        "{\"type\":\"null\"}|\"\"|null",
        "{\"type\":\"null\"}|\"x\"|$",
        "{\"type\":[\"number\",\"null\"]}|\"5\"|5",
        "{\"type\":[\"number\",\"null\"]}|\"none\"|null",
        "{\"type\":[\"number\",\"string\"]}|\"5\"|\"5\"",
        "{\"type\":[\"number\",\"null\"]}|[1,2]|$",
        "{\"enum\":[\"A\",\"b c\",3]}|\"a\"|\"A\"",
        "{\"enum\":[\"A\",\"b c\",3]}|\"B-C\"|\"b c\"",
        "{\"enum\":[\"A\",\"b c\",3]}|3.0|3.0",
        "{\"enum\":[\"A\",\"b c\",3]}|\"3\"|3",
        "{\"enum\":[\"A\",\"b c\",3]}|\"d\"|$",
        "{\"enum\":[\"A\",\"b c\",null]}|null|null",
        "{\"const\":\"x\"}|\"X\"|\"x\"",
        "{\"const\":\"x\"}|\"y\"|$",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}|[\"1\",2]|[1,2]",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}|[1,\"x\"]|$[1]",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}|7|[7]",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}|null|$",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}|\"[1,2]\"|[1,2]",
        "{\"type\":\"array\"}|\"x\"|[\"x\"]",
        "{\"type\":\"object\"}|\"{'a':1}\"|{\"a\":1}",
        "{\"type\":\"object\"}|\"text\"|$",
        "{\"type\":\"object\"}|[{\"a\":1}]|{\"a\":1}",
        "{\"type\":\"object\"}|[1]|$",
        "{\"properties\":{\"a\":{\"type\":\"integer\"}}}|{\"a\":\"1\",\"b\":2}|{\"a\":1,\"b\":2}",
        "{\"required\":[\"a\"]}|{\"b\":2}|$.a",
        "{\"required\":[\"a\"]}|{\"a\":null}|{\"a\":null}",
        "{\"items\":{\"type\":\"integer\"}}|[\"1\"]|[1]",
        "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}|{\"x\":\"1\"}|{\"x\":1}",
        "{\"type\":\"object\",\"additionalProperties\":false}|{\"x\":\"1\"}|{}",
        "{\"type\":\"object\",\"properties\":{\"screenSize\":{}}}|{\"Screen"
            + " size\":1}|{\"screenSize\":1}",
        "{\"type\":\"object\",\"properties\":{\"a\":{}}}|{\"a\":1,\"A\":2}|{\"a\":1,\"A\":2}",
        "{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"null\"}]}|\"5\"|5",
        "{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"null\"}]}|\"x\"|$",
        "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}|5|5",
        "{\"allOf\":[{\"type\":\"integer\"},{\"enum\":[5,6]}]}|\"6\"|6",
        "{\"allOf\":[{\"type\":\"integer\"},{\"enum\":[5,6]}]}|7|$",
        "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"integer\"}}}|\"5\"|5",
        "{\"$ref\":\"elsewhere\"}|\"5\"|\"5\"",
        "{\"$ref\":\"#\"}|5|5",
        "{\"anyOf\":[{\"$ref\":\"#\"}]}|5|$",
        "{\"minimum\":3}|1|1"
      })
  void fitsWithLittleChangeOrSaysWhere(String schema, String text, String expected) {
    if (!expected.startsWith("$")) {
      assertThat(Json.read(text, options(schema)).toString()).isEqualTo(expected);
      return;
    }
    assertThatThrownBy(() -> Json.read(text, options(schema)))
        .isInstanceOfSatisfying(
            InvalidOutputException.class, e -> assertThat(e.path()).isEqualTo(expected));
  }

  @Test
  void coercionIsLoggedAndFittingIsNot() {
    RepairOptions number = options("{\"type\":\"number\"}");
    assertThat(JsonRepair.repair("12", number).repairs()).isEmpty();
    assertThat(JsonRepair.repair("\"12\"", number).repairs())
        .containsExactly(new Repair(Kind.COERCED, 0, "\"12\"", "12"));
  }

  @Test
  void theCheapestCandidateWinsAndOfEqualsTheLast() {
    RepairOptions sized =
        options(
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}");
    assertThat(Json.read("{\"n\":1} or {\"n\":\"2\"} or {\"m\":3}", sized).toString())
        .isEqualTo("{\"n\":1}");
    assertThat(Json.read("{\"n\":1} or {\"n\":2}", sized).toString()).isEqualTo("{\"n\":2}");
    assertThat(Json.read("{\"n\":1} or {\"n\":2", sized).toString()).isEqualTo("{\"n\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"n\":1} or {\"n\":2,\"x\":3}",
        "{\"n\":1} or {\"N\":2}",
        "{\"n\":1} or {\"n\":2,\"s\":null}",
        "{\"n\":1} or {\"n\":2,\"list\":[\"3\"]}",
        "{\"n\":1} or {\"n\":2,\"list\":3}",
        "{\"n\":1} or {\"n\":2,\"s\":3}",
        "{\"n\":1} or {\"n\":2,\"s\":[\"x\"]}",
        "{\"n\":1} or [{\"n\":2}]",
        "{\"n\":1} or {\"n\":2,\"either\":\"3\"}",
        "{\"n\":1} or {\"n\":2,\"choice\":\"a\"}",
        "{\"n\":1} or {\"n\":2,\"inner\":\"{}\"}",
        "{\"n\":1} or {\"n\":2"
      })
  void everyChangeCosts(String text) {
    String schema =
        "{\"type\":\"object\",\"required\":[\"n\"],\"additionalProperties\":false,\"properties\":{"
            + "\"n\":{\"type\":\"integer\"},\"s\":{\"type\":\"string\"},\"inner\":{\"type\":\"object\"},"
            + "\"list\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}},"
            + "\"either\":{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"null\"}]},"
            + "\"choice\":{\"enum\":[\"A\"]}}}";
    assertThat(Json.read(text, options(schema)).toString()).isEqualTo("{\"n\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"n\":2,\"x\":3,\"y\":4} or {\"n\":1,\"x\":3}",
        "{\"N\":2} or {\"n\":1,\"x\":3}",
        "{\"n\":\"2\",\"x\":3} or {\"n\":\"1\"}",
        "[{\"n\":\"2\"}] or {\"n\":\"1\",\"x\":3}"
      })
  void costsAddUp(String text) {
    RepairOptions options =
        options(
            "{\"type\":\"object\",\"required\":[\"n\"],\"additionalProperties\":false,"
                + "\"properties\":{\"n\":{\"type\":\"integer\"}}}");
    assertThat(Json.read(text, options).toString()).isEqualTo("{\"n\":1}");
  }

  @Test
  void aRequiredValueThatIsNullStaysAProblem() {
    RepairOptions options =
        options(
            "{\"type\":\"object\",\"required\":[\"b\",\"s\"],\"properties\":{\"s\":{\"type\":\"string\"}}}");
    assertThatThrownBy(() -> Json.read("{\"b\":1,\"s\":null}", options))
        .isInstanceOfSatisfying(
            InvalidOutputException.class, e -> assertThat(e.path()).isEqualTo("$.s"));
  }

  @Test
  void nothingFitsASchemaThatIsFalse() {
    RepairOptions options = options("{\"properties\":{\"a\":{\"anyOf\":[false]}}}");
    assertThatThrownBy(() -> Json.read("{\"a\":1}", options))
        .isInstanceOfSatisfying(
            InvalidOutputException.class, e -> assertThat(e.path()).isEqualTo("$.a"));
  }

  @Test
  void strictCoercesNothing() {
    RepairOptions strict = options("{\"type\":\"number\"}").withLevel(RepairLevel.STRICT);
    assertThat(Json.read("12", strict).intValue()).isEqualTo(12);
    assertThatThrownBy(() -> Json.read("\"12\"", strict))
        .isInstanceOf(InvalidOutputException.class);
  }

  @Test
  void aSchemaIsNotChangedFromOutside() {
    var node = Json.read("{\"type\":\"number\"}");
    JsonSchema schema = JsonSchema.of(node);
    ((com.fasterxml.jackson.databind.node.ObjectNode) node).put("type", "string");
    assertThat(schema.toString()).isEqualTo("{\"type\":\"number\"}");
  }
}
