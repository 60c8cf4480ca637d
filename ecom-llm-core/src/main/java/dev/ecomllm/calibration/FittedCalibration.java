package dev.ecomllm.calibration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Everything that was learned from one set of labelled answers, as it is kept in a file. A task
 * says in its own documentation which names it looks for. Immutable.
 *
 * @param scope whose scores it was learned from
 * @param rows how many labelled answers it was learned from
 * @param curves calibrations by name
 * @param weights numbers by name, such as how much a retriever's score counts
 * @param thresholds tables of thresholds by name
 */
public record FittedCalibration(
    CalibrationScope scope,
    int rows,
    Map<String, Calibration> curves,
    Map<String, Double> weights,
    Map<String, Thresholds> thresholds) {

  /** Copies, sorted by name. */
  public FittedCalibration {
    Objects.requireNonNull(scope, "scope");
    curves = Collections.unmodifiableMap(new TreeMap<>(curves));
    weights = Collections.unmodifiableMap(new TreeMap<>(weights));
    thresholds = Collections.unmodifiableMap(new TreeMap<>(thresholds));
  }

  /** The calibration of that name, or the identity. */
  public Calibration curve(String name) {
    return curves.getOrDefault(name, Calibration.identity());
  }

  /** The weight of that name, or the other number. */
  public double weight(String name, double otherwise) {
    return weights.getOrDefault(name, otherwise);
  }

  /** The thresholds of that name, or a table that reaches no precision. */
  public Thresholds threshold(String name) {
    return thresholds.getOrDefault(name, new Thresholds(new TreeMap<>()));
  }

  /**
   * This calibration, if it was learned from the answers of this scope.
   *
   * @throws IllegalArgumentException if not; the message names both scopes
   */
  public FittedCalibration requireScope(CalibrationScope expected) {
    if (!scope.equals(expected)) {
      throw new IllegalArgumentException(
          "the calibration was fitted for " + scope + " and cannot be used for " + expected);
    }
    return this;
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is no calibration, or of a version not known here
   * @throws UncheckedIOException if it cannot be read
   */
  public static FittedCalibration read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read calibration file " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Writes it as JSON of a few kilobytes. */
  public void write(Path file) {
    try {
      Files.writeString(file, toJson());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write calibration file " + file, e);
    }
  }

  /**
   * Reads JSON.
   *
   * @throws IllegalArgumentException if it is no calibration, or of a version not known here
   */
  public static FittedCalibration parse(String json) {
    return CalibrationJson.read(json);
  }

  /** As JSON, for people too. */
  public String toJson() {
    return CalibrationJson.write(this);
  }
}
