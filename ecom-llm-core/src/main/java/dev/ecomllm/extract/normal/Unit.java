package dev.ecomllm.extract.normal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A unit that shops use. The list is {@code units.tsv} beside this class.
 *
 * @param symbol how its normal form is written, such as {@code "cm"}
 * @param dimension what it measures, such as {@code "length"}
 * @param factor how many of the dimension's first unit it is; temperatures are converted apart
 */
public record Unit(String symbol, String dimension, BigDecimal factor) {

  private static final Map<String, Unit> EXACT = new HashMap<>();
  private static final Map<String, Unit> ANY_CASE = new HashMap<>();
  private static final List<Unit> ALL = read();
  private static final BigDecimal NINE_FIFTHS = new BigDecimal("1.8");
  private static final BigDecimal FREEZING = new BigDecimal(32);

  /** All units. */
  public static List<Unit> all() {
    return ALL;
  }

  /** The unit of this symbol or name, such as {@code "cm"} or {@code "inches"}. */
  public static Optional<Unit> find(String name) {
    String single = name.strip().replaceAll("[\\s\u00a0]+", " ");
    Unit unit = EXACT.get(single);
    return Optional.ofNullable(unit != null ? unit : ANY_CASE.get(single.toLowerCase(Locale.ROOT)));
  }

  /** Every name that a unit is written with. */
  static List<String> names() {
    List<String> names = new ArrayList<>(EXACT.keySet());
    names.addAll(ANY_CASE.keySet());
    return names;
  }

  /**
   * A number of this unit in another one, to 12 digits.
   *
   * @throws IllegalArgumentException if the other measures something else
   */
  public BigDecimal convert(BigDecimal number, Unit to) {
    if (!dimension.equals(to.dimension)) {
      throw new IllegalArgumentException(symbol + " cannot be converted to " + to.symbol);
    }
    if (symbol.equals(to.symbol)) {
      return number;
    }
    if (dimension.equals("temperature")) {
      BigDecimal converted =
          to.symbol.equals("°F")
              ? number.multiply(NINE_FIFTHS).add(FREEZING)
              : number.subtract(FREEZING).divide(NINE_FIFTHS, MathContext.DECIMAL64);
      return Decimals.tidy(converted);
    }
    BigDecimal converted = number.multiply(factor).divide(to.factor, MathContext.DECIMAL128);
    return Decimals.tidy(converted.round(new MathContext(12)));
  }

  private static List<Unit> read() {
    List<Unit> units = new ArrayList<>();
    try (InputStream in = Objects.requireNonNull(Unit.class.getResourceAsStream("units.tsv"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          units.add(unit(line.split("\t", -1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read units.tsv", e);
    }
    return List.copyOf(units);
  }

  private static Unit unit(String[] columns) {
    Unit unit = new Unit(columns[0], columns[1], new BigDecimal(columns[2]));
    for (String name : columns[3].split("\\|", -1)) {
      if (name.startsWith("=")) {
        EXACT.put(name.substring(1), unit);
      } else if (name.length() == 1) {
        EXACT.put(name, unit);
      } else {
        ANY_CASE.put(name.toLowerCase(Locale.ROOT), unit);
      }
    }
    EXACT.putIfAbsent(unit.symbol, unit);
    return unit;
  }
}
