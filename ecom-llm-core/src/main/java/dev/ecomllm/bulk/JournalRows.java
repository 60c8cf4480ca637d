package dev.ecomllm.bulk;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The rows of a journal: {@code {"item":17,"input":"<hash>","answer":{...}}}, or {@code failure}
 * instead of {@code answer}. Thread-safe.
 *
 * @param <O> the answers
 */
final class JournalRows<O> {

  private static final String ITEM = "{\"item\":";
  private static final int HASH_BYTES = 8;

  private final ObjectMapper json;
  private final ObjectWriter writer;
  private final ObjectReader reader;
  private final Class<?> answers;

  JournalRows(Class<?> answers, Optional<Taxonomy> taxonomy) {
    this.answers = answers;
    json = AnswerJson.mapper(taxonomy);
    JavaType type = json.constructType(answers);
    writer = json.writerFor(type);
    reader = json.readerFor(type);
  }

  /**
   * The row of an outcome.
   *
   * @throws IllegalArgumentException if the input or the answer cannot be written as JSON
   */
  JournalLine write(Outcome<?, ? extends O> outcome) {
    JournalLine row = new JournalLine();
    row.ascii(ITEM + outcome.index() + ",\"input\":\"" + hash(outcome.input()) + "\",");
    try {
      if (outcome instanceof Outcome.Success<?, ? extends O> success) {
        row.ascii("\"answer\":");
        writer.writeValue(row, success.answer());
      } else if (outcome instanceof Outcome.Failure<?, ? extends O> failure) {
        row.ascii("\"failure\":");
        json.writeValue(row, JournalFailure.of(failure.error()));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "answers cannot be kept in a journal: " + answers.getName() + " is no JSON", e);
    }
    return row.end();
  }

  /** The item that a row belongs to. */
  static long item(byte[] open) {
    long item = 0;
    for (int i = ITEM.length(); i < open.length && open[i] != ','; i++) {
      item = item * 10 + open[i] - '0';
    }
    return item;
  }

  /**
   * The outcome in a row.
   *
   * @param open the row, without its closing brace
   * @throws OtherInputException if it belongs to another input
   */
  <I> Outcome<I, O> read(byte[] open, long index, I input) throws OtherInputException {
    byte[] row = Arrays.copyOf(open, open.length + 1);
    row[open.length] = '}';
    try {
      JsonNode object = json.readTree(row);
      if (!object.path("input").asText().equals(hash(input))) {
        throw new OtherInputException();
      }
      JsonNode failure = object.get("failure");
      return failure == null
          ? new Outcome.Success<>(index, input, reader.readValue(object.path("answer")))
          : new Outcome.Failure<>(
              index, input, json.treeToValue(failure, JournalFailure.class).toException());
    } catch (IOException e) {
      // Its checksum is right, so it is what was written then.
      throw new UncheckedIOException(
          "the row of item " + index + " does not hold a " + answers.getName(), e);
    }
  }

  private String hash(Object input) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      json.writeValue(new DigestOutputStream(OutputStream.nullOutputStream(), hash), input);
      return HexFormat.of().formatHex(hash.digest(), 0, HASH_BYTES);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "a journal needs inputs that can be told apart: "
              + input.getClass().getName()
              + " cannot be written as JSON",
          e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** The row belongs to another input. */
  static final class OtherInputException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
