package dev.ecomllm.examples.service;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads bodies: strict JSON, no deeper than a request needs. */
final class RequestBodies {

  private static final int DEEPEST = 32;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private RequestBodies() {}

  /**
   * The object in a body.
   *
   * @throws BadRequestException if there is anything else
   */
  static ObjectNode object(byte[] body) {
    JsonNode read;
    try {
      read = JSON.readTree(body);
    } catch (StreamConstraintsException e) {
      throw BadRequestException.malformed(
          "the body is nested deeper than " + DEEPEST + " levels, or holds too long a number");
    } catch (JsonProcessingException e) {
      throw BadRequestException.malformed("the body is not valid JSON" + place(e));
    } catch (IOException e) {
      throw BadRequestException.malformed("the body is not UTF-8 text");
    }
    if (read instanceof ObjectNode object) {
      return object;
    }
    throw BadRequestException.malformed("the body must be a JSON object");
  }

  /**
   * The items of a batch.
   *
   * @throws BadRequestException if there is no list, or a longer one than allowed
   */
  static List<JsonNode> items(byte[] body, int most) {
    if (!(object(body).get("items") instanceof ArrayNode items)) {
      throw BadRequestException.invalid("\"items\" must be a list");
    }
    if (items.isEmpty()) {
      throw BadRequestException.invalid("\"items\" is empty");
    }
    if (items.size() > most) {
      throw BadRequestException.tooLarge("a batch has at most " + most + " items");
    }
    List<JsonNode> list = new ArrayList<>();
    items.forEach(list::add);
    return list;
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : ", line " + e.getLocation().getLineNr() + " column " + e.getLocation().getColumnNr();
  }
}
